using System.Security.Cryptography;
using System.Text;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class DirectorySinkTests : IDisposable
{
    private readonly TempDirectory _dir = new();

    private string Out => _dir.At("out");

    public void Dispose() => _dir.Dispose();

    [Fact]
    public void Complete_FilesWritten_AppearTogetherWithSizesAndHashes()
    {
        using var sink = DirectorySink.Open(Out);
        Write(sink, "tables/b.csv", "n\n1\n");
        Write(sink, "manifest.json", "{}");
        Assert.False(Directory.Exists(Out));
        sink.Complete();

        Assert.Equal("n\n1\n", File.ReadAllText(Path.Combine(Out, "tables", "b.csv")));
        Assert.Equal(["manifest.json", "tables/b.csv"], sink.Written.Select(w => w.Path));
        Assert.Equal(4, sink.Written[1].Bytes);
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData("n\n1\n"u8)), sink.Written[1].Digest);
        Assert.Equal([Out], Directory.EnumerateFileSystemEntries(_dir.Path));
    }

    [Fact]
    public void Dispose_WithoutComplete_LeavesNothing()
    {
        using (var sink = DirectorySink.Open(Out))
        {
            Write(sink, "manifest.json", "{}");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_dir.Path));
    }

    [Fact]
    public void Open_DirectoryExists_IsRefusedAndKept()
    {
        Earlier("old");
        Assert.Equal($"The output directory '{Out}' exists. Nothing was written. Choose another name, or add --force to replace it.", Error(() => DirectorySink.Open(Out)));
        Assert.Equal("old", File.ReadAllText(Path.Combine(Out, "manifest.json")));
    }

    [Fact]
    public void Complete_WithForce_ReplacesTheEarlierResultOnlyThen()
    {
        Earlier("old");
        File.WriteAllText(Path.Combine(Out, "extra.txt"), "x");
        using var sink = DirectorySink.Open(Out, force: true);
        Write(sink, "manifest.json", "new");
        Assert.Equal("old", File.ReadAllText(Path.Combine(Out, "manifest.json")));
        sink.Complete();

        Assert.Equal("new", File.ReadAllText(Path.Combine(Out, "manifest.json")));
        Assert.Equal([Path.Combine(Out, "manifest.json")], Directory.EnumerateFileSystemEntries(Out));
        Assert.Equal([Out], Directory.EnumerateFileSystemEntries(_dir.Path));
    }

    [Fact]
    public void Dispose_WithForceAndNoComplete_KeepsTheEarlierResult()
    {
        Earlier("old");
        using (var sink = DirectorySink.Open(Out, force: true))
        {
            Write(sink, "manifest.json", "new");
        }

        Assert.Equal("old", File.ReadAllText(Path.Combine(Out, "manifest.json")));
    }

    [Fact]
    public void Open_WithForceOverSomethingElse_IsRefused()
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "thesis.docx"), "x");
        Assert.Equal($"The output directory '{Out}' holds no earlier result (no manifest.json, world.json, model.json or statement.json). Nothing was written. Choose another name, or remove it yourself.", Error(() => DirectorySink.Open(Out, force: true)));
        Assert.True(File.Exists(Path.Combine(Out, "thesis.docx")));
    }

    [Fact]
    public void Open_WithForceOverAnEmptyDirectory_IsAllowed()
    {
        Directory.CreateDirectory(Out);
        using var sink = DirectorySink.Open(Out, force: true);
        sink.Complete();
        Assert.True(Directory.Exists(Out));
    }

    [Fact]
    public void Complete_NameTakenMeanwhile_IsRefused()
    {
        using var sink = DirectorySink.Open(Out);
        Earlier("other");
        Assert.Throws<AuditDataException>(sink.Complete);
        Assert.Equal("other", File.ReadAllText(Path.Combine(Out, "manifest.json")));
    }

    [Fact]
    public void Open_OverAFile_IsRefused()
    {
        _dir.Write("out", "x");
        Assert.Equal($"The output '{Out}' is a file. Expected a directory that does not exist yet. Choose another name.", Error(() => DirectorySink.Open(Out, force: true)));
        Assert.Equal($"The output directory '{_dir.At("out/sub")}' cannot be made. Check that its parent is a directory in which you may write.", Error(() => DirectorySink.Open(_dir.At("out/sub"))));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("./a")]
    public void Create_PathThatLeaves_IsABug(string path)
    {
        using var sink = DirectorySink.Open(Out);
        Assert.Throws<ArgumentException>(() => sink.Create(path));
    }

    [Fact]
    public void Create_Twice_IsABug()
    {
        using var sink = DirectorySink.Open(Out);
        Write(sink, "a", "1");
        Assert.Throws<ArgumentException>(() => sink.Create("a"));
    }

    [Fact]
    public void Complete_FileStillOpen_IsABug()
    {
        using var sink = DirectorySink.Open(Out);
        using var open = sink.Create("a");
        Assert.Throws<InvalidOperationException>(sink.Complete);
    }

    [Fact]
    public void Verify_OneByteChangedMissingAndAdditional_AreAllFound()
    {
        var written = Sample();
        var result = ResultDirectory.Open(Out);
        Assert.Empty(result.Verify(written));
        Assert.Equal("{\"a\":1}", result.Text("findings.json"));
        Assert.Equal(["findings.json", "manifest.json", "tables/a.csv", "tables/b.csv"], result.Files);

        File.WriteAllText(Path.Combine(Out, "findings.json"), "{\"a\":2}");
        File.AppendAllText(Path.Combine(Out, "tables", "a.csv"), "!");
        File.Delete(Path.Combine(Out, "tables", "b.csv"));
        File.WriteAllText(Path.Combine(Out, "notes.txt"), "x");

        Assert.Equal(
            [
                new FileDifference("findings.json", FileDifferenceKind.Changed, "findings.json was changed: its hash is not the manifest's."),
                new FileDifference("notes.txt", FileDifferenceKind.Additional, "notes.txt is not in the manifest."),
                new FileDifference("tables/a.csv", FileDifferenceKind.Changed, "tables/a.csv has 5 bytes, the manifest says 4."),
                new FileDifference("tables/b.csv", FileDifferenceKind.Missing, "tables/b.csv is missing."),
            ],
            result.Verify(written));
        Assert.Equal($"The directory '{Out}' has no file 'tables/b.csv'. Expected a whole result. Write it again.", Error(() => result.Text("tables/b.csv")));
    }

    [Fact]
    public void OpenResult_NoDirectoryOrNoResult_IsRefused()
    {
        Assert.Equal($"There is no directory '{Out}'. Expected a written result. Check the name.", Error(() => ResultDirectory.Open(Out)));
        Assert.Equal($"The directory '{_dir.Path}' is no written result (no manifest.json, world.json, model.json or statement.json). Name the directory given to --out.", Error(() => ResultDirectory.Open(_dir.Path)));
    }

    [Fact]
    public void WriteAtomically_Failure_LeavesTheOldFileAndNothingElse()
    {
        var path = _dir.Write("p.yaml", "old");
        Assert.Throws<InvalidOperationException>(() => SingleFile.WriteAtomically(
            path,
            to =>
            {
                to.Write("half"u8);
                throw new InvalidOperationException();
            },
            force: true));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_dir.Path));
    }

    [Fact]
    public void WriteAtomically_File_IsWrittenOnceAndReplacedByForce()
    {
        var path = _dir.At("p.yaml");
        var facts = SingleFile.WriteAtomically(path, to => to.Write("new"u8));
        Assert.Equal((3L, Convert.ToHexStringLower(SHA256.HashData("new"u8))), (facts.Bytes, facts.Sha256));
        Assert.Equal($"The output file '{path}' exists. Nothing was written. Choose another name, or add --force to replace it.", Error(() => SingleFile.WriteAtomically(path, to => to.Write("x"u8))));
        SingleFile.WriteAtomically(path, to => to.Write("newer"u8), force: true);

        Assert.Equal("newer", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_dir.Path));
    }

    [Fact]
    public void WriteAtomically_NoParent_SaysSo()
    {
        var path = _dir.At("none/p.yaml");
        Assert.Equal($"The output file '{path}' cannot be made. Check that its directory exists and that you may write there.", Error(() => SingleFile.WriteAtomically(path, _ => { })));
    }

    private static string Error(Action action) => CsvErrorTests.Error(action);

    private static void Write(DirectorySink sink, string path, string text)
    {
        using var stream = sink.Create(path);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private void Earlier(string manifest)
    {
        Directory.CreateDirectory(Out);
        File.WriteAllText(Path.Combine(Out, "manifest.json"), manifest);
    }

    private IReadOnlyList<ManifestFile> Sample()
    {
        using var sink = DirectorySink.Open(Out);
        Write(sink, "findings.json", "{\"a\":1}");
        Write(sink, "tables/a.csv", "n\n1\n");
        Write(sink, "tables/b.csv", "n\n2\n");
        var written = sink.Written;
        Write(sink, "manifest.json", "{}");
        sink.Complete();
        return written;
    }
}

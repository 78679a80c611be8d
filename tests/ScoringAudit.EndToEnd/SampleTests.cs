using System.Text.RegularExpressions;

namespace ScoringAudit.EndToEnd;

/// <summary>The sample data are, byte by byte, what the commands in their README write.</summary>
public sealed partial class SampleTests : IDisposable
{
    private readonly Sandbox _box = new();

    /// <summary>Directory and command of each row of the table.</summary>
    public static TheoryData<string, string> Commands
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (Match row in Row().Matches(File.ReadAllText(Path.Combine(Data(), "README.md"))))
            {
                rows.Add(row.Groups[1].Value, row.Groups[2].Value);
            }

            return rows;
        }
    }

    public void Dispose() => _box.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Sample_CommandOfTheReadme_WritesTheSameBytes(string directory, string command)
    {
        Assert.EndsWith(" --out data/" + directory, command, StringComparison.Ordinal);
        var ran = await _box.Run([.. command.Split(' ')[..^2], "--out", "@made"]);
        Assert.Equal(0, ran.Code);
        var expected = Path.Combine(Data(), directory);
        var names = Directory.GetFiles(expected).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(names, Directory.GetFiles(_box.At("made")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        foreach (var name in names)
        {
            var want = await File.ReadAllBytesAsync(Path.Combine(expected, name), TestContext.Current.CancellationToken);
            var made = await File.ReadAllBytesAsync(_box.At("made/" + name), TestContext.Current.CancellationToken);
            Assert.True(Same(want, made), name);
        }
    }

    [Fact]
    public void Samples_Directories_AllHaveACommand() =>
        Assert.Equal(Directory.GetDirectories(Data()).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal), Commands.Select(c => c.Data.Item1).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^\| `([a-z-]+)/` \| `scoring-audit (.+)` \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static bool Same(byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b);

    private static string Data()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "ScoringAudit.sln")))
        {
            at = at.Parent!;
        }

        return Path.Combine(at.FullName, "data");
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace ScoringAudit.EndToEnd;

/// <summary>notebook run and notebook twin, as a person uses them, and the course itself.</summary>
public sealed class NotebooksTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task Run_GoodNotebook_SavesOutputsThatCheckAccepts()
    {
        _box.Write("n.ipynb", Notebook("var x = 40;\nConsole.WriteLine(\"hello\");", "x + 2"));
        var ran = await _box.Run("notebook", "run", "@n.ipynb");
        Assert.Equal((0, "n.ipynb: saved\n"), (ran.Code, ran.Out));
        var saved = _box.Read("n.ipynb");
        var outputs = JsonNode.Parse(saved)!["cells"]!.AsArray().Select(c => c!["outputs"]!.AsArray().Single()!).ToList();
        Assert.Equal("hello\n", outputs[0]["text"]![0]!.GetValue<string>());
        Assert.Equal("42", outputs[1]["data"]!["text/plain"]![0]!.GetValue<string>());

        var check = await _box.Run("notebook", "run", "--check", "@n.ipynb");
        Assert.Equal((0, "n.ipynb: as saved\n"), (check.Code, check.Out));
        await _box.Run("notebook", "run", "@n.ipynb");
        Assert.Equal(saved, _box.Read("n.ipynb"));
        Assert.Equal(["n.ipynb"], _box.Entries);
    }

    [Fact]
    public async Task Check_StaleNotebook_FailsAndWritesNothing()
    {
        _box.Write("n.ipynb", Notebook("var x = 40;", "x + 2"));
        await _box.Run("notebook", "run", "@n.ipynb");
        var stale = _box.Read("n.ipynb").Replace("var x = 40;", "var x = 41;", StringComparison.Ordinal);
        _box.Write("n.ipynb", stale);
        var ran = await _box.Run("notebook", "run", "--check", "@n.ipynb");
        Assert.Equal(2, ran.Code);
        Assert.Contains("n.ipynb, cell 2: output 1 (text/plain) differs: saved \"42\", now \"43\"", ran.Error, StringComparison.Ordinal);
        Assert.Equal(stale, _box.Read("n.ipynb"));
        Assert.Equal(["n.ipynb"], _box.Entries);
    }

    [Theory]
    [InlineData("var zero = 0;|1 / zero", "600", "n.ipynb, cell 2: DivideByZeroException: Attempted to divide by zero.")]
    [InlineData("while (true) { System.Threading.Thread.Sleep(50); }", "1.5", "n.ipynb, cell 1: TimeoutException: the cell did not end within 1.5 s")]
    [InlineData("nothing", "600", "n.ipynb, cell 1: CompilationError: line 1: CS0103: The name 'nothing' does not exist in the current context")]
    public async Task Run_FailingCell_LeavesTheNotebookAndTellsWhere(string cells, string timeout, string message)
    {
        var before = Notebook(cells.Split('|'));
        _box.Write("n.ipynb", before);
        var ran = await _box.Run("notebook", "run", "@n.ipynb", "--timeout", timeout);
        Assert.Equal((2, "n.ipynb: FAILED\n"), (ran.Code, ran.Out));
        Assert.StartsWith(message + "\nn.ipynb: it was not changed. What ran, and the error, are in n.failed.ipynb.\n", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, _box.Read("n.ipynb"));
        Assert.Equal(["n.failed.ipynb", "n.ipynb"], _box.Entries);
        Assert.Contains("\"output_type\": \"error\"", _box.Read("n.failed.ipynb"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"cells\": [", "n.ipynb: broken JSON in line 1. Expected a notebook (.ipynb). Take an earlier version of the file, or repair that line.")]
    [InlineData("#r \"nuget: Deedle\"", "n.ipynb, cell 1: the package 'Deedle' is not one of this program's. The runner works without a network and adds none. Remove the #r, or add the package to the project.")]
    [InlineData("#!python\n1", "n.ipynb, cell 1: its language is 'python'. Expected one of csharp, markdown, html, sql, or time. Write the cell in one of them.")]
    public async Task Run_UnusableNotebook_RunsNothingAndLeavesEverything(string content, string message)
    {
        var text = content.StartsWith('{') ? content : Notebook(content);
        _box.Write("good.ipynb", Notebook("1"));
        _box.Write("n.ipynb", text);
        var ran = await _box.Run("notebook", "run", "@good.ipynb", "@n.ipynb");
        Assert.Equal((3, message), (ran.Code, ran.Message));
        Assert.Equal(Notebook("1"), _box.Read("good.ipynb"));
        Assert.Equal(["good.ipynb", "n.ipynb"], _box.Entries);
    }

    [Fact]
    public async Task Run_NoFile_SaysSo()
    {
        var ran = await _box.Run("notebook", "run", "@none.ipynb");
        Assert.Equal(3, ran.Code);
        Assert.StartsWith("There is no file", ran.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Stopped_LeavesTheNotebook()
    {
        _box.Write("n.ipynb", Notebook("await Task.Delay(-1);"));
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var ran = await _box.Run(1, cancel.Token, "notebook", "run", "@n.ipynb");
        Assert.Equal(130, ran.Code);
        Assert.Equal(["n.ipynb"], _box.Entries);
    }

    [Fact]
    public async Task Course_Check_OutputsAreThoseOfTheCode()
    {
        var ran = await _box.Run(["notebook", "run", "--check", .. Course()]);
        Assert.True(ran.Code == 0, ran.Error);
    }

    [Fact]
    public async Task Course_Twins_AreThoseOfTheNotebooks()
    {
        foreach (var notebook in Course())
        {
            var name = Path.GetFileName(notebook);
            File.Copy(notebook, _box.At(name));
            await _box.Run("notebook", "twin", "@" + name);
            var twin = Path.ChangeExtension(name, ".cs");
            Assert.True(File.ReadAllText(Path.ChangeExtension(notebook, ".cs")).ReplaceLineEndings("\n") == _box.Read(twin), $"{twin} is stale. Run: scoring-audit notebook twin notebooks/*.ipynb");
        }
    }

    [Fact]
    public async Task Course_Nbconvert_ShowsEveryFigure()
    {
        foreach (var notebook in Course())
        {
            var start = new ProcessStartInfo("jupyter", ["nbconvert", "--config", "jupyter_nbconvert_config.py", "--to", "html", "--stdout", "--log-level", "ERROR", notebook]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8, WorkingDirectory = Path.GetDirectoryName(notebook)! };
            Process? process = null;
            try
            {
                process = Process.Start(start);
            }
            catch (Win32Exception)
            {
                Assert.Skip("jupyter is not on this machine; its Debian package is jupyter-nbconvert.");
            }

            var html = await process!.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(process.ExitCode == 0, "jupyter nbconvert does not work on this machine; its Debian package is jupyter-nbconvert.");

            // A drawing counts when its marks are there, not only its words: some versions clean them away.
            var figures = File.ReadAllText(notebook).Split("\"image/svg+xml\"").Length - 1;
            var drawings = html.Split("src=\"data:image/svg+xml;base64,").Skip(1).Select(part => Encoding.UTF8.GetString(Convert.FromBase64String(part[..part.IndexOf('"', StringComparison.Ordinal)]))).ToList();
            Assert.Equal(figures, drawings.Count);
            Assert.All(drawings, drawing => Assert.True(drawing.Contains("viewBox=", StringComparison.Ordinal) && drawing.Split("<g class=\"mark\">").Length + drawing.Split("<rect").Length + drawing.Split("<path").Length > 4, drawing[..200]));
        }
    }

    private static string[] Course()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ScoringAudit.sln")))
        {
            folder = folder.Parent!;
        }

        var notebooks = Directory.GetFiles(Path.Combine(folder.FullName, "notebooks"), "*.ipynb").Where(f => !f.EndsWith(".failed.ipynb", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(notebooks);
        return notebooks;
    }

    private static string Notebook(params string[] cells) => new JsonObject
    {
        ["cells"] = new JsonArray([.. cells.Select((c, at) => (JsonNode)new JsonObject
        {
            ["cell_type"] = "code", ["execution_count"] = null, ["id"] = "c" + at, ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = c,
        })]),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString();
}

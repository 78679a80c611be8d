using System.Text;
using ScoringAudit.Notebooks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Notebooks;

/// <summary>An author who wants a value of somebody's record in the saved outputs, once a file was opened.</summary>
public sealed class HostileAuthorTests : IDisposable
{
    private const string Secret = "Smith-4200";
    private readonly string _file = Path.GetTempFileName();

    public HostileAuthorTests() => File.WriteAllText(_file, "<a>" + Secret + "</a>");

    public static TheoryData<string> Tricks() =>
    [
        "var text = System.IO.File.ReadAllText(PATH);|$\"He said: {text}\"",
        "var text = System.IO.File.ReadAllText(PATH);|Console.WriteLine(text);",
        "var text = System.IO.File.ReadAllText(PATH);|display(new { Name = text, Length = text.Length });",
        "var text = System.IO.File.ReadAllText(PATH);|new[] { new { Name = text } }",
        "var text = System.IO.File.ReadAllText(PATH);|throw new InvalidOperationException(text);",
        "var text = System.IO.File.ReadAllText(PATH);|throw new InvalidOperationException(\"x\", new Exception(text));",
        "static class Box { public static string Text = \"\"; }|Box.Text = System.IO.File.ReadAllText(PATH);|Box.Text",
        "string Read() => System.IO.File.ReadAllText(PATH);|Read()",
        "using static System.IO.File;\nvar text = ReadAllText(PATH);|text",
        "using F = System.IO.File;|F.ReadAllText(PATH)",
        "Func<string, string> read = System.IO.File.ReadAllText;|read(PATH)",
        "System.IO.FileInfo info = new(PATH);\nvar reader = info.OpenText();\nreader.ReadToEnd()",
        "new System.IO.StreamReader(PATH).ReadToEnd()",
        "var stream = new System.IO.FileStream(PATH, System.IO.FileMode.Open);\nvar bytes = new byte[99];\nvar n = stream.Read(bytes, 0, 99);\nSystem.Text.Encoding.UTF8.GetString(bytes, 0, n)",
        "System.Xml.Linq.XDocument.Load(PATH).ToString()",
        "var document = new System.Xml.XmlDocument();\ndocument.Load(PATH);\ndocument.InnerText",
        "(string)typeof(object).Assembly.GetType(\"System.IO.File\").GetMethod(\"ReadAllText\", new[] { typeof(string) }).Invoke(null, new object[] { PATH })",
        "dynamic all = typeof(object).Assembly;|(string)all.GetType(\"System.IO.File\").GetMethod(\"ReadAllText\", new[] { typeof(string) }).Invoke(null, new object[] { PATH })",
        "var read = (Func<string, string>)Delegate.CreateDelegate(typeof(Func<string, string>), Type.GetType(\"System.IO.File\"), \"ReadAllText\");|read(PATH)",
        "System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(\"cat\", PATH) { RedirectStandardOutput = true }).StandardOutput.ReadToEnd()",
        "(string)await Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript.EvaluateAsync(\"System.IO.File.ReadAllText(\\\"\" + PATH + \"\\\")\")",
        "var argument = System.Linq.Expressions.Expression.Constant(PATH);\nSystem.Linq.Expressions.Expression.Lambda<Func<string>>(System.Linq.Expressions.Expression.Call(Type.GetType(\"System.IO.File\"), \"ReadAllText\", null, argument)).Compile()()",
        "#!sql\nSELECT content FROM read_text('RAW')",
        "#!sql\nFROM read_csv('RAW', header = false)",
        "Sql(\"SELECT content FROM read_text('RAW')\")",
        "using ScoringAudit.Notebooks;\nQuery.Sql(\"SELECT content FROM read_text('RAW')\")",
        "var text = System.IO.File.ReadAllText(PATH);|using ScoringAudit.Evidence;\nusing ScoringAudit.Release;\nusing ScoringAudit.Reporting.Notebook;\nvar builder = new EvidenceBuilder();\nbuilder.Note(\"warning\", \"x\", text);\nReleaseGate.Release(new AuditEvidence(builder.Findings, builder.Tables, builder.Notes, ScoringAudit.Portfolios.Provenance.External(\"x\"), new AuditPlan { Disclosure = new DisclosurePlan(DisclosureClass.Open, \"x\", 10, true) }, builder.Facts)).Remarks()",
    ];

    public void Dispose() => File.Delete(_file);

    [Theory]
    [MemberData(nameof(Tricks))]
    public async Task Run_SecretOfAFile_IsNotSaved(string trick)
    {
        var code = trick.Replace("PATH", "@\"" + _file + "\"", StringComparison.Ordinal).Replace("RAW", _file, StringComparison.Ordinal);
        var run = await Sample.Run(code.Split('|'));
        Assert.NotNull(run.WithheldFrom);
        Assert.DoesNotContain(Secret, run.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Join('\n', run.Notebook.Cells.SelectMany(c => c.Outputs).SelectMany(o => o.Data.Values)), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(run.Notebook.ToBytes()), StringComparison.Ordinal);
    }

    // A way to files that the list of words does not know: DuckDB itself is not let out.
    [Fact]
    public async Task Run_SqlByAnUnlistedWay_IsRefusedByTheEngine()
    {
        Assert.SkipUnless(SqlEngine.IsAvailable(out var why), why);
        var run = await Sample.Run("#!sql\nSELECT * FROM parquet_scan('" + _file + "')");
        Assert.Equal(1, run.FailedCell);
        Assert.Contains("disabled", run.Failure, StringComparison.Ordinal);
    }

    // What the guard must leave alone, or no notebook of the course could show anything.
    [Theory]
    [InlineData("var rows = Enumerable.Range(0, 3).Select(i => new { i, Root = Math.Sqrt(i) }).ToList();\nrows.GetType().Name")]
    [InlineData("System.Text.Json.JsonSerializer.Serialize(new[] { 1, 2 })")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew();\nawait Task.Delay(1);\nwatch.IsRunning")]
    [InlineData("Environment.NewLine.Length + System.IO.Path.GetFileName(\"a/b\").Length")]
    public async Task Run_HarmlessCode_IsSaved(string code) => Assert.Null((await Sample.Run(code)).WithheldFrom);

    [Theory]
    [InlineData("#load \"people.csv\"")]
    [InlineData("1\n#  load \"people.csv\"")]
    public void Check_Load_IsRefused(string code)
    {
        var error = Assert.Throws<AuditDataException>(() => NotebookRunner.Check(Sample.Of(code), new NotebookOptions()));
        Assert.Contains("'#load' takes code from another file, which this runner does not read. Write the code into the cell.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EvidenceByHandAfterAFile_SaysWhyNothingIsSaved()
    {
        var run = await Sample.Run("System.IO.File.Exists(\"x\")", "new ScoringAudit.Evidence.AuditNote(\"warning\", \"x\", \"y\")");
        Assert.Equal("Withheld: cell 1 opened System.IO.File, which nothing proves to be synthetic. Cell 2 makes evidence by hand, so nothing from there on is saved. Let Audit.Run make it.", run.Plain(2));
    }
}

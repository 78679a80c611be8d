using ScoringAudit.Notebooks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Notebooks;

public class NotebookRunnerTests
{
    [Fact]
    public async Task Run_CellsInOrder_KeepStateAwaitAndLastExpression()
    {
        var run = await Sample.Run(
            "using System.Globalization;\nvar x = 20;\nrecord Person(string Name, int Age);\nint Twice(int n) => 2 * n;",
            "await Task.Yield();\nvar y = Twice(x) + 2;",
            "y",
            "display(\"first\");\nnew[] { new Person(\"Ada\", 36), new Person(\"Emmy\", 53) }");
        Assert.True(run.Succeeded, run.Failure);
        Assert.Equal("42", run.Plain(3));
        Assert.Equal(OutputKind.Result, run.Notebook.Cells[2].Outputs[0].Kind);
        Assert.Equal("first|Name  Age\nAda    36\nEmmy   53", run.Plain(4));
        Assert.Contains("<th>Name</th><th>Age</th>", run.Notebook.Cells[3].Outputs[1].Data["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ConsoleBesideDisplay_KeepsTheOrder()
    {
        // The command installs the router; here the cell's own writer is used as the router would.
        var router = new ConsoleRouter(TextWriter.Null);
        Router.Value = router;
        var run = await Sample.Run("var to = ScoringAudit.Tests.Notebooks.NotebookRunnerTests.Router.Value;\nto.WriteLine(\"one\");\ndisplay(2);\nto.Write(\"three\");");
        Assert.Equal("one\n|2|three", run.Plain(1));
        Assert.Equal([OutputKind.Stream, OutputKind.Display, OutputKind.Stream], run.Notebook.Cells[0].Outputs.Select(o => o.Kind));
    }

    [Fact]
    public async Task Run_CellThrows_SavesTheErrorWithCellAndLine_AndStops()
    {
        var run = await Sample.Run("var zero = 0;", "var a = 1;\nvar b = a / zero;", "b");
        Assert.Equal(2, run.FailedCell);
        Assert.Equal("DivideByZeroException: Attempted to divide by zero.", run.Failure);
        Assert.Equal("at cell 2, line 2", run.Notebook.Cells[1].Outputs.Single().Data["traceback"]);
        Assert.Empty(run.Notebook.Cells[2].Outputs);
    }

    [Fact]
    public async Task Run_CellDoesNotCompile_NamesLineAndCode()
    {
        var run = await Sample.Run("#r \"ScoringAudit.dll\"\nvar a = 1;\nvar b = nothing;");
        Assert.Equal("CompilationError: line 3: CS0103: The name 'nothing' does not exist in the current context", run.Failure);
    }

    [Fact]
    public async Task Run_EndlessLoop_IsGivenUpAfterTheTimeLimit()
    {
        var run = await NotebookRunner.RunAsync(
            Sample.Of("while (true) { System.Threading.Thread.Sleep(50); }"),
            new NotebookOptions { CellTimeout = TimeSpan.FromMilliseconds(1500) },
            TestContext.Current.CancellationToken);
        Assert.Equal("TimeoutException: the cell did not end within 1.5 s", run.Failure);
    }

    [Fact]
    public async Task Run_Cancelled_Stops()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(1500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NotebookRunner.RunAsync(Sample.Of("await Task.Delay(-1);"), new NotebookOptions(), cancel.Token));
    }

    [Fact]
    public async Task Run_MarkdownHtmlAndTime_AreShown()
    {
        var run = await Sample.Run("#!markdown\n**bold**", "#!html\n<b>bold</b>", "#!time\n1 + 1");
        Assert.Equal("**bold**", run.Notebook.Cells[0].Outputs[0].Data["text/markdown"]);
        Assert.Equal("<b>bold</b>", run.Notebook.Cells[1].Outputs[0].Data["text/html"]);
        Assert.Equal("2", run.Notebook.Cells[2].Outputs[0].Data["text/plain"]);
        Assert.Matches("^Wall time: [0-9]+ ms$", run.Notebook.Cells[2].Outputs[1].Data["text/plain"]);
    }

    [Fact]
    public async Task Run_Sql_AsksPortfoliosOfEarlierCells()
    {
        Assert.SkipUnless(SqlEngine.IsAvailable(out var why), why);
        var run = await Sample.Run(
            "using ScoringAudit.Portfolios;\nvar people = ColumnPortfolio.Build().Number(\"score\", new double[] { 1, 2, 6 }).Category(\"group\", new[] { \"A\", \"B\", \"B\" }).Build();",
            "#!sql\nSELECT \"group\", avg(score) AS mean, count(*) AS n FROM people GROUP BY 1 ORDER BY 1");
        Assert.Equal("group  mean  n\nA         1  1\nB         4  2", run.Plain(2));
        Assert.Null(run.WithheldFrom);
    }

    [Fact]
    public async Task Run_SqlFromCSharp_ShowsTheSameTable()
    {
        Assert.SkipUnless(SqlEngine.IsAvailable(out var why), why);
        const string rows = "using ScoringAudit.Notebooks;\nusing ScoringAudit.Portfolios;\nvar people = ColumnPortfolio.Build().Number(\"score\", new double[] { 1, 2, 6 }).Category(\"group\", new[] { \"A\", \"B\", \"B\" }).Build();";
        var run = await Sample.Run(rows, "Query.Sql(\"SELECT \\\"group\\\", avg(score) AS mean FROM people GROUP BY 1 ORDER BY 1\", (\"people\", people))");
        Assert.Equal("group  mean\nA         1\nB         4", run.Plain(2));
        Assert.Contains("<th>group</th><th>mean</th>", run.Notebook.Cells[1].Outputs[0].Data["text/html"], StringComparison.Ordinal);
        Assert.Null(run.WithheldFrom);
    }

    // What another kernel calls: no cell of this runner is there.
    [Fact]
    public void Sql_OutsideACell_AnswersAndShowsItselfByConvention()
    {
        Assert.SkipUnless(SqlEngine.IsAvailable(out var why), why);
        var answer = Query.Sql("SELECT 1 AS one");
        Assert.Equal("one\n  1", answer.ToString());
        var source = Assert.Single(typeof(SqlAnswer).GetCustomAttributes(false).OfType<SqlAnswer.TypeFormatterSourceAttribute>());
        var formatters = ((SqlAnswerFormatters)Activator.CreateInstance(source.FormatterSourceType)!).CreateTypeFormatters().Cast<SqlAnswerFormatter>().ToList();
        Assert.Equal(["text/html", "text/plain"], formatters.Select(f => f.MimeType));
        using var to = new StringWriter();
        Assert.True(formatters[1].Format(answer, to));
        Assert.Equal(answer.ToString(), to.ToString());
        Assert.False(formatters[0].Format("another", to));
    }

    [Fact]
    public async Task Run_SqlIsWrong_FailsWithItsCell()
    {
        Assert.SkipUnless(SqlEngine.IsAvailable(out var why), why);
        var run = await Sample.Run("#!sql\nSELECT nothing");
        Assert.Equal(1, run.FailedCell);
        Assert.StartsWith("SqlError: SQL: Binder Error", run.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FileOpened_WithholdsAllButReleased()
    {
        var run = await Sample.Run(
            "display(\"before\");",
            "var lines = System.IO.File.ReadAllLines(typeof(object).Assembly.Location + \".none.csv\".Substring(9)).Length;\ndisplay(lines);",
            "\"a value\"");
        const string notice = "Withheld: cell 2 opened System.IO.File, which nothing proves to be synthetic. From there on only displays of released evidence are saved. Release the audit (ReleaseGate.Release) and show that.";
        Assert.True(run.Succeeded, run.Failure);
        Assert.Equal(2, run.WithheldFrom);
        Assert.Equal("before", run.Plain(1));
        Assert.Equal(notice, run.Plain(2));
        Assert.Equal(notice, run.Plain(3));
    }

    [Fact]
    public async Task Run_FileOpenedAndCellThrows_WithholdsTheText()
    {
        var run = await Sample.Run("System.IO.File.Exists(\"x\")", "throw new Exception(\"Mrs Smith owes 12\");");
        Assert.Equal("Exception (its text is withheld)", run.Failure);
        Assert.DoesNotContain("Smith", System.Text.Encoding.UTF8.GetString(run.Notebook.ToBytes().AsSpan()[System.Text.Encoding.UTF8.GetString(run.Notebook.ToBytes()).IndexOf("\"outputs\"", StringComparison.Ordinal)..])[..400], StringComparison.Ordinal);
        Assert.Equal("withheld", run.Plain(2));
    }

    [Theory]
    [InlineData("new ScoringAudit.Storage.CsvOptions()", true)]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Id", true)]
    [InlineData("new System.IO.StringReader(\"x\").ReadLine()", false)]
    [InlineData("System.IO.Path.Combine(\"a\", \"b\")", false)]
    [InlineData("ScoringAudit.Worlds.WorldSpec.Of(\"neighbours-area\").Subjects", false)]
    public async Task Run_Source_IsNoticedWhereItMayHoldPeople(string code, bool opens) =>
        Assert.Equal(opens ? 1 : null, (await Sample.Run(code)).WithheldFrom);

    [Fact]
    public void Check_AnotherKernel_Refuses()
    {
        var error = Assert.Throws<AuditDataException>(() => NotebookRunner.Check(Sample.Of("python3", ["1"]), new NotebookOptions()));
        Assert.Equal("course.ipynb: its kernel is 'python3', expected '.net-csharp'. This runner runs C# notebooks only. Open it with its own kernel.", error.Message);
    }

    [Fact]
    public void Check_AnotherLanguage_Refuses()
    {
        var error = Assert.Throws<AuditDataException>(() => NotebookRunner.Check(Sample.Of("1", "#!fsharp\n1"), new NotebookOptions()));
        Assert.Equal("course.ipynb, cell 2: its language is 'fsharp'. Expected one of csharp, markdown, html, sql, or time. Write the cell in one of them.", error.Message);
    }

    [Fact]
    public void Check_MagicAfterCode_Refuses()
    {
        var error = Assert.Throws<AuditDataException>(() => NotebookRunner.Check(Sample.Of("1\n#!markdown\nx"), new NotebookOptions()));
        Assert.Equal("course.ipynb, cell 1, line 2: '#!markdown' stands after code. Expected one language per cell, its magic on the first line: .NET Interactive would give it the whole cell. Split the cell.", error.Message);
    }

    [Fact]
    public void Check_UnknownPackage_NamesTheNearest()
    {
        using var deps = new MemoryStream("{\"libraries\":{\"MathNet.Numerics/5.0.0\":{}}}"u8.ToArray());
        var options = new NotebookOptions { Packages = PackageIndex.Read([deps]) };
        NotebookRunner.Check(Sample.Of("#r \"nuget: MathNet.Numerics, 5.0.0\""), options);
        var error = Assert.Throws<AuditDataException>(() => NotebookRunner.Check(Sample.Of("1", "#r \"nuget: MathNet.Numeric\""), options));
        Assert.Equal("course.ipynb, cell 2: the package 'MathNet.Numeric' is not one of this program's. The runner works without a network and adds none. Did you mean 'MathNet.Numerics'?", error.Message);
    }

    [Fact]
    public void Check_PackageInAnotherVersion_Warns()
    {
        using var deps = new MemoryStream("{\"libraries\":{\"MathNet.Numerics/5.0.0\":{}}}"u8.ToArray());
        string? warning = null;
        NotebookRunner.Check(Sample.Of("#r \"nuget: MathNet.Numerics, 4.0.0\""), new NotebookOptions { Packages = PackageIndex.Read([deps]), Warn = w => warning = w });
        Assert.Equal("course.ipynb, cell 1: package 'MathNet.Numerics' is asked for in version 4.0.0; this program has 5.0.0 and uses it.", warning);
    }

    /// <summary>Seen by the test's cells.</summary>
    public static AsyncLocal<TextWriter> Router { get; } = new();
}

using System.Text;
using System.Text.Json;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Tests.Reporting;

public sealed class TablesCsvTests
{
    [Fact]
    public void Write_AwkwardCells_FollowsRfc4180WithLineFeeds()
    {
        var table = new EvidenceTable("t", "T", null, ["a,b", "x", "n"], [["he said \"no\"", 0.1, 3L], [null, double.PositiveInfinity, null], ["", double.NegativeInfinity, -1L], ["two\nlines", -0.0, 0L]]);
        Assert.Equal("\"a,b\",x,n\n\"he said \"\"no\"\"\",0.1,3\n,inf,\n\"\",-inf,-1\n\"two\nlines\",0,0\n", Csv(table));
    }

    [Fact]
    public void Write_TextAmongNumbers_MakesTheColumnText() =>
        Assert.Equal("a\n0.5\nnone\n", Csv(new EvidenceTable("t", "T", null, ["a"], [[0.5], ["none"]])));

    [Theory]
    [InlineData("../secret")]
    [InlineData("A b")]
    [InlineData("")]
    public void Write_NameThatIsNoFileName_Throws(string name) =>
        Assert.Contains("is no file name", Assert.Throws<ArgumentException>(() => Csv(new EvidenceTable(name, "T", null, [], []))).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_NaN_Throws() =>
        Assert.Equal("Table \"t\" holds NaN; a cell without a value is null.", Assert.Throws<ArgumentException>(() => Csv(new EvidenceTable("t", "T", null, ["a"], [[double.NaN]]))).Message);

    [Fact]
    public void Write_RaggedRow_Throws() =>
        Assert.Equal("Table \"t\" has a row of 2 cells; expected 1. (Parameter 'table')", Assert.Throws<ArgumentException>(() => Csv(new EvidenceTable("t", "T", null, ["a"], [[1L, 2L]]))).Message);

    [Fact]
    public void Read_WrittenTables_GivesEqualCellsTypesAndFigures()
    {
        var written = ReleasedTable.AllOf(SampleEvidence.Released());
        var read = TablesCsv.Read(MemorySink.Audit().Open);
        Assert.Equal(written.Count, read.Count);
        foreach (var (before, after) in written.Zip(read))
        {
            Assert.Equal(before.Table.Name, after.Table.Name);
            Assert.Equal(before.Table.Title, after.Table.Title);
            Assert.Equal(before.Table.Figure, after.Table.Figure);
            Assert.Equal(before.Types, after.Types);
            Assert.Equal(before.Table.Rows, after.Table.Rows);
        }
    }

    [Fact]
    public void Write_Index_ListsNameTitleFigureAndColumns()
    {
        using var index = JsonDocument.Parse(MemorySink.Audit().Text(TablesCsv.IndexPath));
        var roc = index.RootElement.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "roc");
        Assert.Equal(["name", "file", "title", "figure", "rows", "columns"], roc.EnumerateObject().Select(p => p.Name));
        Assert.Equal("number", roc.GetProperty("columns")[1].GetProperty("type").GetString());
    }

    [Fact]
    public void Read_MissingTable_NamesTheFile()
    {
        var sink = MemorySink.Audit();
        sink.Replace("tables/roc.csv", null);
        Assert.Equal(
            "tables/roc.csv: no such file. Expected the table that an audit wrote beside findings.json. Run the audit again, or name the directory that --out wrote.",
            Assert.Throws<AuditDataException>(() => TablesCsv.Read(sink.Open)).Message);
    }

    [Fact]
    public void Read_ShortenedTable_SaysHowManyRowsWereExpected()
    {
        var sink = MemorySink.Audit();
        string text = sink.Text("tables/move-effects.csv");
        sink.Replace("tables/move-effects.csv", text[..(text.TrimEnd('\n').LastIndexOf('\n') + 1)]);
        Assert.Equal("tables/move-effects.csv: file: found 7 rows, expected 8 as tables/index.json says. Run the audit again, or restore the file.", Assert.Throws<AuditDataException>(() => TablesCsv.Read(sink.Open)).Message);
    }

    [Fact]
    public void Read_TextInANumberColumn_NamesRowAndColumn()
    {
        var sink = MemorySink.Audit();
        sink.Replace("tables/roc.csv", sink.Text("tables/roc.csv").Replace("majority,1,1\n", "majority,1,one\n", StringComparison.Ordinal));
        Assert.Equal("tables/roc.csv: row 41, column \"truePositiveRate\": found \"one\", expected a number. Run the audit again, or restore the file.", Assert.Throws<AuditDataException>(() => TablesCsv.Read(sink.Open)).Message);
    }

    [Fact]
    public void Read_IndexThatLeadsOutOfTheDirectory_IsRefused()
    {
        var sink = MemorySink.Audit();
        sink.Replace(TablesCsv.IndexPath, sink.Text(TablesCsv.IndexPath).Replace("\"name\": \"roc\"", "\"name\": \"../roc\"", StringComparison.Ordinal));
        Assert.Contains("the name \"../roc\"", Assert.Throws<AuditDataException>(() => TablesCsv.Read(sink.Open)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Manifest_WrittenAndRead_GivesTheSameBytesAgain()
    {
        var sink = MemorySink.Audit();
        using var again = new MemoryStream();
        ManifestJson.Write(ManifestJson.Read(sink.Open("manifest.json")!), again);
        Assert.Equal(sink.Text("manifest.json"), Encoding.UTF8.GetString(again.ToArray()));
        Assert.Contains("\"started\": \"2026-11-23T09:30:00Z\"", sink.Text("manifest.json"), StringComparison.Ordinal);
    }

    private static string Csv(EvidenceTable table)
    {
        using var to = new MemoryStream();
        TablesCsv.Write(new ReleasedTable(table), to);
        return Encoding.UTF8.GetString(to.ToArray());
    }
}

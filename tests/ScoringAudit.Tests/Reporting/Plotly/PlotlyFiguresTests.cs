using System.Globalization;
using System.Text.Json;
using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Plotly;
using ScoringAudit.Tests.Reporting;

namespace ScoringAudit.Tests.Reporting.Plotly;

public sealed class PlotlyFiguresTests
{
    private static readonly PlotlyFigures Figures = new();

    public static TheoryData<string> Kinds => [.. PlotlyFigures.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Figure_EachKind_IsTheSameTextEachTimeAndHasItsMarks(string kind)
    {
        var table = new ReleasedTable(Sample(kind));
        string json = Figures.Figure(table)!;
        Assert.Equal(json, Figures.Figure(table));
        using var figure = JsonDocument.Parse(json);
        var traces = figure.RootElement.GetProperty("data");
        Assert.True(traces.GetArrayLength() > 0);
        Assert.All(traces.EnumerateArray(), trace => Assert.True(trace.GetProperty("x").GetArrayLength() > 0 && trace.GetProperty("x").GetArrayLength() == trace.GetProperty("y").GetArrayLength()));
        Assert.False(figure.RootElement.GetProperty("layout").TryGetProperty("template", out _));
    }

    // "It holds no number that the table does not hold": every value of the value axis stands in the table.
    [Theory]
    [InlineData(FigureKinds.RateForest, "value", "x")]
    [InlineData(FigureKinds.RatioForest, "value", "x")]
    [InlineData(FigureKinds.MoveForest, "value", "x")]
    [InlineData(FigureKinds.Importance, "value", "x")]
    [InlineData(FigureKinds.Calibration, "observed", "y")]
    [InlineData(FigureKinds.Roc, "truePositiveRate", "y")]
    [InlineData(FigureKinds.ThresholdSweep, "rate", "y")]
    [InlineData(FigureKinds.AccuracyDisparity, "auc", "y")]
    public void Figure_Values_AreTheTablesOwn(string kind, string column, string axis)
    {
        var table = Sample(kind);
        int at = table.Columns.ToList().IndexOf(column);
        var held = table.Rows.Select(row => row[at]).Where(cell => cell is not null).Select(cell => Convert.ToDouble(cell, CultureInfo.InvariantCulture)).Order().ToList();
        using var figure = JsonDocument.Parse(Figures.Figure(new ReleasedTable(table))!);
        var drawn = figure.RootElement.GetProperty("data").EnumerateArray().SelectMany(trace => trace.GetProperty(axis).EnumerateArray()).Select(value => value.GetDouble()).Order().ToList();
        Assert.NotEmpty(drawn);
        Assert.All(drawn, value => Assert.Contains(value, held));
        Assert.Equal(held.Count, drawn.Count);
    }

    [Fact]
    public void Figure_NamesFromData_AreTextAndNotMarkup()
    {
        var table = new EvidenceTable("t", "T", FigureKinds.RateForest, ["label", "value", "low", "high"], [["<a href='x'>&</a>", 0.5, 0.4, 0.6]]);
        using var figure = JsonDocument.Parse(Figures.Figure(new ReleasedTable(table))!);
        var trace = figure.RootElement.GetProperty("data")[0];
        Assert.Equal("&lt;a href='x'&gt;&amp;&lt;/a&gt;", trace.GetProperty("y")[0].GetString());
        Assert.StartsWith("&lt;a href='x'&gt;&amp;&lt;/a&gt;<br>", trace.GetProperty("text")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Figure_KindWithoutOne_IsNull() => Assert.Null(Figures.Figure(new ReleasedTable(new EvidenceTable("t", "T", null, ["a"], [["x"]]))));

    [Fact]
    public void Script_Always_IsTheWholeLibrary()
    {
        Assert.StartsWith("/**\n* plotly.js v2.28.0", Figures.Script, StringComparison.Ordinal);
        Assert.True(Figures.Script.Length > 3_000_000);
    }

    private static EvidenceTable Sample(string kind) => SampleEvidence.Released().Tables.Single(table => table.Figure == kind);
}

using System.Globalization;
using System.Text.RegularExpressions;
using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Tests.Reporting;

public partial class PanelTests
{
    [Fact]
    public void InlinePanels_SeveralPanels_HaveOneScaleAndTheirOwnIds()
    {
        var table = new ReleasedTable(new EvidenceTable("t", "T", "importance", ["panel", "label", "origin", "value", "low", "high"],
        [
            ["one", "a", "own", 0.1, 0.05, 0.15], ["two", "a", "own", 0.1, 0.05, 0.15], ["two", "b", "area", 0.9, 0.8, 1.0],
        ]));
        var panels = FigureSvg.InlinePanels(table);
        Assert.Equal(["one", "two"], panels.Select(p => p.Panel));

        // The same value stands at the same place in both, although only the second one holds the large one.
        var marks = panels.Select(p => Mark().Match(p.Svg).Groups[1].Value).ToList();
        Assert.NotEmpty(marks[0]);
        Assert.Equal(marks[0], marks[1]);
        Assert.Equal(2, panels.Select(p => Id().Match(p.Svg).Groups[1].Value).Distinct().Count());
        Assert.Contains("<title id=\"fig-t-2-title\">T: two</title>", panels[1].Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void InlinePanels_OnePanel_IsTheFigure()
    {
        var table = new ReleasedTable(new EvidenceTable("t", "T", "rate-forest", ["label", "value", "low", "high"], [["a", 0.5, 0.4, 0.6]]));
        Assert.Equal([(string.Empty, FigureSvg.Inline(table))], FigureSvg.InlinePanels(table));
    }

    [Fact]
    public void Tiles_TwoPanels_ShareTheirShades()
    {
        var table = new ReleasedTable(new EvidenceTable("t", "T", "tile-map", ["panel", "area", "value", "n"], [["one", "10001", 1.0, 20L], ["two", "10001", 1.0, 20L], ["two", "10002", 5.0, 20L], ["two", "10003", null, null]]));
        var panels = FigureSvg.InlinePanels(table);
        Assert.Contains("1 to 5", panels[0].Svg, StringComparison.Ordinal);
        Assert.Contains("not shown, too few people", panels[1].Svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Network_ManyReaders_FitThePicture()
    {
        var rows = new List<IReadOnlyList<object?>> { new object?[] { "hub", "", 0L, 0L } };
        for (var i = 0; i < 196; i++)
        {
            rows.Add(["r" + i.ToString(CultureInfo.InvariantCulture), "hub", 1L, i % 9 == 0 ? 1L : 0L]);
        }

        rows.Add(["far", "r7", 2L, 0L]);
        rows.Add(["farther", "far", 3L, 1L]);
        var svg = FigureSvg.Inline(new ReleasedTable(new EvidenceTable("t", "T", "network", ["node", "parent", "hop", "changed"], rows)));
        var places = Circle().Matches(svg).Select(m => (X: double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), Y: double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture))).ToList();
        Assert.True(places.Count >= 198);
        Assert.All(places, p => Assert.InRange(p.X, 4, 436));
        var height = double.Parse(Box().Match(svg).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.All(places, p => Assert.InRange(p.Y, 4, height - 4));

        // Neighbours on the first ring do not lie on one another.
        var ring = places.Take(196).ToList();
        Assert.All(ring.Zip(ring.Skip(1)), pair => Assert.True(Math.Abs(pair.First.X - pair.Second.X) + Math.Abs(pair.First.Y - pair.Second.Y) > 4));
    }

    [Fact]
    public void Waterfall_FarFromZero_IsDrawnAsWideAsItsSteps()
    {
        var table = new ReleasedTable(new EvidenceTable("t", "T", "waterfall", ["label", "origin", "value", "isTotal", "unit"],
            [["average", "", -8.0, 1L, "log-odds"], ["income", "own", 0.5, 0L, "log-odds"], ["this person", "", -7.5, 1L, "log-odds"]]));
        var svg = FigureSvg.Inline(table);
        Assert.DoesNotContain(">0</text>", svg, StringComparison.Ordinal);
        Assert.Contains("−7.6", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void FigureView_UnitOfAllRows_StandsOnceBelow()
    {
        var view = new ScoringAudit.Reporting.Notebook.FigureView(
            new ReleasedTable(new EvidenceTable("t", "T", "rate-forest", ["label", "value", "low", "high", "unit"], [["a", 0.5, 0.4, 0.6, "per person"], ["b", 0.7, 0.6, 0.8, "per person"]])), []);
        Assert.Single(view.PlainText.Split("per person").Skip(1));
        Assert.EndsWith("Unit: per person", view.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void Decomposition_DustOfFloatingPoint_IsZero()
    {
        var table = new ReleasedTable(new EvidenceTable("t", "T", "decomposition", ["label", "origin", "value", "low", "high", "isTotal"],
            [["own", "own", -19.2, -26.1, -12.3, 0L], ["area", "area", 2.2e-15, -5e-15, 9.3e-15, 0L], ["gap", "", -19.2, -26.1, -12.3, 1L]]));
        Assert.DoesNotContain("E−", FigureSvg.Inline(table), StringComparison.Ordinal);
    }

    [GeneratedRegex("<rect x=\"([0-9.]+)\" y=\"[0-9.]+\" width=\"[0-9.]+\" height=\"9\" class=\"s1 a\"/>\n<line")]
    private static partial Regex Mark();

    [GeneratedRegex("<title id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("<circle cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"")]
    private static partial Regex Circle();

    [GeneratedRegex("viewBox=\"0 0 440 ([0-9.]+)\"")]
    private static partial Regex Box();
}

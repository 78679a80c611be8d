using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Tests.Reporting;

public sealed class FigureSvgTests
{
    private static readonly XNamespace Ns = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Kinds => [.. FigureKinds.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_EachKind_HasTitleDescriptionAndAllMarksInsideItsViewBox(string kind)
    {
        var svg = Draw(Sample(kind));
        double[] box = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(Parse)];
        Assert.Equal(440, box[2]);
        Assert.NotEmpty(svg.Element(Ns + "title")!.Value);
        Assert.Contains("tables/", svg.Element(Ns + "desc")!.Value, StringComparison.Ordinal);
        Assert.Equal(svg.Element(Ns + "title")!.Attribute("id")!.Value + " " + svg.Element(Ns + "desc")!.Attribute("id")!.Value, svg.Attribute("aria-labelledby")!.Value);
        foreach (var element in svg.Descendants())
        {
            foreach (string name in new[] { "x", "x1", "x2", "cx" })
            {
                Assert.InRange(element.Attribute(name) is { } at ? Parse(at.Value) : 0, 0, 440);
            }

            foreach (string name in new[] { "y", "y1", "y2", "cy" })
            {
                Assert.InRange(element.Attribute(name) is { } at ? Parse(at.Value) : 0, 0, box[3]);
            }

            foreach (string number in (element.Attribute("d")?.Value ?? string.Empty).Split(['M', 'L', 'Z', ' '], StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.InRange(Parse(number), 0, Math.Max(440, box[3]));
            }
        }
    }

    [Theory]
    [InlineData("rate-forest", 6)]
    [InlineData("ratio-forest", 12)]
    [InlineData("importance", 6)]
    [InlineData("move-forest", 8)]
    [InlineData("calibration", 16)]
    [InlineData("score-distribution", 2)]
    [InlineData("accuracy-disparity", 4)]
    [InlineData("frontier", 5)]
    public void Write_EachRow_HasOneMark(string kind, int marks) =>
        Assert.Equal(marks, Draw(Sample(kind)).Descendants(Ns + "g").Count(g => g.Attribute("class")?.Value == "mark"));

    [Theory]
    [InlineData("roc", 2, 41)]
    [InlineData("threshold-sweep", 3, 21)]
    public void Write_Curves_HaveOneLineForEachGroupWithOneVertexForEachRow(string kind, int groups, int rows)
    {
        var lines = Draw(Sample(kind)).Descendants(Ns + "path").Where(path => path.Attribute("class")!.Value.StartsWith("l w", StringComparison.Ordinal)).ToList();
        Assert.Equal(groups, lines.Count);
        Assert.All(lines, line => Assert.Equal(rows, line.Attribute("d")!.Value.Count(c => c is 'M' or 'L')));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Write_EachKind_TextsDoNotMeet(string kind) => AssertApart(Sample(kind));

    [Fact]
    public void Write_CrowdedFigures_TextsDoNotMeet()
    {
        string[] names = ["own record", "own + area", "own + neighbours", "own + proxies", "all", "a rather long name of a model"];
        AssertApart(new EvidenceTable("t", "T", "accuracy-disparity", ["label", "auc", "aucLow", "aucHigh", "air", "airLow", "airHigh"],
            [.. names.Select((name, i) => (IReadOnlyList<object?>)[name, 0.75 + (0.001 * i), 0.74, 0.77, 0.8 + (0.002 * i), 0.7, 0.9])]));
        AssertApart(new EvidenceTable("t", "T", "calibration", ["group", "predicted", "observed", "low", "high"],
            [.. names.SelectMany(name => new[] { 0.1, 0.2 }.Select(x => (IReadOnlyList<object?>)[name, x, x, x - 0.01, x + 0.01]))]));
        AssertApart(new EvidenceTable("t", "T", "roc", ["group", "falsePositiveRate", "truePositiveRate"],
            [.. names.SelectMany(name => new[] { 0.0, 0.4, 1.0 }.Select(x => (IReadOnlyList<object?>)[name, x, Math.Sqrt(x)]))]));
    }

    private static void AssertApart(EvidenceTable table)
    {
        string kind = table.Figure!;
        var boxes = Draw(table).Descendants(Ns + "text").Select(Box).ToList();
        for (int i = 0; i < boxes.Count; i++)
        {
            for (int j = i + 1; j < boxes.Count; j++)
            {
                var (a, b) = (boxes[i], boxes[j]);
                bool meet = a.X1 < b.X2 && b.X1 < a.X2 && a.Y1 < b.Y2 && b.Y1 < a.Y2;
                Assert.False(meet, kind + ": \"" + a.Text + "\" meets \"" + b.Text + "\"");
            }
        }
    }

    [Fact]
    public void Write_HostileNames_AreEscaped()
    {
        var table = new EvidenceTable("t", SampleEvidence.Hostile, "rate-forest", ["panel", "label", "value", "low", "high", "n"], [[SampleEvidence.Hostile, SampleEvidence.Hostile + "\u0001\ud800", 0.5, 0.4, 0.6, 10L]]);
        var svg = Draw(table);
        Assert.Empty(svg.Descendants(Ns + "script"));
        Assert.Equal(SampleEvidence.Hostile, svg.Element(Ns + "title")!.Value);
    }

    [Fact]
    public void Write_ForestWithoutValue_SaysNotShownAndDrawsNoDot()
    {
        var svg = Draw(new EvidenceTable("t", "T", "rate-forest", ["label", "value", "low", "high"], [["a", null, null, null]]));
        Assert.Contains(svg.Descendants(Ns + "text"), text => text.Value == "not shown");
        Assert.Empty(svg.Descendants(Ns + "circle"));
    }

    [Fact]
    public void Write_RatioForest_ColoursAndShapesFollowTheVerdict()
    {
        var svg = Draw(new EvidenceTable("t", "T", "ratio-forest", ["label", "value", "low", "high", "n", "verdict"], [["a", 0.9, 0.85, 1.0, 9L, "met"], ["b", 0.8, 0.7, 0.9, 9L, "undetermined"], ["c", 0.5, 0.4, double.PositiveInfinity, 9L, "not_met"]]));
        var marks = svg.Descendants(Ns + "g").ToList();
        Assert.Equal("s1", marks[0].Element(Ns + "circle")!.Attribute("class")!.Value);
        Assert.Equal("w hole s1", marks[1].Element(Ns + "circle")!.Attribute("class")!.Value);
        Assert.Null(marks[2].Element(Ns + "circle"));
        Assert.Equal(2, marks[2].Elements(Ns + "path").Count(path => path.Attribute("class")!.Value == "s2")); // the arrow of the infinite limit, and the diamond
    }

    [Fact]
    public void Write_RatioForest_LowerValuesStandFurtherLeftOnALogAxis()
    {
        // 0.5 to 1 and 1 to 2 are the same factor, so 0.5, 1 and 2 are equally far apart on a log axis.
        var svg = Draw(new EvidenceTable("t", "T", "ratio-forest", ["label", "value", "low", "high"], [["a", 0.5, null, null], ["b", 1.0, null, null], ["c", 2.0, null, null]]));
        double[] x = [.. svg.Descendants(Ns + "circle").Select(circle => Parse(circle.Attribute("cx")!.Value))];
        Assert.True(x[0] < x[1]);
        Assert.Equal(x[1] - x[0], x[2] - x[1], 0.05);
    }

    [Fact]
    public void Write_MissingColumn_NamesIt()
    {
        var error = Assert.Throws<ArgumentException>(() => Draw(new EvidenceTable("t", "T", "roc", ["group", "falsePositiveRate"], [["a", 0.0]])));
        Assert.Contains("Table \"t\" lacks the column \"truePositiveRate\" that a figure of kind roc needs.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_UnknownKind_ListsTheKinds() =>
        Assert.Contains("names the figure kind \"pie\"; expected one of rate-forest, ratio-forest,", Assert.Throws<ArgumentException>(() => Draw(new EvidenceTable("t", "T", "pie", ["a"], [[1L]]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Style_EveryColour_HasContrastOfText()
    {
        // WCAG 2.2, 1.4.3: at least 4.5 against the ground. Index 0 is the ground, 3 the hairlines, which carry no meaning.
        foreach (var colours in new[] { FigureStyle.Light, FigureStyle.Dark })
        {
            for (int i = 1; i < colours.Count; i++)
            {
                if (i != 3)
                {
                    Assert.True(Contrast(colours[0], colours[i]) >= 4.5, colours[i] + " on " + colours[0]);
                }
            }
        }
    }

    [Fact]
    public void Spread_CrowdedPositions_AreAGapApartAndKeepTheirOrder()
    {
        double[] placed = TextSize.Spread([10, 10, 11, 90], 15, 0, 100);
        Assert.Equal([10, 25, 40, 90], placed);
        Assert.Equal([55, 70, 85, 100], TextSize.Spread([99, 99, 99, 99], 15, 0, 100));
    }

    private static EvidenceTable Sample(string kind) => SampleEvidence.Released().Tables.Single(table => table.Figure == kind);

    private static XElement Draw(EvidenceTable table)
    {
        using var to = new MemoryStream();
        FigureSvg.Write(new ReleasedTable(table), to);
        return XDocument.Parse(Encoding.UTF8.GetString(to.ToArray())).Root!;
    }

    private static (double X1, double X2, double Y1, double Y2, string Text) Box(XElement text)
    {
        string style = text.Attribute("class")?.Value ?? string.Empty;
        double size = style.Split(' ').Contains("t") ? TextSize.Small : TextSize.Label;
        string own = string.Concat(text.Nodes().OfType<XText>().Select(node => node.Value));
        double width = TextSize.Of(own, size) + text.Elements().Sum(span => 6 + TextSize.Of(span.Value, TextSize.Small));
        double x = Parse(text.Attribute("x")!.Value), y = Parse(text.Attribute("y")!.Value);
        double left = text.Attribute("text-anchor")?.Value switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
        return (left, left + width, y - (0.75 * size), y + (0.2 * size), text.Value);
    }

    private static double Contrast(string a, string b)
    {
        double first = Luminance(a), second = Luminance(b);
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double Luminance(string colour)
    {
        double Channel(int at)
        {
            double share = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}

using Plotly.NET;
using ScoringAudit.Reporting.Figures;

namespace ScoringAudit.Reporting.Plotly;

/// <summary>Lines by group: calibration, receiver operating characteristic, threshold sweep, score distribution.</summary>
internal static class Curves
{
    internal static GenericChart Lines(string kind, IReadOnlyList<TableRow> rows)
    {
        bool isRoc = kind == FigureKinds.Roc, isCalibration = kind == FigureKinds.Calibration;
        var (across, up) = isRoc ? ("falsePositiveRate", "truePositiveRate") : isCalibration ? ("predicted", "observed") : ("threshold", "rate");
        var charts = new List<GenericChart>();
        foreach (var (name, part) in Groups(rows.Where(row => row.Number(across) is not null && row.Number(up) is not null)))
        {
            double[] x = [.. part.Select(row => row.Number(across)!.Value)], y = [.. part.Select(row => row.Number(up)!.Value)];
            string[] texts = [.. part.Select((_, at) => Forests.Html(name) + "<br>" + (isRoc || isCalibration ? Show.Value(x[at], "rate") : Show.Significant(x[at])) + " → " + Show.Value(y[at], "rate"))];
            string colour = Plot.Series(charts.Count);
            var marks = Plot.Marks(name, x, y, texts, colour, line: true, points: isCalibration, dash: Dash(charts.Count));
            charts.Add(isCalibration ? Plot.WithError(marks, "y", y, [.. part.Select(row => row.Number("low"))], [.. part.Select(row => row.Number("high"))], colour) : marks);
            FirstPanelOnly(charts[^1], part[0], rows[0]);
        }

        var chosen = rows.Where(row => row.Number("isChosen") == 1).Select(row => row.Number(across)).OfType<double>().Take(1);
        double end = isRoc ? 1 : rows.SelectMany(row => new[] { row.Number("predicted"), row.Number("observed") }).OfType<double>().DefaultIfEmpty(1).Max();
        var shapes = isRoc || isCalibration ? [Plot.Segment(0, 0, end, end)] : chosen.Select(at => Plot.Upright(at, "dash")).ToArray();
        string label = isRoc ? "False positive rate" : isCalibration ? "Predicted rate of the adverse outcome" : Forests.Unit(rows, kind);
        var axis = isRoc || isCalibration ? Plot.Axis(label, ("tickformat", ".0%")) : Plot.Axis(label);
        string upward = kind == FigureKinds.ThresholdSweep ? "Rate of favourable decisions" : isRoc ? "True positive rate" : "Observed rate of the adverse outcome";
        return Plot.Join(charts, axis, Plot.Axis(upward, ("tickformat", ".0%")), 420, true, shapes);
    }

    /// <summary>A step line for each group: the share of its members in each score band.</summary>
    internal static GenericChart Distribution(IReadOnlyList<TableRow> rows)
    {
        var charts = new List<GenericChart>();
        foreach (var (name, part) in Groups(rows.Where(row => row.Number("low") is not null && row.Number("high") is not null)))
        {
            // A step from edge to edge; the last edge closes the last band.
            double[] x = [.. part.Select(row => row.Number("low")!.Value), part[^1].Number("high")!.Value];
            double[] y = [.. part.Select(row => row.Number("share") ?? 0), part[^1].Number("share") ?? 0];
            string[] texts = [.. part.Select(row => Forests.Html(name) + "<br>" + Show.Significant(row.Number("low")!.Value) + " to " + Show.Significant(row.Number("high")!.Value) + ": " + Show.Value(row.Number("share") ?? 0, "share")), string.Empty];
            charts.Add(Plot.Marks(name, x, y, texts, Plot.Series(charts.Count), line: true, points: false, dash: Dash(charts.Count), shape: "hv"));
            FirstPanelOnly(charts[^1], part[0], rows[0]);
        }

        return Plot.Join(charts, Plot.Axis(Forests.Unit(rows, FigureKinds.ScoreDistribution)), Plot.Axis("Share of the group", ("tickformat", ".0%"), ("rangemode", "tozero")), 380, true);
    }

    /// <summary>Values with whiskers along a counted axis.</summary>
    internal static GenericChart Series(string kind, IReadOnlyList<TableRow> rows)
    {
        string across = kind switch { FigureKinds.DistanceDecay => "distance", FigureKinds.BlastRadius => "hop", _ => "period" };
        var charts = new List<GenericChart>();
        foreach (var (name, part) in Groups(rows.Where(row => row.Number(across) is not null && row.Number("value") is not null)))
        {
            double[] x = [.. part.Select(row => row.Number(across)!.Value)], y = [.. part.Select(row => row.Number("value")!.Value)];
            string[] texts = [.. part.Select((_, at) => Forests.Html(name) + "<br>" + Show.Significant(x[at]) + " → " + Show.Significant(y[at]))];
            string colour = Plot.Series(charts.Count);
            charts.Add(Plot.WithError(Plot.Marks(name, x, y, texts, colour, line: true, dash: Dash(charts.Count)), "y", y, [.. part.Select(row => row.Number("low"))], [.. part.Select(row => row.Number("high"))], colour));
            FirstPanelOnly(charts[^1], part[0], rows[0]);
        }

        string label = rows[0].Text("across") is { Length: > 0 } own ? own : kind switch { FigureKinds.DistanceDecay => "Distance", FigureKinds.BlastRadius => "Steps from the listed firm", _ => "Period" };
        return Plot.Join(charts, Plot.Axis(label), Plot.Axis(Forests.Unit(rows, kind), ("rangemode", "tozero")), 380, true);
    }

    private static IEnumerable<(string Name, List<TableRow> Rows)> Groups(IEnumerable<TableRow> rows) =>
        rows.GroupBy(row => row.Text("panel") is { Length: > 0 } panel ? panel + ": " + row.Text("group") : row.Text("group"), StringComparer.Ordinal).Select(group => (group.Key, group.ToList()));

    // Lines of several models on one another tell nothing: the first panel stands, the others come by a click on their names.
    private static void FirstPanelOnly(GenericChart chart, TableRow row, TableRow first)
    {
        if (row.Text("panel") != first.Text("panel"))
        {
            Plot.OnDemand(chart);
        }
    }

    private static string Dash(int series) => (series / FigureStyle.Series % 3) switch { 0 => "solid", 1 => "dash", _ => "dot" };
}

using Plotly.NET;
using ScoringAudit.Reporting.Figures;

namespace ScoringAudit.Reporting.Plotly;

/// <summary>Values with intervals: forests, importance, and accuracy against disparity.</summary>
internal static class Forests
{
    internal static GenericChart? Draw(string kind, IReadOnlyList<TableRow> rows)
    {
        bool isRatio = kind == FigureKinds.RatioForest, isRate = kind == FigureKinds.RateForest;
        var shown = rows.Where(row => row.Number("value") is { } value && (!isRatio || value > 0)).ToList();
        string scale = isRatio ? "ratio" : isRate ? "rate" : kind == FigureKinds.MoveForest ? "points" : string.Empty;
        var series = shown.GroupBy(row => Key(kind, row), StringComparer.Ordinal).ToList();
        var charts = series.Select((group, at) =>
        {
            var part = group.ToList();
            double[] values = [.. part.Select(row => row.Number("value")!.Value)];
            string colour = Plot.Series(at);
            var marks = Plot.Marks(group.Key, values, [.. part.Select(row => Html(Place(row)))], [.. part.Select(row => Text(row, scale))], colour);
            return Plot.WithError(marks, "x", values, [.. part.Select(row => row.Number("low"))], [.. part.Select(row => row.Number("high"))], colour);
        });
        var places = shown.Select(row => Html(Place(row))).Distinct(StringComparer.Ordinal).Reverse().ToList();
        var x = Plot.Axis(Unit(rows, kind), isRatio ? [("type", "log")] : isRate ? [("tickformat", ".0%")] : []);
        var y = Plot.Axis(string.Empty, ("type", "category"), ("categoryorder", "array"), ("categoryarray", places), ("range", new[] { -0.6, places.Count - 0.4 }));
        double[] lines = isRatio ? [0.8, 1] : isRate ? [] : [0, .. rows.Select(row => row.Number("limit")).OfType<double>().Distinct()];
        return Plot.Join(charts, x, y, 130 + (28 * places.Count), series.Count > 1, [.. lines.Select(line => Plot.Upright(line, line is 1 or 0 ? "solid" : "dash"))]);
    }

    internal static GenericChart? AccuracyDisparity(IReadOnlyList<TableRow> rows)
    {
        var shown = rows.Where(row => row.Number("auc") is not null && row.Number("air") is > 0).ToList();
        var charts = shown.Select((row, at) =>
        {
            double air = row.Number("air")!.Value, auc = row.Number("auc")!.Value;
            string name = Place(row), colour = Plot.Series(at);
            string text = Html(name) + "<br>AUC " + Show.Value(auc, "auc") + Limits(row, "aucLow", "aucHigh", "auc") + "<br>AIR " + Show.Value(air, "ratio") + Limits(row, "airLow", "airHigh", "ratio");
            var marks = Plot.WithError(Plot.Marks<double, double>(name, [air], [auc], [text], colour), "x", [air], [row.Number("airLow")], [row.Number("airHigh")], colour);
            return Plot.WithError(marks, "y", [auc], [row.Number("aucLow")], [row.Number("aucHigh")], colour);
        });
        return Plot.Join(charts, Plot.Axis(Unit(rows, FigureKinds.AccuracyDisparity), ("type", "log")), Plot.Axis("AUC"), 420, true, Plot.Upright(0.8, "dash"), Plot.Upright(1));
    }

    internal static string Unit(IReadOnlyList<TableRow> rows, string kind) => rows[0].Text("unit") is { Length: > 0 } unit ? unit : FigureKinds.Find(kind)!.Axis;

    /// <summary>Text that a hover box shows as it stands: Plotly reads some HTML there.</summary>
    internal static string Html(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Place(TableRow row) => row.Text("panel") is { Length: > 0 } panel ? panel + ": " + row.Text("label") : row.Text("label");

    private static string Key(string kind, TableRow row) => kind switch
    {
        FigureKinds.Importance => row.Text("origin").Equals("own", StringComparison.OrdinalIgnoreCase) ? "own record" : "other people’s records",
        FigureKinds.MoveForest => row.Text("block"),
        FigureKinds.RatioForest => row.Text("verdict") is { Length: > 0 } verdict ? verdict.Replace('_', ' ') : "no verdict",
        _ => row.Number("isReference") == 1 ? "reference group" : "group",
    };

    private static string Text(TableRow row, string scale) =>
        Html(Place(row)) + "<br>" + Show.Value(row.Number("value")!.Value, scale) + Limits(row, "low", "high", scale) + (row.Number("n") is { } n ? "<br>n " + Show.Count((long)n) : string.Empty);

    private static string Limits(TableRow row, string low, string high, string scale) =>
        row.Number(low) is { } from && row.Number(high) is { } to ? " (" + Show.Limits(from, to, scale) + ")" : string.Empty;
}

using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>Accuracy against AIR of many candidates: dots, the frontier as a line, crosses of intervals for the baseline and the chosen one only.</summary>
internal static class FrontierFigure
{
    private const double Left = 52, Right = Svg.Width - 18, PlotHeight = 270;

    internal static void Draw(Svg svg, ReleasedTable table, FigureKind kind)
    {
        double y = 6;
        foreach (var (panel, rows) in FigureRow.Panels(table))
        {
            if (panel.Length > 0)
            {
                svg.Text(14, y + 14, TextSize.Fit(panel, Svg.Width - 28), "b");
                y += 24;
            }

            y = Panel(svg, rows, kind, y + 22) + 16;
        }

        svg.Height = Math.Max(y, 40);
    }

    private static double Panel(Svg svg, IReadOnlyList<FigureRow> rows, FigureKind kind, double top)
    {
        double bottom = top + PlotHeight;
        var shown = rows.Where(row => row.Number("accuracy") is not null && row.Number("air") is > 0).ToList();
        var named = shown.Where(row => row.Text("role") is "baseline" or "chosen").ToList();
        var x = Scale.LogAround(shown.Select(row => row.Number("air")!.Value).Concat(named.SelectMany(Limits("airLow", "airHigh"))), Left, Right);
        var v = Scale.Around(shown.Select(row => row.Number("accuracy")!.Value).Concat(named.SelectMany(Limits("accuracyLow", "accuracyHigh"))), bottom, top);
        foreach (double tick in v.Ticks(24))
        {
            svg.Line(Left, v.At(tick), Right, v.At(tick), "grid");
            svg.Text(Left - 6, v.At(tick) + 4, Scale.Label(tick), "t mut", "end");
        }

        foreach (double tick in x.Ticks(34))
        {
            svg.Line(x.At(tick), top, x.At(tick), bottom, tick is 0.8 ? "ref d" : tick is 1 ? "ref" : "grid");
            svg.Text(x.At(tick), bottom + 17, Scale.Label(tick), "t mut", "middle");
        }

        svg.Line(Left, bottom, Right, bottom, "ref");
        var front = shown.Where(row => row.Flag("onFrontier")).OrderBy(row => row.Number("air")).ToList();
        for (int k = 1; k < front.Count; k++)
        {
            svg.Line(At(front[k - 1], "air", x), At(front[k - 1], "accuracy", v), At(front[k], "air", x), At(front[k], "accuracy", v), "mut ref");
        }

        foreach (var row in shown.Where(row => !named.Contains(row)))
        {
            Dot(svg, row, x, v, row.Flag("onFrontier") ? 3.75 : 2.75, row.Flag("readsGroup") ? "hole s4" : "s6");
        }

        var taken = new List<double>();
        foreach (var row in named)
        {
            string colour = row.Text("role") == "baseline" ? "s2" : "s1";
            double px = At(row, "air", x), py = At(row, "accuracy", v);
            if (row.Number("airLow") is { } low && row.Number("airHigh") is { } high && double.IsFinite(high))
            {
                svg.Line(x.At(low), py, x.At(high), py, colour);
            }

            if (row.Number("accuracyLow") is { } bad && row.Number("accuracyHigh") is { } good)
            {
                svg.Line(px, v.At(bad), px, v.At(good), colour);
            }

            Dot(svg, row, x, v, 4.75, colour);
            string text = TextSize.Fit(row.Text("role") + ": " + row.Text("label"), Right - Left - 8, TextSize.Small);
            double line = top + 13 + (15 * taken.Count);
            taken.Add(line);
            svg.Text(Right - 4, line, text, "t " + colour, "end");
        }

        string unit = rows[0].Text("unit");
        svg.Text((Left + Right) / 2, bottom + 34, unit.Length > 0 ? unit : kind.Axis, "t mut", "middle");
        svg.Text(8, top - 12, rows[0].Text("metric") == "log_loss" ? "Accuracy (minus the log-loss)" : "Accuracy (AUC)", "t mut");
        return bottom + 40;
    }

    private static void Dot(Svg svg, FigureRow row, Scale x, Scale v, double size, string colour)
    {
        svg.OpenMark(row.Text("label") + ": accuracy " + Show.Value(row.Number("accuracy")!.Value, "auc") + ", AIR " + Show.Value(row.Number("air")!.Value, "ratio")
            + (row.Flag("readsGroup") ? ", reads the protected attribute" : string.Empty));
        svg.Circle(At(row, "air", x), At(row, "accuracy", v), size, colour);
        svg.Close();
    }

    private static double At(FigureRow row, string column, Scale scale) => scale.At(row.Number(column)!.Value);

    private static Func<FigureRow, IEnumerable<double>> Limits(string low, string high) =>
        row => new[] { row.Number(low), row.Number(high) }.OfType<double>().Where(value => double.IsFinite(value) && (low != "airLow" || value > 0));
}

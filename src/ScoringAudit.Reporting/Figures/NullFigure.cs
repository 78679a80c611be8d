using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>What chance alone gives, as bars, and the value that was observed, as a line.</summary>
internal static class NullFigure
{
    private const double Left = 14, Right = Svg.Width - 14, PlotHeight = 120;

    internal static void Draw(Svg svg, ReleasedTable table, FigureKind kind)
    {
        double y = 6;
        foreach (var (panel, rows) in FigureRow.Panels(table))
        {
            if (panel.Length > 0)
            {
                svg.Text(Left, y + 14, TextSize.Fit(panel, Right - Left), "b");
                y += 22;
            }

            y = Panel(svg, rows, kind, y + 30) + 14;
        }

        svg.Height = Math.Max(y, 40);
    }

    private static double Panel(Svg svg, IReadOnlyList<FigureRow> rows, FigureKind kind, double top)
    {
        double bottom = top + PlotHeight;
        double? observed = rows.Select(row => row.Number("observed")).FirstOrDefault(value => value is not null);
        var x = Scale.Snug([.. rows.SelectMany(row => new[] { row.Number("low"), row.Number("high") }).OfType<double>(), .. observed is { } o ? new[] { o } : []], Left, Right);
        double tallest = Math.Max(rows.Select(row => row.Number("share")).OfType<double>().DefaultIfEmpty(0).Max(), 1e-9);
        var v = Scale.Linear(0, tallest, bottom, top);
        foreach (var row in rows.Where(row => row.Number("low") is not null && row.Number("high") is not null && row.Number("share") is not null))
        {
            double from = x.At(row.Number("low")!.Value), to = x.At(row.Number("high")!.Value), share = row.Number("share")!.Value;
            svg.OpenMark(Show.Significant(row.Number("low")!.Value) + " to " + Show.Significant(row.Number("high")!.Value) + ": " + Show.Value(share, "share") + " of the draws");
            svg.Rect(from + 0.5, v.At(share), Math.Max(to - from - 1, 0.5), bottom - v.At(share), "s6 a");
            svg.Line(from + 0.5, v.At(share), Math.Max(to - 0.5, from + 1), v.At(share), "w s6");
            svg.Close();
        }

        svg.Line(Left, bottom, Right, bottom, "ref");
        foreach (double tick in x.Ticks(44))
        {
            string anchor = x.At(tick) < Left + 14 ? "start" : x.At(tick) > Right - 14 ? "end" : "middle";
            svg.Text(x.At(tick), bottom + 17, Scale.Label(tick), "t mut", anchor);
        }

        if (observed is { } at)
        {
            string text = "observed " + Show.Significant(at);
            bool leftward = x.At(at) + 8 + TextSize.Of(text, TextSize.Small) > Right;
            svg.Line(x.At(at), top - 22, x.At(at), bottom, "w s2");
            svg.Text(x.At(at) + (leftward ? -6 : 6), top - 12, text, "t s2", leftward ? "end" : "start");
        }

        svg.Text(Svg.Width / 2, bottom + 34, TextSize.Fit(rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis, Right - Left, TextSize.Small), "t mut", "middle");
        return bottom + 40;
    }
}

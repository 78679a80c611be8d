using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>A row for each feature with one dot for each person; dots that would meet stand above and below the line.</summary>
internal static class BeeswarmFigure
{
    private const double Left = 14, Right = Svg.Width - 14, RowHeight = 46, Dot = 2.4;

    internal static void Draw(Svg svg, ReleasedTable table, FigureKind kind)
    {
        double y = 8;
        foreach (var (panel, rows) in FigureRow.Panels(table))
        {
            if (panel.Length > 0)
            {
                svg.Text(Left, y + 14, TextSize.Fit(panel, Right - Left), "b");
                y += 24;
            }

            y = Panel(svg, rows, kind, y) + 12;
        }

        svg.Height = Math.Max(y, 40);
    }

    private static double Panel(Svg svg, IReadOnlyList<FigureRow> rows, FigureKind kind, double y)
    {
        var x = Scale.Snug([0, .. rows.Select(row => row.Number("value")).OfType<double>()], Left + 6, Right - 6);
        foreach (var (label, part) in FigureRow.Groups(rows, "label"))
        {
            string origin = part[0].Text("origin");
            svg.OpenMark(label + ": " + Show.Count(part.Count) + " people");
            svg.Text(Left, y + 14, TextSize.Fit(label, Right - Left - TextSize.Of(origin, TextSize.Small) - 12), string.Empty, "start", origin);
            double middle = y + 31;
            svg.Line(x.At(0), y + 19, x.At(0), y + 43, "ref");
            string colour = ForestFigure.IsOwn(origin) ? "s1" : "s2";
            var stacked = new Dictionary<int, int>();
            foreach (var row in part.Where(row => row.Number("value") is not null).OrderBy(row => row.Number("value")))
            {
                double at = x.At(row.Number("value")!.Value);
                int column = (int)Math.Round(at / (2 * Dot)), height = stacked.GetValueOrDefault(column);
                stacked[column] = height + 1;

                // 0, 1 up, 1 down, 2 up, … and no further than the row is high.
                double aside = Math.Min((height + 1) / 2, 5) * Dot * (height % 2 == 0 ? -1 : 1);
                svg.Circle(at, middle + aside, Dot, row.Number("level") is { } level ? level >= 0.5 ? colour : colour + " a" : "hole " + colour);
            }

            svg.Close();
            y += RowHeight;
        }

        foreach (double tick in x.Ticks(40))
        {
            string anchor = x.At(tick) < Left + 14 ? "start" : x.At(tick) > Right - 14 ? "end" : "middle";
            svg.Text(x.At(tick), y + 12, Scale.Label(tick), "t mut", anchor);
        }

        svg.Text(Svg.Width / 2, y + 30, TextSize.Fit(rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis, Right - Left, TextSize.Small), "t mut", "middle");
        return y + 36;
    }
}

using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>One tile for each area, in the order of its name: no map, so no shape tells where it lies; areas with too few people are hatched.</summary>
internal static class TileFigure
{
    private const double Left = 14, Tile = 48, Gap = 3;
    private const int Across = 8, Steps = 5;

    internal static void Draw(Svg svg, ReleasedTable table, ReleasedTable whole, FigureKind kind)
    {
        // One scale for all panels: the same shade is the same value.
        double[] values = [.. FigureRow.Panels(whole).SelectMany(part => part.Rows).Select(row => row.Number("value")).OfType<double>()];
        double low = values.DefaultIfEmpty(0).Min(), high = values.DefaultIfEmpty(1).Max();
        double y = 8;
        foreach (var (panel, rows) in FigureRow.Panels(table))
        {
            if (panel.Length > 0)
            {
                svg.Text(Left, y + 14, TextSize.Fit(panel, Svg.Width - (2 * Left)), "b");
                y += 24;
            }

            y = Panel(svg, rows, kind, low, high, y) + 14;
        }

        svg.Height = Math.Max(y, 40);
    }

    private static double Panel(Svg svg, IReadOnlyList<FigureRow> rows, FigureKind kind, double low, double high, double top)
    {
        int Step(double value) => high > low ? Math.Min(Steps - 1, (int)((value - low) / (high - low) * Steps)) : Steps / 2;
        int prefix = Prefix([.. rows.Select(row => row.Text("area"))]);
        for (int at = 0; at < rows.Count; at++)
        {
            var row = rows[at];
            double x = Left + (at % Across * (Tile + Gap)), y = top + (at / Across * (Tile + Gap));
            string name = row.Text("area");
            svg.OpenMark(name + ": " + (row.Number("value") is { } v ? Show.Significant(v, 3) + (row.Number("n") is { } n ? ", n " + Show.Count((long)n) : string.Empty) : "not shown, too few people"));
            if (row.Number("value") is { } value)
            {
                for (int layer = 0; layer <= Step(value); layer++)
                {
                    svg.Rect(x, y, Tile, Tile, "s1 a");
                }

                svg.Text(x + (Tile / 2), y + 39, Show.Significant(value, 3), "t", "middle");
            }
            else
            {
                for (double line = 6; line < Tile; line += 8)
                {
                    svg.Line(x, y + line, x + line, y, "grid");
                    svg.Line(x + line, y + Tile, x + Tile, y + line, "grid");
                }

                svg.Line(x, y + Tile, x + Tile, y, "grid");
            }

            svg.Text(x + (Tile / 2), y + 19, TextSize.Of(name, TextSize.Small) <= Tile - 4 ? name : TextSize.Fit("…" + name[prefix..], Tile - 2, TextSize.Small), "t", "middle");
            svg.Close();
        }

        double under = top + ((rows.Count + Across - 1) / Across * (Tile + Gap)) + 10;
        for (int step = 0; step < Steps; step++)
        {
            for (int layer = 0; layer <= step; layer++)
            {
                svg.Rect(Left + (step * 24), under, 24, 10, "s1 a");
            }
        }

        string unit = rows[0].Text("unit") is { Length: > 0 } own ? own : kind.Axis;
        svg.Text(Left + (Steps * 24) + 8, under + 9, TextSize.Fit(Range(low, high) + ", " + unit, Svg.Width - (2 * Left) - (Steps * 24) - 8, TextSize.Small), "t mut");
        return under + 14;
    }

    private static string Range(double low, double high) => Show.Significant(low, 3) is var first && Show.Significant(high, 3) is var last && first == last
        ? first + " everywhere" : first + " to " + last;

    // How many characters all names begin with; at least one is left of each.
    private static int Prefix(string[] names)
    {
        int at = 0;
        while (names.All(name => at < name.Length - 1 && name[at] == names[0][at]))
        {
            at++;
        }

        return at;
    }
}

using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>A strip for each group with the share of its members in each score band; the first group's outline is repeated behind the others.</summary>
internal static class DistributionFigure
{
    private const double Left = 14, Right = Svg.Width - 14, Strip = 58;

    internal static void Draw(Svg svg, ReleasedTable table, FigureKind kind)
    {
        var panels = FigureRow.Panels(table);
        var rows = panels.SelectMany(panel => panel.Rows).ToList();
        double y = 6;
        foreach (var (panel, part) in panels)
        {
            if (panel.Length > 0)
            {
                svg.Text(Left, y + 14, TextSize.Fit(panel, Right - Left), "b");
                y += 22;
            }

            double[] edges = [.. part.SelectMany(row => new[] { row.Number("low"), row.Number("high") }).OfType<double>().Where(double.IsFinite).DefaultIfEmpty(0)];
            var x = Scale.Linear(edges.Min(), edges.Max(), Left, Right);
            double tallest = Math.Max(part.Select(row => row.Number("share")).OfType<double>().DefaultIfEmpty(0).Max(), 1e-9);
            var groups = FigureRow.Groups(part, "group");
            double first = y;
            for (int series = 0; series < groups.Count; series++)
            {
                y = Group(svg, groups, series, x, tallest, y);
            }

            foreach (double tick in x.Ticks(40))
            {
                svg.Line(x.At(tick), first + 20, x.At(tick), y + 4, "grid");
                string anchor = x.At(tick) < Left + 12 ? "start" : x.At(tick) > Right - 12 ? "end" : "middle";
                svg.Text(x.At(tick), y + 17, Scale.Label(tick), "t mut", anchor);
            }

            string axis = rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis;
            svg.Text(Svg.Width / 2, y + 34, TextSize.Fit(axis, Right - Left, TextSize.Small), "t mut", "middle");
            y += 50;
        }

        svg.Height = Math.Max(y, 40);
    }

    private static double Group(Svg svg, IReadOnlyList<(string Key, IReadOnlyList<FigureRow> Rows)> groups, int series, Scale x, double tallest, double y)
    {
        var (name, rows) = groups[series];
        string colour = FigureStyle.ClassOf(series);
        if (rows.All(row => row.Number("share") is null))
        {
            svg.OpenMark(name + ": not shown");
            svg.Text(Left, y + 14, TextSize.Fit(name, Right - Left - 90), colour);
            svg.Text(Right, y + 14, "not shown", "t mut", "end");
            svg.Close();
            return y + 26;
        }

        double bottom = y + 22 + Strip;
        var v = Scale.Linear(0, tallest, bottom, y + 22);
        double peak = rows.Select(row => row.Number("share")).OfType<double>().DefaultIfEmpty(0).Max();
        svg.OpenMark(name + ": tallest band " + Show.Value(peak, "share") + " of the group");
        double? n = rows.Select(row => row.Number("n")).OfType<double>().Cast<double?>().FirstOrDefault() is null ? null : rows.Sum(row => row.Number("n") ?? 0);
        string right = "tallest band " + Show.Value(peak, "share");
        svg.Path(Outline(rows, x, v), colour + " a", close: true);
        svg.Path(Outline(rows, x, v), "l w " + colour);
        if (series > 0 && groups[0].Rows.Any(row => row.Number("share") is not null))
        {
            svg.Path(Outline(groups[0].Rows, x, v), "l ref", dash: "3 3");
        }

        svg.Line(x.At(x.Low), bottom, x.At(x.High), bottom, "ref");
        double room = Right - Left - TextSize.Of(right, TextSize.Small) - 90;
        svg.Text(Left, y + 14, TextSize.Fit(name, room), colour, "start", n is { } count ? "n " + Show.Count((long)count) : null);
        svg.Text(Right, y + 14, right, "t mut", "end");
        svg.Close();
        return bottom + 8;
    }

    private static IEnumerable<(double X, double Y)> Outline(IReadOnlyList<FigureRow> rows, Scale x, Scale v)
    {
        double? last = null;
        foreach (var row in rows)
        {
            if (row.Number("low") is not { } low || row.Number("high") is not { } high)
            {
                continue;
            }

            double share = row.Number("share") ?? 0;
            if (last is null)
            {
                yield return (x.At(low), v.At(0));
            }

            yield return (x.At(low), v.At(share));
            yield return (x.At(high), v.At(share));
            last = high;
        }

        if (last is { } end)
        {
            yield return (x.At(end), v.At(0));
        }
    }
}

using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>Values with whiskers along a counted axis: distance, hops of a network, or periods.</summary>
internal static class SeriesFigure
{
    private const double Left = 52, PlotHeight = 220, Small = TextSize.Small;

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

    /// <summary>The column that runs across, and its label.</summary>
    internal static (string Column, string Label) Across(string kind) => kind switch
    {
        FigureKinds.DistanceDecay => ("distance", "Distance"),
        FigureKinds.BlastRadius => ("hop", "Steps from the listed firm"),
        _ => ("period", "Period"),
    };

    private static double Panel(Svg svg, IReadOnlyList<FigureRow> rows, FigureKind kind, double top)
    {
        var (across, label) = Across(kind.Name);
        var groups = FigureRow.Groups(rows, "group");
        double named = groups.Max(group => TextSize.Of(group.Key, Small));
        double right = Svg.Width - 22 - Math.Min(named, 120), bottom = top + PlotHeight;
        var x = Scale.Snug(rows.Select(row => row.Number(across)).OfType<double>(), Left + 8, right);
        var v = Scale.Around([0, .. rows.SelectMany(row => new[] { row.Number("value"), row.Number("low"), row.Number("high") }).OfType<double>()], bottom, top);
        bool isShare = rows[0].Text("unit").Contains("share", StringComparison.OrdinalIgnoreCase);
        foreach (double tick in v.Ticks(24))
        {
            svg.Line(Left, v.At(tick), right, v.At(tick), tick == 0 ? "ref" : "grid");
            svg.Text(Left - 6, v.At(tick) + 4, isShare ? Scale.Label(Math.Round(100 * tick, 6)) + "%" : Scale.Label(tick), "t mut", "end");
        }

        // Only places that have a row are marked: between two hops, or two periods, there is nothing.
        double last = double.NegativeInfinity;
        foreach (double tick in rows.Select(row => row.Number(across)).OfType<double>().Distinct().Order())
        {
            string text = Scale.Label(tick);
            if (x.At(tick) - last > TextSize.Of(text, Small) + 10)
            {
                svg.Line(x.At(tick), bottom, x.At(tick), bottom + 4, "ref");
                svg.Text(last = x.At(tick), bottom + 17, text, "t mut", "middle");
            }
        }

        svg.Line(Left, bottom, right, bottom, "ref");
        var ends = new List<(string Name, string Colour, double X, double Y)>();
        for (int series = 0; series < groups.Count; series++)
        {
            var (name, points) = groups[series];
            string colour = FigureStyle.ClassOf(series);
            var shown = points.Where(point => point.Number(across) is not null && point.Number("value") is not null).ToList();
            if (shown.Count == 0)
            {
                continue;
            }

            if (shown.Count > 1)
            {
                svg.Path(shown.Select(point => (x.At(point.Number(across)!.Value), v.At(point.Number("value")!.Value))), "l w " + colour, dash: FigureStyle.DashOf(series));
            }

            // Whiskers of two series at one place stand side by side.
            double aside = (series - ((groups.Count - 1) / 2.0)) * 3;
            foreach (var point in shown)
            {
                Mark(svg, point, name, across, x.At(point.Number(across)!.Value), aside, v, colour, isShare);
            }

            ends.Add((name, colour, x.At(shown[^1].Number(across)!.Value), v.At(shown[^1].Number("value")!.Value)));
        }

        Names(svg, ends, top, bottom, right);
        svg.Text((Left + right) / 2, bottom + 34, rows[0].Text("across") is { Length: > 0 } own ? own : label, "t mut", "middle");
        svg.Text(8, top - 12, TextSize.Fit(rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis, Svg.Width - 16, Small), "t mut");
        return bottom + 40;
    }

    private static void Mark(Svg svg, FigureRow point, string name, string across, double at, double aside, Scale v, string colour, bool isShare)
    {
        double value = point.Number("value")!.Value;
        string Print(double number) => isShare ? Show.Value(number, "share") : Show.Significant(number);
        bool hasLimits = point.Number("low") is not null && point.Number("high") is not null;
        svg.OpenMark((name.Length > 0 ? name + ", " : string.Empty) + Scale.Label(point.Number(across)!.Value) + ": " + Print(value) + (hasLimits ? " (" + Print(point.Number("low")!.Value) + " to " + Print(point.Number("high")!.Value) + ")" : string.Empty));
        if (hasLimits)
        {
            svg.Line(at + aside, v.At(point.Number("low")!.Value), at + aside, v.At(point.Number("high")!.Value), colour);
        }

        svg.Circle(at, v.At(value), 3.25, colour);
        svg.Close();
    }

    private static void Names(Svg svg, List<(string Name, string Colour, double X, double Y)> ends, double top, double bottom, double right)
    {
        var named = ends.Where(end => end.Name.Length > 0).ToList();
        double[] places = TextSize.Spread([.. named.Select(end => end.Y)], 15, top + 6, bottom - 4);
        for (int i = 0; i < named.Count; i++)
        {
            svg.Line(named[i].X + 5, named[i].Y, right + 10, places[i], named[i].Colour);
            svg.Text(right + 13, places[i] + 4, TextSize.Fit(named[i].Name, Svg.Width - right - 17, Small), "t " + named[i].Colour);
        }
    }
}

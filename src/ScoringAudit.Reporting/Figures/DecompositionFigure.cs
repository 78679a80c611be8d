using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>The parts of a whole, one after another: each bar begins where the last one ended, and the whole stands below.</summary>
internal static class DecompositionFigure
{
    private const double Left = 14, Right = Svg.Width - 14, RowHeight = 39;

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
        bool isWaterfall = kind.Name == FigureKinds.Waterfall; // log-odds have no natural zero: the axis is as wide as the steps
        var bars = new List<(FigureRow Row, double From, double To)>();
        double sum = 0;
        foreach (var row in rows)
        {
            double value = row.Number("value") ?? 0;
            bars.Add(row.Flag("isTotal") ? (row, isWaterfall ? value : 0, value) : (row, sum, sum + value));
            sum = row.Flag("isTotal") ? value : sum + value;
        }

        double Offset((FigureRow Row, double From, double To) bar) => bar.To - (bar.Row.Number("value") ?? 0);
        var x = Scale.Snug(isWaterfall ? bars.SelectMany(bar => new[] { bar.From, bar.To }) : [0, .. bars.SelectMany(bar => new[] { bar.From, bar.To, Offset(bar) + (bar.Row.Number("low") ?? 0), Offset(bar) + (bar.Row.Number("high") ?? 0) })], Left + 6, Right - 6);
        foreach (var bar in bars)
        {
            bool isTotal = bar.Row.Flag("isTotal");
            string colour = isTotal ? "s6" : ForestFigure.IsOwn(bar.Row.Text("origin")) ? "s1" : "s2";
            string numbers = Numbers(bar.Row, kind), label = bar.Row.Text("label"), more = bar.Row.Text("origin") == label ? string.Empty : bar.Row.Text("origin");
            svg.OpenMark(label + ": " + numbers);
            double room = Right - Left - TextSize.Of(numbers, TextSize.Small) - 12 - (more.Length > 0 ? TextSize.Of(more, TextSize.Small) + 8 : 0);
            svg.Text(Left, y + 14, TextSize.Fit(label, Math.Max(room, 40)), isTotal ? "b" : string.Empty, "start", more.Length > 0 ? more : null);
            svg.Text(Right, y + 14, numbers, "t", "end");
            double middle = y + 26;
            if (!isWaterfall)
            {
                svg.Line(x.At(0), middle - 8, x.At(0), middle + 8, "ref");
            }

            if (isWaterfall && isTotal)
            {
                svg.Diamond(x.At(bar.To), middle, 5.5, colour);
            }
            else if (bar.Row.Number("value") is not null)
            {
                svg.Rect(Math.Min(x.At(bar.From), x.At(bar.To)), middle - 5, Math.Abs(x.At(bar.To) - x.At(bar.From)), 10, colour + " a");
                svg.Line(x.At(bar.To), middle - 5, x.At(bar.To), middle + 5, "w " + colour);
                if (bar.Row.Number("low") is { } low && bar.Row.Number("high") is { } high)
                {
                    svg.Line(x.At(Offset(bar) + low), middle, x.At(Offset(bar) + high), middle, colour);
                }
            }

            svg.Close();
            y += RowHeight;
        }

        foreach (double tick in x.Ticks(40))
        {
            string anchor = x.At(tick) < Left + 14 ? "start" : x.At(tick) > Right - 14 ? "end" : "middle";
            svg.Text(x.At(tick), y + 12, Scale.Label(tick), "t mut", anchor);
        }

        if (isWaterfall && rows[0].Text("unit").Contains("log-odds", StringComparison.Ordinal))
        {
            foreach (double tick in x.Ticks(40))
            {
                string anchor = x.At(tick) < Left + 14 ? "start" : x.At(tick) > Right - 14 ? "end" : "middle";
                svg.Text(x.At(tick), y + 28, Show.Significant(100 / (1 + Math.Exp(-tick)), 2) + "%", "t mut", anchor);
            }

            y += 18;
        }

        svg.Text(Svg.Width / 2, y + 30, TextSize.Fit(rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis, Right - Left, TextSize.Small), "t mut", "middle");
        return y + 36;
    }

    private static string Numbers(FigureRow row, FigureKind kind)
    {
        if (row.Number("value") is not { } value)
        {
            return "not shown";
        }

        if (kind.Name == FigureKinds.Waterfall)
        {
            return Show.Text(value, 2);
        }

        string text = Show.Value(value, "points");
        return row.Number("low") is { } low && row.Number("high") is { } high ? text + " (" + Show.Limits(low, high, "points") + ")" : text;
    }
}

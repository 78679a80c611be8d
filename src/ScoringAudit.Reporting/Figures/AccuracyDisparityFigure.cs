using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>AUC against AIR: one cross of intervals for each model, its name beside it.</summary>
internal static class AccuracyDisparityFigure
{
    private const double Left = 48, Right = Svg.Width - 18, PlotHeight = 270;

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
        var x = Scale.LogAround(rows.SelectMany(row => new[] { row.Number("air"), row.Number("airLow"), row.Number("airHigh") }).OfType<double>(), Left, Right);
        var v = Scale.Around(rows.SelectMany(row => new[] { row.Number("auc"), row.Number("aucLow"), row.Number("aucHigh") }).OfType<double>(), bottom, top);
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
        var shown = rows.Where(row => row.Number("auc") is not null && row.Number("air") is not null).ToList();
        var marks = shown.Select(row => (X: x.At(row.Number("air")!.Value), Y: v.At(row.Number("auc")!.Value))).ToList();
        var taken = marks.Select(mark => new Box(mark.X - 6, mark.Y - 6, mark.X + 6, mark.Y + 6)).ToList();
        foreach (var (row, mark) in shown.Zip(marks))
        {
            taken.Add(new Box(x.At(row.Number("airLow") ?? row.Number("air")!.Value), mark.Y - 1.5, x.At(row.Number("airHigh") ?? row.Number("air")!.Value), mark.Y + 1.5));
            taken.Add(new Box(mark.X - 1.5, v.At(row.Number("aucHigh") ?? row.Number("auc")!.Value), mark.X + 1.5, v.At(row.Number("aucLow") ?? row.Number("auc")!.Value)));
        }

        for (int i = 0; i < shown.Count; i++)
        {
            Name(svg, shown[i].Text("label"), marks[i], taken, top, bottom, FigureStyle.ClassOf(i));
        }

        for (int i = 0; i < shown.Count; i++)
        {
            Cross(svg, shown[i], marks[i], x, v, FigureStyle.ClassOf(i));
        }

        svg.Text((Left + Right) / 2, bottom + 34, rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis, "t mut", "middle");
        svg.Text(8, top - 12, "Accuracy (AUC)", "t mut");
        return bottom + 40;
    }

    private static void Cross(Svg svg, FigureRow row, (double X, double Y) mark, Scale x, Scale v, string colour)
    {
        string text = row.Text("label") + ": AUC " + Show.Value(row.Number("auc")!.Value, "auc") + ", AIR " + Show.Value(row.Number("air")!.Value, "ratio");
        svg.OpenMark(text);
        if (row.Number("airLow") is { } airLow && row.Number("airHigh") is { } airHigh)
        {
            svg.Line(x.At(airLow), mark.Y, x.At(airHigh), mark.Y, colour);
        }

        if (row.Number("aucLow") is { } aucLow && row.Number("aucHigh") is { } aucHigh)
        {
            svg.Line(mark.X, v.At(aucLow), mark.X, v.At(aucHigh), colour);
        }

        svg.Circle(mark.X, mark.Y, 4.75, colour);
        svg.Close();
    }

    // The first of the places around the mark that meets no other mark or name; above and below come first, clear of the cross.
    private static void Name(Svg svg, string label, (double X, double Y) mark, List<Box> taken, double top, double bottom, string colour)
    {
        string text = TextSize.Fit(label, 170, TextSize.Small);
        double width = TextSize.Of(text, TextSize.Small);
        Box best = default;
        double least = double.MaxValue;
        for (int ring = 0; ring < 6 && least > 0; ring++)
        {
            double far = ring * 15;
            foreach (var (x, y) in new[] { (mark.X + 8, mark.Y - 8 - far), (mark.X - 8 - width, mark.Y - 8 - far), (mark.X + 8, mark.Y + 17 + far), (mark.X - 8 - width, mark.Y + 17 + far) })
            {
                var box = new Box(x, y - 11, x + width, y + 3);
                double cost = taken.Sum(box.Overlap);
                bool fits = box.X1 >= Left && box.X2 <= Right + 10 && box.Y1 >= top - 4 && box.Y2 <= bottom;
                if (fits && cost < least)
                {
                    (best, least) = (box, cost);
                }

                if (least <= 0)
                {
                    break;
                }
            }
        }

        if (least == double.MaxValue)
        {
            best = new Box(Math.Clamp(mark.X, Left, Right - width), mark.Y - 19, 0, mark.Y - 5);
        }

        taken.Add(best with { X2 = best.X1 + width });
        double baseline = best.Y2 - 3;
        if (Math.Abs(baseline - 4 - mark.Y) > 22)
        {
            svg.Line(mark.X, mark.Y, best.X1 > mark.X ? best.X1 : best.X1 + width, baseline - 4, "grid");
        }

        svg.Text(best.X1, baseline, text, "t " + colour);
    }

    private readonly record struct Box(double X1, double Y1, double X2, double Y2)
    {
        internal double Overlap(Box other) =>
            Math.Max(0, Math.Min(X2, other.X2) - Math.Max(X1, other.X1)) * Math.Max(0, Math.Min(Y2, other.Y2) - Math.Max(Y1, other.Y1));
    }
}

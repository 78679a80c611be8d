using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>Lines by group on two axes: calibration, receiver operating characteristic, threshold sweep.</summary>
internal static class CurveFigure
{
    private const double Left = 48, Small = TextSize.Small;

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
        bool isRoc = kind.Name == FigureKinds.Roc, isCalibration = kind.Name == FigureKinds.Calibration;
        var (across, up) = kind.Name switch
        {
            FigureKinds.Roc => ("falsePositiveRate", "truePositiveRate"),
            FigureKinds.Calibration => ("predicted", "observed"),
            _ => ("threshold", "rate"),
        };
        var groups = FigureRow.Groups(rows, "group");
        double widest = groups.Max(group => TextSize.Of(group.Key, Small));
        double right = isRoc ? Svg.Width - 18 : Svg.Width - 22 - Math.Min(widest, 104);
        double bottom = top + (isRoc ? right - Left : 250);
        IEnumerable<double> Column(params string[] names) => names.SelectMany(name => rows.Select(row => row.Number(name)).OfType<double>());
        var both = Column("predicted", "observed", "low", "high").ToList();
        var x = isRoc ? Scale.Linear(0, 1, Left, right) : Scale.Around(isCalibration ? both : Column(across), Left, right, isCalibration ? 0 : null);
        var v = isRoc ? Scale.Linear(0, 1, bottom, top) : Scale.Around(isCalibration ? both : Column(up), bottom, top, 0);
        Axes(svg, x, v, top, bottom, right, percentAcross: !IsSweep(kind));
        if (isRoc || isCalibration)
        {
            double end = Math.Min(x.High, v.High);
            svg.Line(x.At(0), v.At(0), x.At(end), v.At(end), "ref d");
        }

        foreach (var row in rows.Where(row => row.Flag("isChosen")).Take(1))
        {
            double at = x.At(row.Number(across)!.Value);
            svg.Line(at, top, at, bottom, "ref d");
            bool rises = (groups[0].Rows[^1].Number(up) ?? 0) >= (groups[0].Rows[0].Number(up) ?? 0);

            // Below a rising line there is room on its right, below a falling one on its left.
            svg.Text(rises ? at + 5 : at - 5, bottom - 7, "cut-off in use", "t mut", rises ? "start" : "end");
        }

        var ends = new List<(string Name, string Colour, double X, double Y)>();
        for (int series = 0; series < groups.Count; series++)
        {
            var (name, points) = groups[series];
            string colour = FigureStyle.ClassOf(series);
            var shown = points.Where(point => point.Number(across) is not null && point.Number(up) is not null).ToList();
            var path = shown.Select(point => (x.At(point.Number(across)!.Value), v.At(point.Number(up)!.Value))).ToList();
            if (path.Count > 1)
            {
                svg.Path(path, "l w " + colour, dash: FigureStyle.DashOf(series));
            }

            if (isCalibration)
            {
                Points(svg, shown, name, x, v, colour);
            }

            if (path.Count > 0)
            {
                ends.Add((name, colour, path[^1].Item1, path[^1].Item2));
            }
        }

        Names(svg, ends, isRoc, top, bottom, right);
        svg.Text((Left + right) / 2, bottom + 34, AcrossLabel(kind, rows), "t mut", "middle");
        svg.Text(8, top - 12, UpLabel(kind, rows), "t mut");
        return bottom + 40;
    }

    private static bool IsSweep(FigureKind kind) => kind.Name == FigureKinds.ThresholdSweep;

    private static string AcrossLabel(FigureKind kind, IReadOnlyList<FigureRow> rows) => kind.Name switch
    {
        FigureKinds.Roc => "False positive rate",
        FigureKinds.Calibration => "Predicted rate of the adverse outcome",
        _ => rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis,
    };

    private static string UpLabel(FigureKind kind, IReadOnlyList<FigureRow> rows) => kind.Name switch
    {
        FigureKinds.ThresholdSweep => "Rate of favourable decisions",
        _ => rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis,
    };

    private static void Axes(Svg svg, Scale x, Scale v, double top, double bottom, double right, bool percentAcross)
    {
        foreach (double tick in v.Ticks(24))
        {
            svg.Line(Left, v.At(tick), right, v.At(tick), "grid");
            svg.Text(Left - 6, v.At(tick) + 4, Percent(tick), "t mut", "end");
        }

        foreach (double tick in x.Ticks(40))
        {
            svg.Line(x.At(tick), bottom, x.At(tick), bottom + 4, "ref");
            svg.Text(x.At(tick), bottom + 17, percentAcross ? Percent(tick) : Scale.Label(tick), "t mut", "middle");
        }

        svg.Line(Left, bottom, right, bottom, "ref");
    }

    private static void Points(Svg svg, List<FigureRow> points, string name, Scale x, Scale v, string colour)
    {
        foreach (var point in points)
        {
            double at = x.At(point.Number("predicted")!.Value), observed = point.Number("observed")!.Value;
            string text = name + ": predicted " + Show.Value(point.Number("predicted")!.Value, "rate") + ", observed " + Show.Value(observed, "rate");
            bool hasLimits = point.Number("low") is not null && point.Number("high") is not null;
            svg.OpenMark(hasLimits ? text + " (" + Show.Limits(point.Number("low")!.Value, point.Number("high")!.Value, "rate") + ")" : text);
            if (hasLimits)
            {
                svg.Line(at, v.At(point.Number("low")!.Value), at, v.At(point.Number("high")!.Value), colour);
            }

            svg.Circle(at, v.At(observed), 3, colour);
            svg.Close();
        }
    }

    // ROC curves all end in one corner, so their names stand in the empty half below the diagonal; other lines are named at their ends.
    private static void Names(Svg svg, List<(string Name, string Colour, double X, double Y)> ends, bool isRoc, double top, double bottom, double right)
    {
        if (ends.Count == 0)
        {
            return; // every row is suppressed
        }

        if (isRoc)
        {
            double at = bottom - 14 - ((ends.Count - 1) * 18), width = Math.Min(ends.Max(end => TextSize.Of(end.Name, Small)), 150);
            for (int i = 0; i < ends.Count; i++, at += 18)
            {
                svg.Line(right - width - 40, at - 4, right - width - 16, at - 4, "w " + ends[i].Colour, FigureStyle.DashOf(i));
                svg.Text(right - width - 10, at, TextSize.Fit(ends[i].Name, width, Small), "t " + ends[i].Colour);
            }

            return;
        }

        double[] places = TextSize.Spread([.. ends.Select(end => end.Y)], 15, top + 6, bottom - 4);
        for (int i = 0; i < ends.Count; i++)
        {
            svg.Line(ends[i].X + 5, ends[i].Y, right + 10, places[i], ends[i].Colour);
            svg.Text(right + 13, places[i] + 4, TextSize.Fit(ends[i].Name, Svg.Width - right - 17, Small), "t " + ends[i].Colour);
        }
    }

    private static string Percent(double value) => Scale.Label(Math.Round(100 * value, 6)) + "%";
}

using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Figures;

/// <summary>Rows of a dot with its interval: rates, ratios, effects of a move; and importance as bars.</summary>
/// <remarks>The label and the numbers stand on a line above the mark, so that both may be long and none can meet another.</remarks>
internal static class ForestFigure
{
    private const double Left = 14, Right = Svg.Width - 14, RowHeight = 39;

    internal static void Draw(Svg svg, ReleasedTable table, ReleasedTable whole, FigureKind kind)
    {
        var panels = FigureRow.Panels(table);
        bool isRatio = kind.Name == FigureKinds.RatioForest, isRate = kind.Name == FigureKinds.RateForest, isMove = kind.Name == FigureKinds.MoveForest;
        bool isImportance = kind.Name == FigureKinds.Importance;
        var numbers = FigureRow.Panels(whole).SelectMany(panel => panel.Rows).SelectMany(row => new[] { row.Number("value"), row.Number("low"), row.Number("high"), row.Number("limit") }).OfType<double>();
        var x = isRatio ? Scale.LogAround(numbers, Left, Right) : Scale.Snug(isMove ? numbers.Append(1) : numbers, Left + 6, Right - 6, isImportance || isMove ? 0 : null);

        Func<double, string> print = Printer(kind.Name, numbers);
        double top = isImportance ? Key(svg, panels.SelectMany(panel => panel.Rows)) : 10;
        double y = top;
        var places = new List<Place>();
        foreach (var (panel, rows) in panels)
        {
            if (panel.Length > 0)
            {
                y += places.Count > 0 ? 14 : 4;
                places.Add(new Place(y + 14, panel, null));
                y += 22;
            }

            double? reference = isRate ? rows.Where(row => row.Flag("isReference")).Select(row => row.Number("value")).FirstOrDefault() : null;
            foreach (var (block, part) in isMove ? FigureRow.Groups(rows, "block") : [(string.Empty, rows)])
            {
                if (block.Length > 0)
                {
                    places.Add(new Place(y + 15, null, null, char.ToUpperInvariant(block[0]) + block[1..]));
                    y += 20;
                }

                foreach (var row in part)
                {
                    places.Add(new Place(y, null, row, null, reference));
                    y += RowHeight;
                }
            }
        }

        // Lines stand in the band of each mark only: through the words above it they would make both hard to read.
        double[] lines = isRatio ? [0.8, 1] : isImportance || isMove ? [0, .. panels.SelectMany(panel => panel.Rows).Select(row => row.Number("limit")).OfType<double>().Distinct()] : [];
        double[] solid = [.. lines.Where(x.Holds)];
        var ticks = x.Ticks(34);
        foreach (double tick in ticks)
        {
            svg.Text(x.At(tick), y + 16, isRate ? Scale.Label(Math.Round(100 * tick, 6)) + "%" : Scale.Label(tick), solid.Contains(tick) ? "t" : "t mut", "middle");
        }

        foreach (var place in places.Where(place => place.Row is not null))
        {
            Band(svg, place.Y, x, [.. ticks.Except(solid)], solid, place.Reference);
        }

        foreach (var place in places)
        {
            if (place.Panel is { } panel)
            {
                svg.Text(Left, place.Y, TextSize.Fit(panel, Right - Left), "b");
            }
            else if (place.Block is { } block)
            {
                svg.Text(Left, place.Y, TextSize.Fit(block, Right - Left), "t mut");
            }
            else
            {
                Row(svg, place.Row!.Value, place.Y, x, kind.Name, print);
            }
        }

        string axis = panels.Count > 0 && panels[0].Rows[0].Text("unit") is { Length: > 0 } unit ? unit : kind.Axis;
        svg.Text(Svg.Width / 2, y + 34, TextSize.Fit(axis, Right - Left, TextSize.Small), "t mut", "middle");
        svg.Height = y + 46;
    }

    internal static bool IsOwn(string origin) => origin.Equals("own", StringComparison.OrdinalIgnoreCase);

    private static void Band(Svg svg, double y, Scale x, double[] ticks, double[] lines, double? reference)
    {
        double top = y + 19, bottom = y + 34;
        foreach (double tick in ticks)
        {
            svg.Line(x.At(tick), top, x.At(tick), bottom, "grid");
        }

        foreach (double line in lines)
        {
            svg.Line(x.At(line), top, x.At(line), bottom, "ref");
        }

        if (reference is { } at && x.Holds(at))
        {
            svg.Line(x.At(at), top, x.At(at), bottom, "ref");
        }
    }

    private static void Row(Svg svg, FigureRow row, double y, Scale x, string kind, Func<double, string> print)
    {
        string label = row.Text("label");
        string numbers = Numbers(row, kind, print);
        svg.OpenMark(label + ": " + numbers);
        string more = kind == FigureKinds.Importance ? row.Text("origin") == label ? string.Empty : row.Text("origin") : row.Number("n") is { } n ? "n " + Show.Count((long)n) : string.Empty;
        if (kind == FigureKinds.RateForest && row.Flag("isReference"))
        {
            more = more.Length > 0 ? more + ", reference" : "reference";
        }

        double room = Right - Left - TextSize.Of(numbers, TextSize.Small) - 12 - (more.Length > 0 ? TextSize.Of(more, TextSize.Small) + 8 : 0);
        svg.Text(Left, y + 14, TextSize.Fit(label, Math.Max(room, 40)), string.Empty, "start", more.Length > 0 ? more : null);
        svg.Text(Right, y + 14, numbers, "t", "end");
        double middle = y + 26;
        string colour = Colour(row, kind);
        if (row.Number("value") is { } value)
        {
            if (kind == FigureKinds.Importance)
            {
                double zero = x.At(0), end = x.At(value);
                svg.Rect(Math.Min(zero, end), middle - 4.5, Math.Abs(end - zero), 9, colour + " a");
                svg.Line(end, middle - 4.5, end, middle + 4.5, "w " + colour);
            }

            Whisker(svg, row, middle, x, colour);
            if (kind != FigureKinds.Importance)
            {
                Mark(svg, row, x.At(value), middle, kind, colour);
            }
        }

        svg.Close();
    }

    private static void Mark(Svg svg, FigureRow row, double x, double y, string kind, string colour)
    {
        string verdict = row.Text("verdict");
        if (kind == FigureKinds.RateForest && row.Flag("isReference"))
        {
            svg.Diamond(x, y, 5.5, colour);
        }
        else if (verdict == "undetermined")
        {
            svg.Circle(x, y, 4.25, "w hole " + colour);
        }
        else if (verdict == "not_met")
        {
            svg.Diamond(x, y, 5.5, colour);
        }
        else
        {
            svg.Circle(x, y, 4.75, colour);
        }
    }

    private static void Whisker(Svg svg, FigureRow row, double y, Scale x, string colour)
    {
        if (row.Number("low") is not { } low || row.Number("high") is not { } high)
        {
            return;
        }

        svg.Line(x.At(low), y, x.At(high), y, "w " + colour);
        End(svg, low, low < x.Low ? -1 : 0, y, x, colour);
        End(svg, high, high > x.High ? 1 : 0, y, x, colour);
    }

    // A limit that lies outside the plot ends in an arrow head: the reader must see that the interval goes on.
    private static void End(Svg svg, double limit, int outside, double y, Scale x, string colour)
    {
        double at = x.At(limit);
        if (outside == 0)
        {
            svg.Line(at, y - 3.5, at, y + 3.5, "w " + colour);
        }
        else
        {
            svg.Path([(at + (6 * outside), y), (at - outside, y - 4.5), (at - outside, y + 4.5)], colour, close: true);
        }
    }

    private static string Colour(FigureRow row, string kind) => kind switch
    {
        FigureKinds.Importance => IsOwn(row.Text("origin")) ? "s1" : "s2",
        FigureKinds.RateForest => row.Flag("isReference") ? "s6" : "s1",
        FigureKinds.RatioForest => row.Text("verdict") == "not_met" ? "s2" : "s1",
        _ => row.Text("block").Equals("tenure", StringComparison.OrdinalIgnoreCase) ? "s6" : "s2",
    };

    private static string Numbers(FigureRow row, string kind, Func<double, string> print)
    {
        if (row.Number("value") is not { } value)
        {
            return "not shown";
        }

        string text = print(value);
        if (row.Number("low") is { } low && row.Number("high") is { } high)
        {
            string first = print(low);
            text += " (" + (first.EndsWith('%') ? first[..^1] : first) + " to " + print(high) + ")";
        }

        string verdict = kind == FigureKinds.RatioForest ? row.Text("verdict") : string.Empty;
        return verdict.Length > 0 ? text + " " + verdict.Replace('_', ' ') : text;
    }

    // Importances have no unit of their own: all rows of a figure share the decimals that its largest number needs.
    private static Func<double, string> Printer(string kind, IEnumerable<double> numbers)
    {
        double largest = numbers.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        int decimals = largest > 0 ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(largest)), 0, 6) : 0;
        return kind switch
        {
            FigureKinds.RatioForest => value => Show.Value(value, "ratio"),
            FigureKinds.RateForest => value => Show.Value(value, "rate"),
            FigureKinds.MoveForest => value => Show.Value(value, "points"),
            _ => value => double.IsFinite(value) ? Show.Text(value, decimals) : Show.Significant(value),
        };
    }

    // The key names only what is there, and stands where the eye enters the figure.
    private static double Key(Svg svg, IEnumerable<FigureRow> rows)
    {
        bool own = false, others = false;
        foreach (var row in rows)
        {
            bool isOwn = IsOwn(row.Text("origin"));
            own |= isOwn;
            others |= !isOwn;
        }

        double x = Left;
        foreach (var (text, colour, present) in new[] { ("own record", "s1", own), ("other people’s records", "s2", others) })
        {
            if (present)
            {
                svg.Rect(x, 12, 14, 9, colour + " a");
                svg.Line(x + 14, 12, x + 14, 21, "w " + colour);
                svg.Text(x + 21, 21, text, "t " + colour);
                x += 21 + TextSize.Of(text, TextSize.Small) + 18;
            }
        }

        return 32;
    }

    private readonly record struct Place(double Y, string? Panel, FigureRow? Row, string? Block = null, double? Reference = null);
}

namespace ScoringAudit.Reporting.Figures;

/// <summary>Maps values to coordinates, linear or logarithmic, and chooses ticks at round values.</summary>
internal sealed class Scale
{
    private static readonly double[] LogTicks = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 1, 1.25, 2, 5, 10, 20, 50, 100, 0.6, 0.7, 0.9, 1.1, 1.5, 3, 0.3];

    private readonly double _from;
    private readonly double _to;
    private readonly bool _log;

    private Scale(double low, double high, double from, double to, bool log)
    {
        (Low, High, _from, _to, _log) = (low, high, from, to, log);
    }

    /// <summary>Smallest value drawn.</summary>
    internal double Low { get; }

    /// <summary>Largest value drawn.</summary>
    internal double High { get; }

    internal static Scale Linear(double low, double high, double from, double to) => new(low, high > low ? high : low + 1, from, to, false);

    internal static Scale Log(double low, double high, double from, double to) => new(low, high > low ? high : low * 10, from, to, true);

    /// <summary>A linear scale from round value to round value around all finite values given.</summary>
    internal static Scale Around(IEnumerable<double> values, double from, double to, double? floor = null)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double low = finite.Length == 0 ? 0 : finite.Min(), high = finite.Length == 0 ? 1 : finite.Max();
        low = floor is { } least ? Math.Min(least, low) : low;
        if (high <= low)
        {
            high = low + (low == 0 ? 1 : Math.Abs(low) * 0.1);
        }

        double step = Step(high - low, 5);
        return Linear(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, from, to);
    }

    /// <summary>A linear scale a little wider than all finite values given.</summary>
    internal static Scale Snug(IEnumerable<double> values, double from, double to, double? floor = null)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double low = finite.Length == 0 ? 0 : finite.Min(), high = finite.Length == 0 ? 1 : finite.Max();
        low = floor is { } least ? Math.Min(least, low) : low;
        double pad = high > low ? (high - low) * 0.04 : Math.Max(Math.Abs(low) * 0.1, 0.01);
        return Linear(low == floor ? low : low - pad, high + pad, from, to);
    }

    /// <summary>A log scale around all positive finite values given, at most from 0.01 to 100.</summary>
    internal static Scale LogAround(IEnumerable<double> values, double from, double to)
    {
        double[] finite = [.. values.Where(value => double.IsFinite(value) && value > 0), 0.8, 1];
        double low = Math.Max(finite.Min() / 1.08, 0.01), high = Math.Min(finite.Max() * 1.08, 100);
        return Log(Math.Min(low, 0.7), Math.Max(high, 1.1), from, to);
    }

    /// <summary>A tick's value without digits that mean nothing.</summary>
    internal static string Label(double tick) => Math.Abs(tick) >= 1000 ? Show.Count((long)tick) : tick.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    internal bool Holds(double value) => value >= Low && value <= High;

    /// <summary>Coordinate of a value; values outside are put on the edge.</summary>
    internal double At(double value)
    {
        double inside = Math.Clamp(value, Low, High);
        double share = _log ? Math.Log(inside / Low) / Math.Log(High / Low) : (inside - Low) / (High - Low);
        return _from + (share * (_to - _from));
    }

    /// <summary>Round values to mark; neighbours are at least the gap apart.</summary>
    internal IReadOnlyList<double> Ticks(double gap, int about = 5)
    {
        if (!_log)
        {
            double step = Step(High - Low, about);
            double first = Math.Ceiling((Low / step) - 1e-9);
            int count = (int)Math.Floor(((High - (first * step)) / step) + 1e-9) + 1;
            return [.. Enumerable.Range(0, count).Select(i => Round((first + i) * step, step))];
        }

        // 0.8 and 1 are what a reader looks for: they come first, the others where there is room, in the order of the list.
        var chosen = new List<double>();
        foreach (double tick in LogTicks.Where(Holds).OrderBy(tick => tick is 0.8 or 1 ? 0 : 1))
        {
            if (chosen.TrueForAll(other => Math.Abs(At(other) - At(tick)) >= gap))
            {
                chosen.Add(tick);
            }
        }

        chosen.Sort();
        return chosen;
    }

    private static double Step(double range, int about)
    {
        double raw = range / about, power = Math.Pow(10, Math.Floor(Math.Log10(raw))), share = raw / power;
        return power * (share <= 1.0001 ? 1 : share <= 2.0001 ? 2 : share <= 5.0001 ? 5 : 10);
    }

    private static double Round(double value, double step) => Math.Round(value, Math.Clamp(1 - (int)Math.Floor(Math.Log10(step)), 0, 15)) + 0.0;
}

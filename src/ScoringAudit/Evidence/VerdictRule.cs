using ScoringAudit.Primitives;

namespace ScoringAudit.Evidence;

/// <summary>How a verdict follows from an interval and a yardstick, and what a verdict would need.</summary>
public static class VerdictRule
{
    /// <summary>Met iff the interval lies wholly inside the acceptable set, not met iff wholly outside, else undetermined.</summary>
    /// <remarks>The set is closed: a limit that lies on its edge is inside.</remarks>
    public static Verdict Of(Interval interval, Yardstick yardstick)
    {
        ArgumentNullException.ThrowIfNull(yardstick);
        var low = yardstick.Low ?? double.NegativeInfinity;
        var high = yardstick.High ?? double.PositiveInfinity;
        return interval.Low >= low && interval.High <= high ? Verdict.Met
            : interval.High < low || interval.Low > high ? Verdict.NotMet
            : Verdict.Undetermined;
    }

    /// <summary>Rows of the group that a verdict would need if the same value came from more of the same: the interval's arms shrink with 1/√n.</summary>
    /// <param name="value">The value.</param>
    /// <param name="interval">Its interval from <paramref name="n"/> rows.</param>
    /// <param name="yardstick">The yardstick.</param>
    /// <param name="n">Rows of the group.</param>
    /// <param name="ratio">Whether arms are measured on the log scale.</param>
    /// <returns>Null where no number of rows would do: the value lies on the yardstick's edge, or an arm is unbounded.</returns>
    public static long? NeededRows(double value, Interval interval, Yardstick yardstick, long n, bool ratio)
    {
        ArgumentNullException.ThrowIfNull(yardstick);
        if (ratio && (value <= 0 || interval.Low <= 0))
        {
            ratio = false;
        }

        Func<double, double> scale = ratio ? Math.Log : x => x;
        var factor = 0.0;
        foreach (var edge in new[] { yardstick.Low, yardstick.High })
        {
            if (edge is not { } e || (ratio && e <= 0))
            {
                continue;
            }

            var arm = value >= e ? scale(value) - scale(interval.Low) : scale(interval.High) - scale(value);
            var distance = Math.Abs(scale(value) - scale(e));
            if (distance == 0 || !double.IsFinite(arm))
            {
                return null;
            }

            factor = Math.Max(factor, arm / distance * (arm / distance));
        }

        var needed = Math.Ceiling(n * factor);
        return needed is > 0 and < 1e15 ? (long)needed : null;
    }
}

using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>p-values that say the same as the interval beside them.</summary>
public static class PValue
{
    private const double Smallest = 1e-15;

    /// <summary>The p-value that is dual to an interval: 1 minus the largest level whose interval still excludes the null value.</summary>
    /// <remarks>
    /// Found by bisection on log p to about 1e-10 relative; intervals must grow with the level. 1 when no interval excludes the null value.
    /// A result of 1e-15 means at most that: levels nearer to 1 are not numbers.
    /// </remarks>
    /// <param name="intervalAtLevel">The interval method, as a function of the level in (0, 1).</param>
    /// <param name="nullValue">The value under test, for example 1 for a ratio.</param>
    public static double Dual(Func<double, Interval> intervalAtLevel, double nullValue)
    {
        ArgumentNullException.ThrowIfNull(intervalAtLevel);
        if (intervalAtLevel(1e-9).Contains(nullValue))
        {
            return 1;
        }

        if (!intervalAtLevel(1 - Smallest).Contains(nullValue))
        {
            return Smallest;
        }

        double low = Math.Log(Smallest), high = Math.Log(1 - 1e-9);
        while (high - low > 1e-10)
        {
            var middle = 0.5 * (low + high);
            if (intervalAtLevel(-double.ExpM1(middle)).Contains(nullValue))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Math.Exp(0.5 * (low + high));
    }
}

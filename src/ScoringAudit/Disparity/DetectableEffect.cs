using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>The smallest disparity that a sample could have found: what "no difference found" is worth.</summary>
/// <remarks>
/// Of a difference: the size d; of a ratio: the value below 1 that an interval as wide as this one (on the log scale) would exclude 1 for in <c>Power</c> of all samples:
/// (z for the level + z for the power) × width / (2 z for the level). A planning figure from the normal law, for the spread seen here. Source: Cohen 1988, ch. 6.
/// </remarks>
public static class DetectableEffect
{
    /// <summary>Share of samples in which the effect would be found.</summary>
    public const double Power = 0.8;

    /// <summary>The smallest effect, or null where the interval gives no spread.</summary>
    /// <param name="value">The value.</param>
    /// <param name="interval">Its interval.</param>
    /// <param name="ratio">Whether it is a ratio, else a difference.</param>
    public static double? Of(double value, Interval interval, bool ratio)
    {
        if (ratio && !(interval.Low > 0 && value > 0))
        {
            return null;
        }

        var width = ratio ? Math.Log(interval.High / interval.Low) : interval.Width;
        if (!double.IsFinite(width) || width <= 0)
        {
            return null;
        }

        double z = StudentQuantile.TwoSided(interval.Level, double.PositiveInfinity), more = StudentQuantile.TwoSided((2 * Power) - 1, double.PositiveInfinity);
        var effect = (z + more) * width / (2 * z);
        return ratio ? Math.Exp(-effect) : effect;
    }
}

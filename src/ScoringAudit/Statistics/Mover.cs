using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>Intervals for a difference and a ratio of two quantities, recovered from the limits of each (MOVER).</summary>
/// <remarks>
/// The distance from an estimate to its limit, squared, estimates z² × variance near that limit; the distances of both parts are combined.
/// On mid-P limits of two rates, nominal 95 %, n 30 to 5,000, reference rates .01 to .6, ratios .5 to 1: coverage at least 94.5 % with groups of equal
/// size, at least 93.3 % with 30 against 5,000 (there it is that of one mid-P interval), 95.9 % on average; defined for every count.
/// Sources: Newcombe 1998b (difference); Zou and Donner 2008; Zou 2008 (with correlation); Donner and Zou 2012 (ratio).
/// </remarks>
public static class Mover
{
    /// <summary>Difference a − b of two independent rates with its interval on mid-P limits.</summary>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <returns>Undefined without interval when either rate has no trials.</returns>
    public static IntervalEstimate Difference(Rate a, Rate b, double level)
    {
        Guard.Level(level);
        if (NoTrials(a, b) is { } reason)
        {
            return new IntervalEstimate(Estimate.Undefined(reason), null, IntervalMethods.None);
        }

        var interval = Difference(a.Value, Limits(a, level), b.Value, Limits(b, level));
        return new IntervalEstimate(Estimate.Of(a.Value - b.Value), interval, IntervalMethods.MoverMidP);
    }

    /// <summary>Ratio a / b of two independent rates with its interval on mid-P limits.</summary>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <returns>When the reference has no success the value is undefined and the interval is [low, +∞); without trials there is no interval.</returns>
    public static IntervalEstimate Ratio(Rate a, Rate b, double level)
    {
        Guard.Level(level);
        if (NoTrials(a, b) is { } reason)
        {
            return new IntervalEstimate(Estimate.Undefined(reason), null, IntervalMethods.None);
        }

        var interval = Ratio(a.Value, Limits(a, level), b.Value, Limits(b, level));
        return new IntervalEstimate(RatioValue(a.Value, b.Value), interval, IntervalMethods.MoverMidP);
    }

    /// <summary>Limits of θ1 − θ2 from the limits of each.</summary>
    /// <param name="first">θ1.</param>
    /// <param name="firstLimits">Limits of θ1, which contain it.</param>
    /// <param name="second">θ2.</param>
    /// <param name="secondLimits">Limits of θ2, which contain it.</param>
    /// <param name="correlation">Correlation of the two estimates, in [−1, 1].</param>
    public static Interval Difference(double first, Interval firstLimits, double second, Interval secondLimits, double correlation = 0)
    {
        Check(first, firstLimits, second, secondLimits, correlation);
        double down1 = first - firstLimits.Low, up1 = firstLimits.High - first;
        double down2 = second - secondLimits.Low, up2 = secondLimits.High - second;
        var difference = first - second;
        return new Interval(
            difference - Math.Sqrt(Math.Max(0, (down1 * down1) + (up2 * up2) - (2 * correlation * down1 * up2))),
            difference + Math.Sqrt(Math.Max(0, (up1 * up1) + (down2 * down2) - (2 * correlation * up1 * down2))),
            firstLimits.Level);
    }

    /// <summary>Limits of θ1/θ2, both at least 0, from the limits of each; the upper limit is +∞ when the second's lower limit is 0.</summary>
    /// <remarks>
    /// The limits are the slopes at which the interval of θ1 − slope × θ2 touches 0; swapping the two inverts them exactly.
    /// The lower one is written as constant term over larger root, which stays finite and positive where the usual form divides by 0.
    /// </remarks>
    /// <param name="first">θ1.</param>
    /// <param name="firstLimits">Limits of θ1, which contain it and are at least 0.</param>
    /// <param name="second">θ2.</param>
    /// <param name="secondLimits">Limits of θ2, which contain it and are at least 0.</param>
    /// <param name="correlation">Correlation of the two estimates, in [−1, 1].</param>
    public static Interval Ratio(double first, Interval firstLimits, double second, Interval secondLimits, double correlation = 0)
    {
        Check(first, firstLimits, second, secondLimits, correlation);
        if (firstLimits.Low < 0 || secondLimits.Low < 0)
        {
            throw new ArgumentException("A MOVER ratio is of quantities that are at least 0.", nameof(firstLimits));
        }

        return new Interval(
            LowerRatio(first, firstLimits.Low, second, secondLimits.High, correlation),
            1 / LowerRatio(second, secondLimits.Low, first, firstLimits.High, correlation),
            firstLimits.Level);
    }

    /// <summary>The ratio, or undefined over 0.</summary>
    internal static Estimate RatioValue(double first, double second) => second > 0
        ? Estimate.Of(first / second)
        : Estimate.Undefined("the rate of the reference group is 0");

    private static double LowerRatio(double first, double low, double second, double high, double correlation)
    {
        if (low <= 0)
        {
            return 0;
        }

        var cross = (first * second) - (correlation * (first - low) * (high - second));
        var constant = low * ((2 * first) - low);
        var root = Math.Sqrt(Math.Max(0, (cross * cross) - (constant * high * ((2 * second) - high))));
        return constant / (cross + root);
    }

    private static Interval Limits(Rate rate, double level) => BinomialInterval.MidP(rate.Numerator, rate.Denominator, level);

    private static string? NoTrials(Rate a, Rate b) =>
        a.Denominator == 0 ? "the group has no rows" : b.Denominator == 0 ? "the reference group has no rows" : null;

    private static void Check(double first, Interval firstLimits, double second, Interval secondLimits, double correlation)
    {
        if (!firstLimits.Contains(first) || !secondLimits.Contains(second))
        {
            throw new ArgumentException("MOVER needs limits that contain their estimate.", nameof(firstLimits));
        }

        if (!(correlation is >= -1 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(correlation), correlation, "A correlation lies in [−1, 1].");
        }
    }
}

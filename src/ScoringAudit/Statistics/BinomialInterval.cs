using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>Confidence intervals for one proportion. Every method is defined for every count, 0 and all included.</summary>
/// <remarks>
/// Counts may be fractions, as effective sample sizes are (Korn and Graubard 1998). Without trials the interval is [0, 1].
/// Minimum coverage at nominal 95 % over n 30 to 5,000 and rates .01 to .6: Clopper–Pearson 95.1, mid-P 92.9, Wilson 91.1, Jeffreys 88.5.
/// </remarks>
public static class BinomialInterval
{
    /// <summary>The mid-P interval: limits p at which P(X &gt; x) + ½ P(X = x), or the same in the other tail, is (1 − level)/2.</summary>
    /// <remarks>
    /// The tail is the mean of the two Clopper–Pearson tails I_p(x, n − x + 1) and I_p(x + 1, n − x), solved to about 1e-12. Limits never
    /// exclude x/n (at levels below about 0.1 the equations alone would). Source: Lancaster 1961; Berry and Armitage 1995; default of this toolkit for a rate.
    /// </remarks>
    /// <param name="successes">x, in [0, trials].</param>
    /// <param name="trials">n, at least 0.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Counts or level out of range.</exception>
    public static Interval MidP(double successes, double trials, double level)
    {
        Check(successes, trials, level);
        if (trials == 0)
        {
            return new Interval(0, 1, level);
        }

        var p = successes / trials;
        var alpha = 1 - level;
        return new Interval(
            Math.Min(MidPLow(successes, trials - successes, alpha), p),
            Math.Max(1 - MidPLow(trials - successes, successes, alpha), p),
            level);
    }

    /// <summary>The exact interval: limits p at which P(X ≥ x), or P(X ≤ x), is (1 − level)/2. It covers at least the level, and is wide.</summary>
    /// <remarks>Source: Clopper and Pearson 1934.</remarks>
    /// <param name="successes">x, in [0, trials].</param>
    /// <param name="trials">n, at least 0.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Counts or level out of range.</exception>
    public static Interval ClopperPearson(double successes, double trials, double level)
    {
        Check(successes, trials, level);
        var failures = trials - successes;
        var tail = (1 - level) / 2;
        return new Interval(
            successes == 0 ? 0 : BetaQuantile(successes, failures + 1, tail),
            failures == 0 ? 1 : 1 - BetaQuantile(failures, successes + 1, tail),
            level);
    }

    /// <summary>The score interval, without continuity correction.</summary>
    /// <remarks>Source: Wilson 1927; formula as in Newcombe 1998a, method 3.</remarks>
    /// <param name="successes">x, in [0, trials].</param>
    /// <param name="trials">n, at least 0.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Counts or level out of range.</exception>
    public static Interval Wilson(double successes, double trials, double level)
    {
        Check(successes, trials, level);
        if (trials == 0)
        {
            return new Interval(0, 1, level);
        }

        var z = StudentQuantile.TwoSided(level, double.PositiveInfinity);
        double z2 = z * z, failures = trials - successes;
        var root = z * Math.Sqrt(z2 + (4 * successes * (failures / trials)));
        return new Interval(
            successes == 0 ? 0 : ((2 * successes) + z2 - root) / (2 * (trials + z2)),
            failures == 0 ? 1 : ((2 * successes) + z2 + root) / (2 * (trials + z2)),
            level);
    }

    /// <summary>The equal-tailed interval of the Beta(x + ½, n − x + ½) posterior, with 0 as lower limit at x = 0 and 1 as upper limit at x = n.</summary>
    /// <remarks>Source: Brown, Cai and DasGupta 2001, section 3.1.</remarks>
    /// <param name="successes">x, in [0, trials].</param>
    /// <param name="trials">n, at least 0.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Counts or level out of range.</exception>
    public static Interval Jeffreys(double successes, double trials, double level)
    {
        Check(successes, trials, level);
        var failures = trials - successes;
        var tail = (1 - level) / 2;
        return new Interval(
            successes == 0 ? 0 : BetaQuantile(successes + 0.5, failures + 0.5, tail),
            failures == 0 ? 1 : 1 - BetaQuantile(failures + 0.5, successes + 0.5, tail),
            level);
    }

    private static void Check(double successes, double trials, double level)
    {
        Guard.Level(level);
        Guard.Counts(successes, trials);
    }

    private static double BetaQuantile(double a, double b, double tail) => Expit(new RegularizedBeta(a, b).LogitQuantile(tail));

    /// <summary>The lower limit for x successes and y failures; the upper one is 1 minus that for y and x.</summary>
    private static double MidPLow(double x, double y, double alpha)
    {
        if (x == 0)
        {
            return 0;
        }

        if (y == 0)
        {
            return Math.Exp(Math.Log(alpha) / x); // ½ p^n = α/2
        }

        // I_p(x + 1, y) + ½ P(X = x), where p · y · P(X = x) is the power term of I_p(x + 1, y);
        // slope on the logit scale: ½ P(X = x) (x q + y p).
        var beta = new RegularizedBeta(x + 1, y);
        return Expit(LowerTailRoot.Find(
            (double p, double q, out double slope) =>
            {
                var above = beta.Lower(p, q, out var power);
                var half = 0.5 * power / (p * y);
                slope = half * ((x * q) + (y * p));
                return above + half;
            },
            x,
            y,
            alpha / 2));
    }

    private static double Expit(double logit) => 1 / (1 + Math.Exp(-logit));
}

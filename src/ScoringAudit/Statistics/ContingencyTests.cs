using MathNet.Numerics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>Conventional tests of equal rates in a 2 × 2 table; beside the dual p-value of the printed interval, never instead of it.</summary>
public static class ContingencyTests
{
    /// <summary>Two-sided p-value of Fisher's exact test: the tables with the same margins that are at most as probable as the observed one.</summary>
    /// <remarks>Probabilities within a relative 1e-7 count as equal, as in R and SciPy. Source: Fisher 1935; Agresti 2013, section 3.5.</remarks>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <returns>1 when a margin is 0.</returns>
    public static double FisherExact(Rate a, Rate b)
    {
        Check(a, b);
        long m = a.Denominator, n = b.Denominator, k = a.Numerator + b.Numerator;
        long low = Math.Max(0, k - n), high = Math.Min(k, m);
        var mode = Math.Clamp((long)Math.Floor((m + 1.0) * (k + 1.0) / (m + n + 2.0)), low, high);

        // Weights relative to the mode, by the ratio of neighbouring hypergeometric probabilities, outwards until they vanish.
        double Up(long x) => (double)(m - x) / (x + 1) * ((double)(k - x) / (n - k + x + 1));
        var observed = 1.0;
        for (var x = mode; x < a.Numerator; x++)
        {
            observed *= Up(x);
        }

        for (var x = mode; x > a.Numerator; x--)
        {
            observed /= Up(x - 1);
        }

        var limit = observed * (1 + 1e-7);
        double all = 1, extreme = 1 <= limit ? 1 : 0;
        var weight = 1.0;
        for (var x = mode; x < high && weight > 1e-300; x++)
        {
            weight *= Up(x);
            all += weight;
            extreme += weight <= limit ? weight : 0;
        }

        weight = 1;
        for (var x = mode; x > low && weight > 1e-300; x--)
        {
            weight /= Up(x - 1);
            all += weight;
            extreme += weight <= limit ? weight : 0;
        }

        return Math.Min(1, extreme / all);
    }

    /// <summary>p-value of Pearson's chi-square test with 1 degree of freedom.</summary>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <returns>Undefined when a margin is 0.</returns>
    public static Estimate PearsonChiSquare(Rate a, Rate b) => ChiSquare(a, b, 0);

    /// <summary>p-value of the chi-square test with Yates's continuity correction, at most ½ and never past 0.</summary>
    /// <remarks>Source: Yates 1934.</remarks>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <returns>Undefined when a margin is 0.</returns>
    public static Estimate YatesChiSquare(Rate a, Rate b) => ChiSquare(a, b, 0.5);

    /// <summary>z of the difference of two rates with their pooled variance: (a − b) / √(p (1 − p) (1/m + 1/n)); its square is Pearson's chi-square.</summary>
    /// <remarks>Source: Fleiss, Levin and Paik 2003, section 3.1; holisticai's z_test_diff.</remarks>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <returns>Undefined when a margin is 0.</returns>
    public static Estimate PooledZ(Rate a, Rate b) => Pooled(a, b, (p, size) => (a.Value - b.Value) / Math.Sqrt(p * (1 - p) * size));

    /// <summary>z of the log ratio of two rates with their pooled variance: ln(a/b) / √((1 − p)/p (1/m + 1/n)).</summary>
    /// <remarks>Source: holisticai's z_test_ratio; the delta method.</remarks>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <returns>Undefined when a margin or a rate is 0.</returns>
    public static Estimate PooledLogRatioZ(Rate a, Rate b) => a.Numerator == 0 || b.Numerator == 0
        ? Estimate.Undefined("a rate is 0, whose logarithm is infinite")
        : Pooled(a, b, (p, size) => Math.Log(a.Value / b.Value) / Math.Sqrt((1 - p) / p * size));

    private static Estimate Pooled(Rate a, Rate b, Func<double, double, double> z)
    {
        Check(a, b);
        double m = a.Denominator, n = b.Denominator, k = a.Numerator + b.Numerator;
        return m == 0 || n == 0 ? Estimate.Undefined("a group has no rows")
            : k == 0 || k == m + n ? Estimate.Undefined("all rows have the same decision")
            : Estimate.Of(z(k / (m + n), (1 / m) + (1 / n)));
    }

    private static Estimate ChiSquare(Rate a, Rate b, double correction)
    {
        Check(a, b);
        double m = a.Denominator, n = b.Denominator, k = a.Numerator + b.Numerator, total = m + n;
        if (m == 0 || n == 0)
        {
            return Estimate.Undefined("a group has no rows");
        }

        if (k == 0 || k == total)
        {
            return Estimate.Undefined("all rows have the same decision");
        }

        // Every cell of a 2 × 2 table is off by the same amount.
        var off = Math.Abs(a.Numerator - (m * k / total));
        off -= Math.Min(correction, off);
        var chi2 = off * off * total / (m * k / total * n) * (total / (total - k));
        return Estimate.Of(SpecialFunctions.Erfc(Math.Sqrt(chi2 / 2)));
    }

    private static void Check(Rate a, Rate b)
    {
        _ = Rate.Of(a.Numerator, a.Denominator);
        _ = Rate.Of(b.Numerator, b.Denominator);
    }
}

namespace ScoringAudit.Privacy;

/// <summary>What a budget can show, from public numbers alone: printed before anything is spent.</summary>
/// <remarks>
/// Delta method: variance of ln(rate) = (1 − p) / (n p) for sampling, plus s [(1 − p)² + p²] / (n p)² for noise of variance s in successes and in failures.
/// A forecast for planning; the interval that is reported comes from <see cref="RatePosterior"/>.
/// </remarks>
public static class ProtectedWidth
{
    /// <summary>Width of the logarithm beyond which a ratio says too little: limits a factor of 4 apart.</summary>
    public const double MostLogWidth = 1.3862943611198906;

    private const double Normal975 = 1.959963984540054;

    /// <summary>Expected width of the 95 % interval of ln(p / q).</summary>
    /// <param name="n">Expected size of the group.</param>
    /// <param name="p">Its expected rate, in (0, 1).</param>
    /// <param name="m">Expected size of the reference.</param>
    /// <param name="q">Its expected rate, in (0, 1).</param>
    /// <param name="variance">Variance of the noise in a count; 0 for exact counts.</param>
    public static double OfLogRatio(double n, double p, double m, double q, double variance) =>
        2 * Normal975 * Math.Sqrt(LogVariance(n, p, variance) + LogVariance(m, q, variance));

    /// <summary>Smallest group for which that width is small enough, at the same share of the reference; null when no size up to a billion is.</summary>
    /// <param name="p">Expected rate of the group.</param>
    /// <param name="q">Expected rate of the reference.</param>
    /// <param name="referencePerMember">Reference rows per row of the group, above 0.</param>
    /// <param name="variance">Variance of the noise in a count.</param>
    /// <param name="width">Width asked for.</param>
    public static long? SizeThatWouldDo(double p, double q, double referencePerMember, double variance, double width = MostLogWidth)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(referencePerMember);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        long low = 0, high = 1_000_000_000;
        if (OfLogRatio(high, p, high * referencePerMember, q, variance) > width)
        {
            return null;
        }

        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = OfLogRatio(middle, p, middle * referencePerMember, q, variance) > width ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double LogVariance(double n, double p, double variance)
    {
        if (!(p > 0 && p < 1) || !(n > 0) || !(variance >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(p), "Expected a rate in (0, 1), rows above 0 and a variance of at least 0.");
        }

        var x = n * p;
        return ((1 - p) / x) + (variance * (((1 - p) * (1 - p)) + (p * p)) / (x * x));
    }
}

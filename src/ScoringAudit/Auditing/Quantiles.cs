namespace ScoringAudit.Auditing;

/// <summary>Quantiles that are printed beside a mean of absolute effects.</summary>
internal static class Quantiles
{
    /// <summary>Median, 90th and 99th percentile.</summary>
    public static Dictionary<string, double> Of(double[] sizes)
    {
        var sorted = (double[])sizes.Clone();
        Array.Sort(sorted);
        return sorted.Length == 0 ? [] : new Dictionary<string, double> { ["q50"] = At(sorted, 0.5), ["q90"] = At(sorted, 0.9), ["q99"] = At(sorted, 0.99) };
    }

    // Type 1 (inverse of the empirical distribution; Hyndman and Fan 1996): always a value that occurred.
    private static double At(double[] sorted, double p) => sorted[Math.Clamp((int)Math.Ceiling(p * sorted.Length) - 1, 0, sorted.Length - 1)];
}

namespace ScoringAudit.Statistics;

/// <summary>Counts and sums per cluster of one way of clustering.</summary>
public readonly ref struct ClusterSums
{
    /// <summary>Counts and sums in the same cluster order.</summary>
    /// <param name="counts">Rows (or weight) per cluster.</param>
    /// <param name="sums">Sum of the quantity per cluster.</param>
    /// <exception cref="ArgumentException">Spans of different length.</exception>
    public ClusterSums(ReadOnlySpan<double> counts, ReadOnlySpan<double> sums)
    {
        Guard.SameLength(counts.Length, sums.Length, nameof(sums));
        Counts = counts;
        Sums = sums;
    }

    /// <summary>Rows (or weight) per cluster.</summary>
    public ReadOnlySpan<double> Counts { get; }

    /// <summary>Sum of the quantity per cluster.</summary>
    public ReadOnlySpan<double> Sums { get; }
}

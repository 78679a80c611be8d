using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>One ratio of sums over clusters, Σx / Σn, and what its linearised variance needs.</summary>
/// <param name="Total">Σn: rows, or weight.</param>
/// <param name="Sum">Σx.</param>
/// <param name="Clusters">Clusters with n above 0: only they know anything of this domain.</param>
/// <param name="Scatter">Σ((x − n Σx/Σn)/Σn)²: the linearised variance before the factor G/(G − 1).</param>
/// <param name="SumOfSquares">Σn².</param>
internal readonly record struct ClusterPart(double Total, double Sum, long Clusters, double Scatter, double SumOfSquares)
{
    public double Value => Sum / Total;

    /// <summary>Variance that independent rows would give a rate.</summary>
    public double RowVariance => Value * (1 - Value) / Total;

    /// <summary>Linearised variance within this domain alone.</summary>
    public double Variance => Clusters > 1 ? Scatter * Clusters / (Clusters - 1) : 0;

    /// <summary>Number of equal clusters that would hold the rows as unevenly: (Σn)²/Σn². At most <see cref="Clusters"/>.</summary>
    public double EffectiveClusters => Total * Total / SumOfSquares;

    /// <summary>Degrees of freedom of the variance of this domain alone: effective clusters − 1, at least 1.</summary>
    public double DegreesOfFreedom => Math.Max(1, EffectiveClusters - 1);

    /// <summary>Whether no cluster differs from the whole, up to rounding, so that linearisation claims certainty.</summary>
    public bool IsDegenerate => Clusters < 2 || Scatter <= 1e-24 * Math.Max(1, Value * Value);

    public static ClusterPart Of(ReadOnlySpan<double> counts, ReadOnlySpan<double> sums)
    {
        double total = 0, sum = 0, squares = 0;
        long clusters = 0;
        for (var g = 0; g < counts.Length; g++)
        {
            var n = counts[g];
            if (!(n >= 0) || !double.IsFinite(n) || !double.IsFinite(sums[g]) || (n == 0 && sums[g] != 0))
            {
                throw new ArgumentException($"Cluster {g}: count {n} and sum {sums[g]}; expected finite numbers, a count of at least 0, and no sum without a count.", nameof(counts));
            }

            clusters += n > 0 ? 1 : 0;
            total += n;
            sum += sums[g];
            squares += n * n;
        }

        var value = sum / total;
        var scatter = 0.0;
        for (var g = 0; g < counts.Length; g++)
        {
            var u = (sums[g] - (value * counts[g])) / total;
            scatter += u * u;
        }

        return new ClusterPart(total, sum, clusters, scatter, squares);
    }

    /// <summary>As <see cref="Of"/>, where every cluster's sum must be a part of its count.</summary>
    public static ClusterPart OfRate(ReadOnlySpan<double> counts, ReadOnlySpan<double> successes)
    {
        for (var g = 0; g < counts.Length; g++)
        {
            if (!(successes[g] >= 0 && successes[g] <= counts[g] * (1 + 1e-12)))
            {
                throw new ArgumentException($"Cluster {g}: {successes[g]} successes of {counts[g]}; successes lie in [0, count].", nameof(successes));
            }
        }

        return Of(counts, successes);
    }

    /// <summary>Effective sample size of a rate before the adjustment for few clusters: p(1 − p)/variance.</summary>
    /// <remarks>
    /// Not capped at the rows, so that copies of rows in the same cluster change nothing. At 0 and at all, where the data say nothing
    /// about clustering, and where no cluster differs from another, it is the effective clusters: as if a cluster were one observation.
    /// </remarks>
    public double EffectiveSize => IsDegenerate || Value <= 0 || Value >= 1 ? EffectiveClusters : Value * (1 - Value) / Variance;

    /// <summary>Mid-P limits at the effective size × (t with rows − 1 over t with clusters − 1)², Korn and Graubard 1998.</summary>
    public Interval KornGraubardLimits(double level)
    {
        var p = Math.Clamp(Value, 0, 1);
        var effective = EffectiveSize;
        if (Clusters > 1 && Total - 1 > DegreesOfFreedom)
        {
            var t = StudentQuantile.TwoSided(level, Total - 1) / StudentQuantile.TwoSided(level, DegreesOfFreedom);
            effective *= t * t;
        }

        var limits = BinomialInterval.MidP(Math.Min(p * effective, effective), effective, level);
        return limits with { Low = Math.Min(limits.Low, p), High = Math.Max(limits.High, p) };
    }
}

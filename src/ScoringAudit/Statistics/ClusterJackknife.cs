using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>The interval of any smooth function of sums, when whole clusters are left out one at a time.</summary>
/// <remarks>
/// θ = f(Σ sums). Variance = (G − 1)/G Σ (θ without cluster c − θ)², over the G clusters that hold anything. Half width: a t quantile. Its degrees of
/// freedom say how well that variance is known: 2 (Σu²)² / (Σu⁴ − (Σu²)²/G) with u the leave-one-out changes, at most G − 1 and at least 1 (Satterthwaite's
/// rule with the variance of a variance; about G − 1 where clusters contribute alike, few where a handful decides). Sources: Miller 1974; Satterthwaite 1946.
/// </remarks>
public static class ClusterJackknife
{
    /// <summary>Estimate and interval.</summary>
    /// <param name="sums">For each cluster its sums, all of one length; a cluster whose sums are all 0 holds nothing.</param>
    /// <param name="function">The quantity as a function of total sums; undefined is an <see cref="Estimate"/> with a reason.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <returns>
    /// No interval with fewer than two clusters, where leaving a cluster out leaves the quantity undefined, or where no cluster changes it at all:
    /// then the sample says nothing about how much it varies.
    /// </returns>
    public static IntervalEstimate Of(IReadOnlyList<double[]> sums, Func<double[], Estimate> function, double level)
    {
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(function);
        Guard.Level(level);
        var used = sums.Where(s => Array.Exists(s, x => x != 0)).ToList();
        var total = Total(used);
        var estimate = function(total);
        if (!estimate.IsDefined || used.Count < 2)
        {
            return new IntervalEstimate(estimate, null, IntervalMethods.None, Clusters: used.Count);
        }

        double squares = 0, fourths = 0;
        var rest = new double[total.Length];
        foreach (var cluster in used)
        {
            for (var k = 0; k < rest.Length; k++)
            {
                rest[k] = total[k] - cluster[k];
            }

            if (function(rest) is not { IsDefined: true } without)
            {
                return new IntervalEstimate(estimate, null, IntervalMethods.None, Clusters: used.Count);
            }

            var u = without.Value - estimate.Value;
            squares += u * u;
            fourths += u * u * u * u;
        }

        return Interval(estimate, squares, fourths, used.Count, (used.Count - 1.0) / used.Count, level, IntervalMethods.ClusterJackknifePairedT);
    }

    /// <summary>The interval that contributions of clusters give: estimate ± t · √(factor Σu²).</summary>
    internal static IntervalEstimate Interval(Estimate estimate, double squares, double fourths, long clusters, double factor, double level, string method)
    {
        // Rounding leaves about 1e-16 of each leave-one-out change.
        if (!(squares > 1e-28 * clusters))
        {
            return new IntervalEstimate(estimate, null, IntervalMethods.None, Clusters: clusters);
        }

        var spread = fourths - (squares * squares / clusters);
        var known = spread > 0 ? 2 * squares * squares / spread : double.PositiveInfinity;
        var df = Math.Max(1, Math.Min(clusters - 1, known));
        var error = Math.Sqrt(squares * factor);
        var half = StudentQuantile.TwoSided(level, df) * error;
        return new IntervalEstimate(estimate, new Interval(estimate.Value - half, estimate.Value + half, level), method, error, clusters, df);
    }

    private static double[] Total(List<double[]> sums)
    {
        if (sums.Count == 0)
        {
            return [];
        }

        var total = new double[sums[0].Length];
        for (var k = 0; k < total.Length; k++)
        {
            var exact = new ExactSum();
            foreach (var s in sums)
            {
                exact.Add(s[k]);
            }

            total[k] = exact.ToDouble();
        }

        return total;
    }
}

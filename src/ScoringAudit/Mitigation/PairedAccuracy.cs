using ScoringAudit.Metrics;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Mitigation;

/// <summary>How much more accurate one score is than another on the same rows, with weights and clusters.</summary>
public static class PairedAccuracy
{
    /// <summary>AUC of the second score less that of the first.</summary>
    /// <remarks>
    /// Each row's placement (the weight share of the other outcome that it is ordered rightly against) under both scores; the difference's contributions are summed per
    /// cluster (DeLong et al. 1988; clusters: Obuchowski 1997), degrees of freedom as in <see cref="ClusterJackknife"/>. Undefined where all rows have one outcome.
    /// </remarks>
    /// <param name="first">Risk scores; not NaN.</param>
    /// <param name="second">Risk scores of the same rows.</param>
    /// <param name="adverse">1 adverse, 0 not; −1 (not observed) is left out.</param>
    /// <param name="weights">Weights; empty for 1 each.</param>
    /// <param name="clusters">Clusters; empty: every row is its own.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    public static IntervalEstimate AucDifference(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<sbyte> adverse, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters, double level)
    {
        Check(first.Length, second.Length, adverse.Length, weights.Length, clusters.Length);
        double ones = 0, zeros = 0;
        for (var i = 0; i < adverse.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            ones += adverse[i] == 1 ? w : 0;
            zeros += adverse[i] == 0 ? w : 0;
        }

        if (OneClass(ones, zeros) is { } reason)
        {
            return new IntervalEstimate(Estimate.Undefined(reason), null, IntervalMethods.None);
        }

        var a = Placements(first, adverse, weights, ones, zeros);
        var b = Placements(second, adverse, weights, ones, zeros);
        var sum = new ExactSum();
        for (var i = 0; i < a.Length; i++)
        {
            if (adverse[i] == 1)
            {
                sum.Add((weights.IsEmpty ? 1 : weights[i]) * (b[i] - a[i]));
            }
        }

        var delta = sum.ToDouble() / ones;
        var scatter = new Dictionary<int, double>();
        for (var i = 0; i < a.Length; i++)
        {
            if (adverse[i] >= 0)
            {
                var c = clusters.IsEmpty ? i : clusters[i];
                var w = weights.IsEmpty ? 1 : weights[i];
                scatter[c] = scatter.GetValueOrDefault(c) + (w * (b[i] - a[i] - delta) / (adverse[i] == 1 ? ones : zeros));
            }
        }

        return FromScatter(Estimate.Of(delta), scatter.Values, IntervalMethods.ClusterPairedAucT, level);
    }

    /// <summary>Mean log-loss of the second score less that of the first; below 0 the second is more accurate.</summary>
    /// <param name="first">Probabilities of the adverse outcome, in [0, 1].</param>
    /// <param name="second">The second score's.</param>
    /// <param name="adverse">1 adverse, 0 not; −1 is left out.</param>
    /// <param name="weights">Weights; empty for 1 each.</param>
    /// <param name="clusters">Clusters; empty: every row is its own.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    public static IntervalEstimate LogLossDifference(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<sbyte> adverse, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters, double level)
    {
        Check(first.Length, second.Length, adverse.Length, weights.Length, clusters.Length);
        var sums = new Dictionary<int, double[]>();
        for (var i = 0; i < adverse.Length; i++)
        {
            if (adverse[i] < 0)
            {
                continue;
            }

            if (!double.IsFinite(first[i]) || !double.IsFinite(second[i]))
            {
                return new IntervalEstimate(Estimate.Undefined("a score is no probability"), null, IntervalMethods.None);
            }

            var c = clusters.IsEmpty ? i : clusters[i];
            if (!sums.TryGetValue(c, out var s))
            {
                sums.Add(c, s = new double[2]);
            }

            var w = weights.IsEmpty ? 1 : weights[i];
            s[0] += w;
            s[1] += w * (LogLoss.Term(second[i], (byte)adverse[i], out _) - LogLoss.Term(first[i], (byte)adverse[i], out _));
        }

        return ClusterJackknife.Of([.. sums.Values], s => s.Length == 0 || s[0] == 0 ? Estimate.Undefined("there are no rows") : Estimate.Of(s[1] / s[0]), level);
    }

    private static IntervalEstimate FromScatter(Estimate delta, Dictionary<int, double>.ValueCollection scatter, string method, double level)
    {
        if (scatter.Count < 2)
        {
            return new IntervalEstimate(delta, null, IntervalMethods.None, Clusters: scatter.Count);
        }

        double squares = 0, fourths = 0;
        foreach (var u in scatter)
        {
            squares += u * u;
            fourths += u * u * u * u;
        }

        return ClusterJackknife.Interval(delta, squares, fourths, scatter.Count, scatter.Count / (scatter.Count - 1.0), level, method);
    }

    private static double[] Placements(ReadOnlySpan<double> scores, ReadOnlySpan<sbyte> adverse, ReadOnlySpan<double> weights, double ones, double zeros)
    {
        double[] keys = [.. scores];
        if (Array.Exists(keys, double.IsNaN))
        {
            throw new ArgumentException("A score is NaN; leave such rows out and count them before measuring.", nameof(scores));
        }

        int[] rows = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, rows);
        var place = new double[keys.Length];
        double onesBelow = 0, zerosBelow = 0;
        for (var start = 0; start < keys.Length;)
        {
            double tiedOnes = 0, tiedZeros = 0;
            var end = start;
            for (; end < keys.Length && keys[end] == keys[start]; end++)
            {
                var w = weights.IsEmpty ? 1 : weights[rows[end]];
                tiedOnes += adverse[rows[end]] == 1 ? w : 0;
                tiedZeros += adverse[rows[end]] == 0 ? w : 0;
            }

            for (var i = start; i < end; i++)
            {
                place[rows[i]] = adverse[rows[i]] == 1
                    ? (zerosBelow + (0.5 * tiedZeros)) / zeros
                    : (ones - onesBelow - (0.5 * tiedOnes)) / ones;
            }

            onesBelow += tiedOnes;
            zerosBelow += tiedZeros;
            start = end;
        }

        return place;
    }

    private static string? OneClass(double ones, double zeros) => ones > 0 && zeros > 0 ? null
        : ones == 0 && zeros == 0 ? "there are no rows"
        : ones == 0 ? "no row has the adverse outcome" : "all rows have the adverse outcome";

    private static void Check(int n, params ReadOnlySpan<int> others)
    {
        if (others[0] != n || others[1] != n || (others[2] != 0 && others[2] != n) || (others[3] != 0 && others[3] != n))
        {
            throw new ArgumentException($"Expected {n} values in each array, one per row.", nameof(others));
        }
    }
}

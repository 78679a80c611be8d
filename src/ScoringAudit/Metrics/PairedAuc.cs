using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Metrics;

/// <summary>The difference of the AUCs of two scores of the same rows, with a standard error that holds when rows of a cluster depend on each other.</summary>
/// <remarks>
/// Δ = AUC(first) − AUC(second); range [−1, 1]; undefined when all rows have one outcome. Variance: sums per cluster of the rows' difference in
/// placements around its mean, adverse and other rows together, times G/(G − 1); t interval with G − 1 degrees of freedom. With every row its own
/// cluster it is the correlated-curves test of DeLong, DeLong and Clarke-Pearson 1988; clusters: Obuchowski 1997. Two equal scores give exactly 0.
/// </remarks>
public static class PairedAuc
{
    /// <summary>Compares two scores.</summary>
    /// <param name="first">Risk scores; not NaN.</param>
    /// <param name="second">Risk scores of the same rows.</param>
    /// <param name="adverse">1 for adverse, 0 for other.</param>
    /// <param name="clusters">Cluster of each row, in [0, clusterCount); empty: every row is its own.</param>
    /// <param name="clusterCount">Number of cluster numbers.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    public static IntervalEstimate Difference(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<byte> adverse, ReadOnlySpan<int> clusters, int clusterCount, double level)
    {
        ScoreKeys.Check(first, adverse);
        ScoreKeys.Check(second, adverse);
        var ones = 0;
        foreach (var label in adverse)
        {
            ones += label != 0 ? 1 : 0;
        }

        var zeros = adverse.Length - ones;
        if (RocAuc.OneClass(ones, zeros) is { } reason)
        {
            return new IntervalEstimate(Estimate.Undefined(reason), null, IntervalMethods.None);
        }

        var a = Placements(first, adverse, ones, zeros);
        var b = Placements(second, adverse, ones, zeros);
        var aucA = MeanOfOnes(a, adverse, ones);
        var aucB = MeanOfOnes(b, adverse, ones);
        var delta = aucA - aucB;
        var size = clusters.IsEmpty ? adverse.Length : clusterCount;
        var scatter = new double[size];
        var used = new bool[size];
        for (var i = 0; i < a.Length; i++)
        {
            var c = clusters.IsEmpty ? i : clusters[i];
            used[c] = true;
            scatter[c] += (a[i] - b[i] - delta) / (adverse[i] != 0 ? ones : zeros);
        }

        long count = used.LongCount(u => u);
        if (count < 2)
        {
            return new IntervalEstimate(Estimate.Of(delta), null, IntervalMethods.None, Clusters: count);
        }

        var squares = 0.0;
        foreach (var d in scatter)
        {
            squares += d * d;
        }

        var error = Math.Sqrt(squares * count / (count - 1));
        var half = error == 0 ? 0 : StudentQuantile.TwoSided(level, count - 1) * error;
        return new IntervalEstimate(
            Estimate.Of(delta), new Interval(delta - half, delta + half, level), IntervalMethods.ClusterPairedAucT, error, count, count - 1);
    }

    // The share of rows of the other outcome that a row is ordered rightly against, ties counted half.
    internal static double[] Placements(ReadOnlySpan<double> scores, ReadOnlySpan<byte> adverse, int ones, int zeros)
    {
        var (keys, rows) = ScoreKeys.Order(scores);
        var place = new double[scores.Length];
        int onesBelow = 0, zerosBelow = 0;
        for (var start = 0; start < keys.Length;)
        {
            int tiedOnes = 0, end = start;
            for (; end < keys.Length && keys[end] == keys[start]; end++)
            {
                tiedOnes += adverse[rows[end]] != 0 ? 1 : 0;
            }

            var tiedZeros = end - start - tiedOnes;
            for (var i = start; i < end; i++)
            {
                place[rows[i]] = adverse[rows[i]] != 0
                    ? (zerosBelow + (0.5 * tiedZeros)) / zeros
                    : (ones - onesBelow - (0.5 * tiedOnes)) / ones;
            }

            onesBelow += tiedOnes;
            zerosBelow += tiedZeros;
            start = end;
        }

        return place;
    }

    internal static double MeanOfOnes(double[] place, ReadOnlySpan<byte> adverse, int ones)
    {
        var sum = new ExactSum();
        for (var i = 0; i < place.Length; i++)
        {
            if (adverse[i] != 0)
            {
                sum.Add(place[i]);
            }
        }

        return sum.ToDouble() / ones;
    }
}

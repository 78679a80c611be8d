using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Kolmogorov–Smirnov and Wasserstein distance of two groups' scores with percentile intervals from a bootstrap of whole clusters.</summary>
/// <remarks>Both distances are at least 0 and larger in a sample than in truth; near 0 the interval lies too high and never holds 0. Read them beside the signed measures.</remarks>
public static class ScoreGap
{
    /// <summary>The two distances of a group against a reference.</summary>
    /// <param name="scores">Scores of all rows.</param>
    /// <param name="codes">Group of each row.</param>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="weights">Weights, or empty.</param>
    /// <param name="clusters">Clusters, or empty where rows are independent.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <param name="streams">Stream of the draws: replicate r uses its child r.</param>
    /// <param name="replicates">Number of replicates; 0 for no intervals.</param>
    public static (IntervalEstimate KolmogorovSmirnov, IntervalEstimate Wasserstein) Of(
        ReadOnlySpan<double> scores, ReadOnlySpan<int> codes, int group, int reference, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters, double level, Streams streams, int replicates)
    {
        // Rows of the two groups in score order; equal scores in an order of content, so that cluster numbers by first appearance do not matter.
        var count = 0;
        foreach (var code in codes)
        {
            count += code == group || code == reference ? 1 : 0;
        }

        var sorted = new Row[count];
        var numbers = new Dictionary<int, int>();
        count = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (codes[i] == group || codes[i] == reference)
            {
                var cluster = count;
                if (!clusters.IsEmpty && !numbers.TryGetValue(clusters[i], out cluster))
                {
                    cluster = numbers.Count;
                    numbers.Add(clusters[i], cluster);
                }

                sorted[count++] = new Row(scores[i], (codes[i] == group ? 1 : -1) * (weights.IsEmpty ? 1 : weights[i]), cluster);
            }
        }

        Array.Sort(sorted, static (a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score) : a.Weight.CompareTo(b.Weight));
        count = clusters.IsEmpty ? sorted.Length : numbers.Count;
        for (var i = 0; clusters.IsEmpty && i < sorted.Length; i++)
        {
            sorted[i] = sorted[i] with { Cluster = i };
        }

        var order = clusters.IsEmpty || replicates == 0 ? [.. Enumerable.Range(0, count)] : Canonical(sorted, count);
        var once = new int[count];
        Array.Fill(once, 1);
        if (Distances(sorted, once) is not { } value)
        {
            var none = new IntervalEstimate(Estimate.Undefined(sorted.Any(r => r.Weight > 0) ? "the reference group has no scores" : "the group has no scores"), null, IntervalMethods.None);
            return (none, none);
        }

        var enough = Math.Min(ClustersOf(sorted, 1), ClustersOf(sorted, -1)) >= 2;
        double[] ks = new double[replicates], area = new double[replicates];
        var draws = 0;
        var drawn = new int[count];
        var weight = new int[count];
        for (var r = 0; r < (enough ? replicates : 0); r++)
        {
            var random = streams.Derive(r).Sequence();
            MultinomialCounts.ClusterWeights(ref random, drawn);
            for (var k = 0; k < count; k++)
            {
                weight[order[k]] = drawn[k];
            }

            if (Distances(sorted, weight) is { } replicate)
            {
                (ks[draws], area[draws]) = replicate;
                draws++;
            }
        }

        return (Result(value.Ks, ks, draws, replicates, level, count), Result(value.Area, area, draws, replicates, level, count));
    }

    private static IntervalEstimate Result(double value, double[] drawn, int draws, int replicates, double level, long clusters)
    {
        if (draws < 20 || draws < 0.9 * replicates)
        {
            return new IntervalEstimate(Estimate.Of(value), null, IntervalMethods.None, Clusters: clusters);
        }

        var sorted = drawn.AsSpan(0, draws);
        sorted.Sort();
        var interval = new Interval(MultinomialCounts.Quantile(sorted, (1 - level) / 2), MultinomialCounts.Quantile(sorted, (1 + level) / 2), level);
        return new IntervalEstimate(Estimate.Of(value), interval, IntervalMethods.ClusterBootstrapPercentile, Clusters: clusters);
    }

    // Clusters by their content: the draws fall on the same rows whatever the order of the file.
    private static int[] Canonical(Row[] sorted, int clusters)
    {
        var order = new int[clusters];
        var first = new List<(double Score, double Weight)>[clusters];
        for (var k = 0; k < clusters; k++)
        {
            order[k] = k;
            first[k] = [];
        }

        foreach (var row in sorted)
        {
            first[row.Cluster].Add((row.Score, row.Weight));
        }

        foreach (var rows in first)
        {
            rows.Sort();
        }

        Array.Sort(order, (a, b) =>
        {
            for (var i = 0; i < first[a].Count && i < first[b].Count; i++)
            {
                var c = first[a][i].CompareTo(first[b][i]);
                if (c != 0)
                {
                    return c;
                }
            }

            return first[a].Count.CompareTo(first[b].Count);
        });
        return order;
    }

    // One, or two for "at least two".
    private static int ClustersOf(Row[] rows, int sign)
    {
        var first = -1;
        foreach (var row in rows)
        {
            if (row.Weight * sign > 0)
            {
                if (first >= 0 && row.Cluster != first)
                {
                    return 2;
                }

                first = row.Cluster;
            }
        }

        return first < 0 ? 0 : 1;
    }

    // Gap of the two distribution functions at every distinct score.
    private static (double Ks, double Area)? Distances(Row[] rows, int[] weights)
    {
        double n1 = 0, n0 = 0;
        foreach (var row in rows)
        {
            var w = weights[row.Cluster] * row.Weight;
            n1 += Math.Max(0, w);
            n0 += Math.Max(0, -w);
        }

        if (n1 <= 0 || n0 <= 0)
        {
            return null;
        }

        double a = 0, b = 0, ks = 0, area = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var w = weights[rows[i].Cluster] * rows[i].Weight;
            a += Math.Max(0, w);
            b += Math.Max(0, -w);
            if (i + 1 < rows.Length && rows[i + 1].Score > rows[i].Score)
            {
                var gap = Math.Abs((a / n1) - (b / n0));
                ks = Math.Max(ks, gap);
                area += gap * (rows[i + 1].Score - rows[i].Score);
            }
        }

        return (ks, area);
    }

    // Weight is positive for the group, negative for the reference.
    private readonly record struct Row(double Score, double Weight, int Cluster);
}

using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Permutation test that a score, or a decision, does not depend on membership: labels are shuffled over what is independent.</summary>
/// <remarks>
/// Rows independent: labels of rows are shuffled. Clustered: labels of whole clusters, which needs clusters of one group each; where groups mix inside clusters
/// labels are shuffled within each cluster, which tests the difference within clusters only. p = (1 + replicates at least as extreme) / (1 + replicates),
/// never 0. Sources: Fisher 1935; Phipson and Smyth 2010.
/// </remarks>
public static class PermutationTest
{
    /// <summary>Tests the difference of means.</summary>
    /// <param name="values">Scores, or decisions as 0 and 1.</param>
    /// <param name="isGroup">Whether a row is of the group; else it is of the reference.</param>
    /// <param name="clusters">Clusters, or empty where rows are independent.</param>
    /// <param name="streams">Stream of the draws: replicate r uses its child r.</param>
    /// <param name="replicates">Number of shuffles, at least 99.</param>
    public static PermutationResult Of(ReadOnlySpan<double> values, ReadOnlySpan<bool> isGroup, ReadOnlySpan<int> clusters, Streams streams, int replicates = 999)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 99);
        if (values.Length != isGroup.Length || (!clusters.IsEmpty && clusters.Length != values.Length))
        {
            throw new ArgumentException($"Expected {values.Length} labels and clusters, one per value, found {isGroup.Length} and {clusters.Length}.", nameof(isGroup));
        }

        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        double[] x = values.ToArray();
        bool[] member = isGroup.ToArray();
        int[] unit = clusters.IsEmpty ? order : clusters.ToArray();

        // Units in the order of what they hold, so that the file's order does not matter.
        var units = order.GroupBy(i => unit[i]).Select(g => g.OrderBy(i => x[i]).ThenBy(i => member[i]).ToArray())
            .OrderBy(g => g, Comparer<int[]>.Create((a, b) => Compare(a, b, x, member))).ToArray();
        var observed = Difference(x, member);
        if (!observed.IsDefined)
        {
            return new PermutationResult(observed, observed, "rows", 0);
        }

        var pure = units.All(u => u.All(i => member[i] == member[u[0]]));
        var shuffled = clusters.IsEmpty ? "rows" : pure ? "clusters" : "rows_within_clusters";
        long extreme = 0;
        var labels = new bool[x.Length];
        var unitLabels = units.Select(u => member[u[0]]).ToArray();
        var defined = 0;
        for (var r = 0; r < replicates; r++)
        {
            var random = streams.Derive(r).Sequence();
            if (pure)
            {
                var mixed = (bool[])unitLabels.Clone();
                random.Shuffle<bool>(mixed);
                for (var u = 0; u < units.Length; u++)
                {
                    foreach (var i in units[u])
                    {
                        labels[i] = mixed[u];
                    }
                }
            }
            else
            {
                foreach (var rows in units)
                {
                    bool[] mixed = [.. rows.Select(i => member[i])];
                    random.Shuffle<bool>(mixed);
                    for (var i = 0; i < rows.Length; i++)
                    {
                        labels[rows[i]] = mixed[i];
                    }
                }
            }

            if (Difference(x, labels) is { IsDefined: true } difference)
            {
                defined++;
                extreme += Math.Abs(difference.Value) >= Math.Abs(observed.Value) * (1 - 1e-12) ? 1 : 0;
            }
        }

        return new PermutationResult(Estimate.Of((1.0 + extreme) / (1 + defined)), observed, shuffled, defined);
    }

    private static Estimate Difference(double[] values, bool[] member)
    {
        double sum1 = 0, sum0 = 0;
        long n1 = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (member[i])
            {
                sum1 += values[i];
                n1++;
            }
            else
            {
                sum0 += values[i];
            }
        }

        var n0 = values.Length - n1;
        return n1 == 0 ? Estimate.Undefined("the group has no rows")
            : n0 == 0 ? Estimate.Undefined("the reference group has no rows")
            : Estimate.Of((sum1 / n1) - (sum0 / n0));
    }

    private static int Compare(int[] a, int[] b, double[] x, bool[] member)
    {
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            var c = x[a[i]].CompareTo(x[b[i]]);
            c = c != 0 ? c : member[a[i]].CompareTo(member[b[i]]);
            if (c != 0)
            {
                return c;
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}

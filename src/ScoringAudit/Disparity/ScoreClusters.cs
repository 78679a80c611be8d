namespace ScoringAudit.Disparity;

/// <summary>Sums of a quantity over rows, by cluster; a row is a cluster where rows are independent.</summary>
internal static class ScoreClusters
{
    /// <summary>Weight and weighted sum of a group and a reference in each cluster that has a row of either, in an order that depends on content only.</summary>
    public static ClusterCounts Of(ReadOnlySpan<double> values, ReadOnlySpan<int> codes, int group, int reference, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters)
    {
        var sums = new List<Sums>();
        var at = new Dictionary<int, int>();
        for (var i = 0; i < values.Length; i++)
        {
            if (codes[i] != group && codes[i] != reference)
            {
                continue;
            }

            int k;
            if (clusters.IsEmpty)
            {
                k = sums.Count;
                sums.Add(default);
            }
            else if (!at.TryGetValue(clusters[i], out k))
            {
                k = sums.Count;
                at.Add(clusters[i], k);
                sums.Add(default);
            }

            var w = weights.IsEmpty ? 1 : weights[i];
            var s = sums[k];
            sums[k] = codes[i] == group ? s with { N1 = s.N1 + w, X1 = s.X1 + (w * values[i]) } : s with { N0 = s.N0 + w, X0 = s.X0 + (w * values[i]) };
        }

        sums.RemoveAll(s => s.N1 == 0 && s.N0 == 0);
        sums.Sort();
        return new ClusterCounts([.. sums.Select(s => s.N1)], [.. sums.Select(s => s.X1)], [.. sums.Select(s => s.N0)], [.. sums.Select(s => s.X0)]);
    }

    private readonly record struct Sums(double N1, double X1, double N0, double X0) : IComparable<Sums>
    {
        public int CompareTo(Sums other)
        {
            var c = N1.CompareTo(other.N1);
            c = c != 0 ? c : X1.CompareTo(other.X1);
            c = c != 0 ? c : N0.CompareTo(other.N0);
            return c != 0 ? c : X0.CompareTo(other.X0);
        }
    }
}

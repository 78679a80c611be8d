using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Orders a tally's entries by cluster, and clusters by what they hold: cluster numbers follow the rows' order, sums of doubles must not.</summary>
internal static class ClusterOrder
{
    private const int Cells = ConfusionCounts.Cells;

    /// <summary>Positions of the entries, those of a cluster together and by group.</summary>
    /// <param name="keys">cluster × groups + group of each entry.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="rows">Six counts an entry.</param>
    /// <param name="weights">Six sums of weights an entry, or empty.</param>
    /// <param name="squares">Six sums of squared weights an entry, or empty.</param>
    public static int[] Of(long[] keys, int groups, long[] rows, FixedSum[] weights, FixedSum[] squares)
    {
        var entries = new int[keys.Length];
        for (var e = 0; e < entries.Length; e++)
        {
            entries[e] = e;
        }

        Array.Sort((long[])keys.Clone(), entries);
        var starts = new List<int>();
        for (var i = 0; i < entries.Length; i++)
        {
            if (i == 0 || keys[entries[i]] / groups != keys[entries[i - 1]] / groups)
            {
                starts.Add(i);
            }
        }

        starts.Add(entries.Length);
        var clusters = new int[starts.Count - 1];
        for (var c = 0; c < clusters.Length; c++)
        {
            clusters[c] = c;
        }

        int Compare(int x, int y)
        {
            int a = starts[x], b = starts[y];
            for (; a < starts[x + 1] && b < starts[y + 1]; a++, b++)
            {
                var byGroup = (keys[entries[a]] % groups).CompareTo(keys[entries[b]] % groups);
                if (byGroup != 0)
                {
                    return byGroup;
                }

                for (var c = 0; c < Cells; c++)
                {
                    int i = (entries[a] * Cells) + c, j = (entries[b] * Cells) + c;
                    var compared = rows[i].CompareTo(rows[j]);
                    compared = compared != 0 || weights.Length == 0 ? compared : weights[i].Raw.CompareTo(weights[j].Raw);
                    compared = compared != 0 || weights.Length == 0 ? compared : squares[i].Raw.CompareTo(squares[j].Raw);
                    if (compared != 0)
                    {
                        return compared;
                    }
                }
            }

            return (starts[x + 1] - starts[x]).CompareTo(starts[y + 1] - starts[y]);
        }

        Array.Sort(clusters, Compare);
        var order = new int[entries.Length];
        var at = 0;
        foreach (var c in clusters)
        {
            for (var i = starts[c]; i < starts[c + 1]; i++)
            {
                order[at++] = entries[i];
            }
        }

        return order;
    }
}

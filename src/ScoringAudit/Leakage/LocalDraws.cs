using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Conditional permutation p-values of local Moran statistics.</summary>
internal static class LocalDraws
{
    private const int MostShared = 99_999;
    private const int FewestShared = 999;
    private const int DrawBudget = 8_000_000;
    private const int MostOwn = 9_999;
    private const int EnoughExtreme = 20;

    /// <summary>One-sided to clustering: the neighbours' sum lies on the node's own side at least as far out.</summary>
    public static double[] PValues(double[] z, double[] lag, SparseWeights graph, Streams streams, int replicates, CancellationToken cancel)
    {
        var p = new double[z.Length];
        var ofSize = new SortedDictionary<int, List<int>>();
        for (var i = 0; i < z.Length; i++)
        {
            var k = graph.ReadBy(i).Length;
            if (k == 0 || k >= z.Length - 1 || z[i] == 0)
            {
                p[i] = 1; // no neighbours, or all of the others: nothing can be dealt out otherwise
            }
            else if (graph.HasEqualWeights && 2 * k < z.Length)
            {
                if (!ofSize.TryGetValue(k, out var list))
                {
                    ofSize.Add(k, list = []);
                }

                list.Add(i);
            }
            else
            {
                p[i] = Own(z, lag[i], graph, i, streams.Derive("own").Derive(i), replicates == 0 ? MostOwn : replicates);
            }
        }

        foreach (var (k, nodes) in ofSize)
        {
            cancel.ThrowIfCancellationRequested();
            var draws = replicates == 0 ? Math.Clamp(DrawBudget / k, FewestShared, MostShared) : replicates;
            Shared(z, lag, graph, k, nodes, draws, streams.Derive("shared").Derive(k), p);
        }

        return p;
    }

    private static void Shared(double[] z, double[] lag, SparseWeights graph, int k, List<int> nodes, int draws, Streams streams, double[] p)
    {
        var sums = new double[draws];
        var drawn = new int[draws * k];
        var random = streams.Sequence();
        for (var r = 0; r < draws; r++)
        {
            var set = drawn.AsSpan(r * k, k);
            Draw(set, z.Length, ref random);
            foreach (var j in set)
            {
                sums[r] += z[j];
            }
        }

        // In which draws each node stands.
        var first = new int[z.Length + 1];
        foreach (var j in drawn)
        {
            first[j + 1]++;
        }

        for (var i = 0; i < z.Length; i++)
        {
            first[i + 1] += first[i];
        }

        var next = first[..^1];
        var holds = new int[drawn.Length];
        for (var e = 0; e < drawn.Length; e++)
        {
            holds[next[drawn[e]]++] = e / k;
        }

        var sorted = (double[])sums.Clone();
        Array.Sort(sorted);
        foreach (var i in nodes)
        {
            var observed = lag[i] / graph.LinkWeight(i, 0);
            var slack = 1e-9 * (1 + Math.Abs(observed));
            var high = z[i] > 0;
            var bound = high ? observed - slack : observed + slack;
            var extreme = high ? draws - Below(sorted, bound) : Below(sorted, Math.BitIncrement(bound));
            var left = draws;
            for (var at = first[i]; at < first[i + 1]; at++)
            {
                var sum = sums[holds[at]];
                left--;
                extreme -= (high ? sum >= bound : sum <= bound) ? 1 : 0;
            }

            p[i] = (1 + extreme) / (1.0 + left);
        }
    }

    private static double Own(double[] z, double lag, SparseWeights graph, int i, Streams streams, int most)
    {
        var k = graph.ReadBy(i).Length;
        var set = new int[k];
        var random = streams.Sequence();
        int extreme = 0, done = 0;
        var slack = 1e-9 * (1 + Math.Abs(lag));
        while (done < most && extreme < EnoughExtreme)
        {
            Draw(set, z.Length - 1, ref random);
            var sum = 0.0;
            for (var e = 0; e < k; e++)
            {
                sum += graph.LinkWeight(i, e) * z[set[e] < i ? set[e] : set[e] + 1];
            }

            extreme += (z[i] > 0 ? sum >= lag - slack : sum <= lag + slack) ? 1 : 0;
            done++;
        }

        // Stopped early, the share itself is unbiased; run to the end, the node's own order counts as one.
        return extreme == EnoughExtreme && done < most ? (double)extreme / done : (1 + extreme) / (1.0 + done);
    }

    // A set without repeats, in random order: a number that is there already is drawn again; for sets of more than half, a shuffle.
    private static void Draw(Span<int> set, int from, ref RandomSequence random)
    {
        if (2 * set.Length > from)
        {
            var all = Enumerable.Range(0, from).ToArray();
            random.Shuffle(all.AsSpan());
            all.AsSpan(0, set.Length).CopyTo(set);
            return;
        }

        var known = set.Length > 16 ? new HashSet<int>() : null;
        for (var e = 0; e < set.Length; e++)
        {
            int j;
            do
            {
                j = random.NextBelow(from);
            }
            while (known is null ? set[..e].Contains(j) : !known.Add(j));
            set[e] = j;
        }
    }

    private static int Below(double[] sorted, double bound)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] < bound ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

namespace ScoringAudit.Networks;

/// <summary>Directed, weighted edges between numbered nodes, sorted by from and then to, each pair once. From → to means: from reads to.</summary>
/// <param name="Nodes">Number of nodes; ends are in [0, Nodes).</param>
/// <param name="From">The node that reads.</param>
/// <param name="To">The node that is read.</param>
/// <param name="Weight">Finite, at least 0.</param>
/// <param name="Unknown">Rows of the source that named a node that is not there; left out.</param>
/// <param name="SelfLoops">Rows from a node to itself; left out.</param>
/// <param name="Duplicates">Rows that repeated a pair; see <see cref="Of"/>.</param>
public sealed record EdgeList(int Nodes, int[] From, int[] To, double[] Weight, long Unknown, long SelfLoops, long Duplicates)
{
    /// <summary>Number of edges.</summary>
    public int Count => From.Length;

    /// <summary>Sorts edges, leaves self-loops out and merges repeated pairs.</summary>
    /// <param name="nodes">Number of nodes.</param>
    /// <param name="from">The node that reads, for each edge.</param>
    /// <param name="to">The node that is read.</param>
    /// <param name="weight">Weights, which repeated pairs add up; empty: every pair has weight 1, however often it stands there.</param>
    /// <param name="unknown">Rows left out before.</param>
    public static EdgeList Of(int nodes, ReadOnlySpan<int> from, ReadOnlySpan<int> to, ReadOnlySpan<double> weight, long unknown = 0)
    {
        var keys = new long[from.Length];
        var weights = new double[from.Length];
        var n = 0;
        long loops = 0;
        for (var e = 0; e < from.Length; e++)
        {
            if (from[e] == to[e])
            {
                loops++;
                continue;
            }

            keys[n] = Key(from[e], to[e]);
            weights[n++] = weight.IsEmpty ? 1 : weight[e];
        }

        Array.Sort(keys, weights, 0, n);
        var kept = 0;
        for (var i = 0; i < n; i++)
        {
            if (kept > 0 && keys[i] == keys[kept - 1])
            {
                weights[kept - 1] += weight.IsEmpty ? 0 : weights[i];
                continue;
            }

            keys[kept] = keys[i];
            weights[kept++] = weights[i];
        }

        var list = new EdgeList(nodes, new int[kept], new int[kept], weights[..kept], unknown, loops, n - kept);
        for (var i = 0; i < kept; i++)
        {
            list.From[i] = (int)(keys[i] >> 32);
            list.To[i] = (int)keys[i];
        }

        return list;
    }

    /// <summary>Every edge both ways; where both stand there already, the larger weight holds for both. The counts of what was left out stay.</summary>
    public EdgeList BothWays()
    {
        var at = new Dictionary<long, double>(Count);
        for (var e = 0; e < Count; e++)
        {
            at.Add(Key(From[e], To[e]), Weight[e]);
        }

        List<int> from = new(2 * Count), to = new(2 * Count);
        List<double> weight = new(2 * Count);
        for (var e = 0; e < Count; e++)
        {
            var stands = at.TryGetValue(Key(To[e], From[e]), out var back);
            from.Add(From[e]);
            to.Add(To[e]);
            weight.Add(Math.Max(Weight[e], back));
            if (!stands)
            {
                from.Add(To[e]);
                to.Add(From[e]);
                weight.Add(Weight[e]);
            }
        }

        return Of(Nodes, from.ToArray(), to.ToArray(), weight.ToArray()) with { Unknown = Unknown, SelfLoops = SelfLoops, Duplicates = Duplicates };
    }

    private static long Key(int from, int to) => ((long)from << 32) | (uint)to;
}

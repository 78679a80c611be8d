namespace ScoringAudit.Networks;

/// <summary>Connected components of an undirected graph, by union–find with path halving and union by size (Tarjan and van Leeuwen 1984).</summary>
public static class Components
{
    /// <summary>The component of each node as a dense code in order of the first node.</summary>
    /// <param name="nodes">Number of nodes.</param>
    /// <param name="from">One end of each edge.</param>
    /// <param name="to">The other end.</param>
    public static int[] Of(int nodes, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        var parent = new int[nodes];
        var size = new int[nodes];
        for (var i = 0; i < nodes; i++)
        {
            parent[i] = i;
            size[i] = 1;
        }

        for (var e = 0; e < from.Length; e++)
        {
            var a = Root(parent, from[e]);
            var b = Root(parent, to[e]);
            if (a == b)
            {
                continue;
            }

            (a, b) = size[a] >= size[b] ? (a, b) : (b, a);
            parent[b] = a;
            size[a] += size[b];
        }

        var code = new int[nodes];
        var ofRoot = new Dictionary<int, int>();
        for (var i = 0; i < nodes; i++)
        {
            var root = Root(parent, i);
            if (!ofRoot.TryGetValue(root, out code[i]))
            {
                code[i] = ofRoot.Count;
                ofRoot.Add(root, code[i]);
            }
        }

        return code;
    }

    private static int Root(int[] parent, int node)
    {
        while (parent[node] != node)
        {
            parent[node] = parent[parent[node]];
            node = parent[node];
        }

        return node;
    }
}

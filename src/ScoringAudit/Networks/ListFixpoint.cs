namespace ScoringAudit.Networks;

/// <summary>Lists that feed lists: a node is listed by its own record, or when its score, lowered by listed nodes that it reads, falls below a cut.</summary>
/// <remarks>
/// B_i = own_i or (base_i − penalty·Σ_j share_ij·B_j &lt; cut). The rule is monotone in B, so there is a least and a greatest fixpoint
/// (Tarski 1955); they are reached from nobody-but-own upwards and from everybody downwards. They differ where nodes hold each other on the
/// list. Each sweep uses the lists of the sweep before, so the order of nodes does not matter.
/// </remarks>
/// <param name="Least">Listed in every fixpoint.</param>
/// <param name="Greatest">Listed in some fixpoint.</param>
/// <param name="Steps">Sweeps, both directions together.</param>
public sealed record ListFixpoint(bool[] Least, bool[] Greatest, int Steps)
{
    /// <summary>Nodes on which the two differ.</summary>
    public int Undecided
    {
        get
        {
            var count = 0;
            for (var i = 0; i < Least.Length; i++)
            {
                count += Least[i] != Greatest[i] ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Solves from below and from above.</summary>
    /// <param name="graph">Who reads whom.</param>
    /// <param name="own">Listed by the own record.</param>
    /// <param name="scores">Score of each node if nobody else were listed.</param>
    /// <param name="penalty">Points lost when all nodes that are read are listed; at least 0.</param>
    /// <param name="cut">Below this score a node is listed.</param>
    public static ListFixpoint Solve(CsrGraph graph, ReadOnlySpan<bool> own, ReadOnlySpan<double> scores, double penalty, double cut)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(penalty);
        var steps = 0;
        var least = own.ToArray();
        var greatest = new bool[own.Length];
        greatest.AsSpan().Fill(true);
        var next = new bool[own.Length];
        foreach (var start in new[] { least, greatest })
        {
            bool changed;
            do
            {
                changed = false;
                for (var i = 0; i < own.Length; i++)
                {
                    next[i] = own[i] || scores[i] - (penalty * Share(graph, i, start)) < cut;
                    changed |= next[i] != start[i];
                }

                next.CopyTo(start.AsSpan());
                steps++;
            }
            while (changed);
        }

        return new ListFixpoint(least, greatest, steps);
    }

    /// <summary>The share of listed nodes among those that a node reads, by weight; 0 without links.</summary>
    public static double Share(CsrGraph graph, int node, ReadOnlySpan<bool> listed)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var sum = 0.0;
        for (var e = graph.Offsets[node]; e < graph.Offsets[node + 1]; e++)
        {
            sum += listed[graph.Targets[(int)e]] ? graph.Shares[(int)e] : 0;
        }

        return sum;
    }
}

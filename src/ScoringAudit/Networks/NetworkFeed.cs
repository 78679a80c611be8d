namespace ScoringAudit.Networks;

/// <summary>How scores feed scores over a graph: s = clip(base + level·(W s − centre) − worst·max over read nodes of (cut − s)⁺).</summary>
/// <remarks>Both feeds are 0 for a node without links. In the largest norm the map shrinks distances by level·(largest row sum) + worst.</remarks>
/// <param name="Level">Strength of the mean of the nodes that are read, at least 0.</param>
/// <param name="Centre">The score at which the mean neither gives nor takes.</param>
/// <param name="Worst">Strength of the worst node that is read, at least 0.</param>
/// <param name="Cut">Below this score a worst node takes points.</param>
/// <param name="Min">Smallest score.</param>
/// <param name="Max">Largest score.</param>
public sealed record NetworkFeed(double Level, double Centre, double Worst, double Cut, double Min, double Max)
{
    /// <summary>The contraction factor on a graph: below 1 there is exactly one fixpoint.</summary>
    public double Contraction(CsrGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Pairs == 0 ? 0 : (Level * graph.LargestRowSum) + Worst;
    }
}

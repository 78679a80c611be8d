namespace ScoringAudit.Networks;

/// <summary>Who is whose neighbour, as the one operation that measures need: the mean over each node's neighbours.</summary>
/// <remarks>Row-standardised: each node's weights sum to 1; a node without neighbours (an island) has lag 0 and is counted.</remarks>
public interface INeighbourGraph
{
    /// <summary>Number of nodes.</summary>
    int Nodes { get; }

    /// <summary>Nodes without neighbours.</summary>
    int Islands { get; }

    /// <summary>Number of pairs (i, j) where i reads j.</summary>
    long Pairs { get; }

    /// <summary>Writes the mean of the neighbours' values of each node.</summary>
    /// <param name="values">One value for each node.</param>
    /// <param name="lag">Receives one mean for each node.</param>
    void Lag(ReadOnlySpan<double> values, Span<double> lag);
}

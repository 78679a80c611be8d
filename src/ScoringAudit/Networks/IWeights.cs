namespace ScoringAudit.Networks;

/// <summary>A graph whose weights can be summed and turned round: what moments of spatial statistics need beyond a lag.</summary>
/// <remarks>The lag of weights that are not row-standardised is Σ_j w_ij v_j, no mean.</remarks>
public interface IWeights : INeighbourGraph
{
    /// <summary>Sums of weights.</summary>
    WeightSums Sums { get; }

    /// <summary>Writes Σ_i w_ij v_i for each node j: the lag over the links turned round.</summary>
    /// <param name="values">One value for each node.</param>
    /// <param name="lag">Receives one sum for each node.</param>
    void TransposedLag(ReadOnlySpan<double> values, Span<double> lag);

    /// <summary>Σ_ij w_ij z_i z_j of eight sets of values at once, each set a free permutation of the same values.</summary>
    /// <remarks>Node k of the lanes may be any fixed renumbering of the graph's nodes: the sets are exchangeable. Row sums are single precision, totals double.</remarks>
    /// <param name="lanes">Value of node k in set v at 8·k + v.</param>
    /// <param name="sums">Receives eight sums.</param>
    void CrossProducts8(ReadOnlySpan<float> lanes, Span<double> sums);
}

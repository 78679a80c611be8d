using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Geary's C of a score over a graph: 1 where neighbours are unrelated, below 1 where they are alike.</summary>
/// <remarks>C = (n − 1)/(2 S0) · Σ w_ij (y_i − y_j)² / z'z. The one-sided p counts small values. Undefined as Moran's I is. Source: Geary 1954; Cliff and Ord 1981, section 1.5.</remarks>
public static class GearyTest
{
    /// <summary>Measures and, with permutations above 0, tests.</summary>
    /// <param name="values">One score for each node; finite.</param>
    /// <param name="graph">Neighbours.</param>
    /// <param name="permutations">Number of permutations, 0 for none.</param>
    /// <param name="streams">Stream of the permutations.</param>
    /// <param name="tail">What counts as extreme.</param>
    public static SpatialStatistic Run(ReadOnlySpan<double> values, IWeights graph, int permutations, Streams streams, Tail tail = Tail.Less)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Pairs == 0)
        {
            return SpatialStatistic.Undefined("nobody has a neighbour in this graph");
        }

        var z = Centre.Of(values, graph.Nodes, out var ss);
        if (Centre.IsConstant(values, ss))
        {
            return SpatialStatistic.Undefined("the score is constant");
        }

        var both = Both(graph);
        var lag = new double[z.Length];
        var scale = (z.Length - 1) / (2 * graph.Sums.S0 * ss);
        double Statistic(double[] items) => SquaredDifferences(items, graph, both, lag) * scale;
        var c = Statistic(z);
        var k = SpatialMoments.Kurtosis(z);
        return new SpatialStatistic(
            Estimate.Of(c),
            SpatialMoments.GearyNormality(graph.Sums, z.Length),
            SpatialMoments.GearyRandomisation(graph.Sums, z.Length, k),
            permutations == 0 ? 1 : SpatialStatistic.Share(z, Statistic, c, permutations, streams.Derive("geary"), tail),
            permutations,
            tail);
    }

    // Row plus column sum of weights of each node.
    internal static double[] Both(IWeights graph)
    {
        var ones = new double[graph.Nodes];
        Array.Fill(ones, 1);
        double[] rows = new double[ones.Length], columns = new double[ones.Length];
        graph.Lag(ones, rows);
        graph.TransposedLag(ones, columns);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] += columns[i];
        }

        return rows;
    }

    // Σ w_ij (y_i − y_j)² = Σ_i (w_i. + w_.i) y_i² − 2 y'Wy
    internal static double SquaredDifferences(double[] values, IWeights graph, double[] both, double[] lag)
    {
        graph.Lag(values, lag);
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * ((both[i] * values[i]) - (2 * lag[i]));
        }

        return sum;
    }
}

using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Bivariate Moran's I: how one variable goes with another one among the neighbours, for example a score with the neighbours' income.</summary>
/// <remarks>I = (n/S0) · x'Wy / √(x'x · y'y), both centred. Symmetric in x and y only if the weights are. p permutes y. Source: Wartenberg 1985; Lee 2001.</remarks>
public static class BivariateMoran
{
    /// <summary>Measures and, with permutations above 0, tests.</summary>
    /// <param name="values">x: one value for each node.</param>
    /// <param name="ofNeighbours">y, whose lag is taken.</param>
    /// <param name="graph">Neighbours.</param>
    /// <param name="permutations">Number of permutations, 0 for none.</param>
    /// <param name="streams">Stream of the permutations.</param>
    public static SpatialStatistic Run(ReadOnlySpan<double> values, ReadOnlySpan<double> ofNeighbours, IWeights graph, int permutations, Streams streams)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Pairs == 0)
        {
            return SpatialStatistic.Undefined("nobody has a neighbour in this graph");
        }

        var x = Centre.Of(values, graph.Nodes, out var xx);
        var y = Centre.Of(ofNeighbours, graph.Nodes, out var yy);
        if (Centre.IsConstant(values, xx) || Centre.IsConstant(ofNeighbours, yy))
        {
            return SpatialStatistic.Undefined("a variable is constant");
        }

        var lag = new double[x.Length];
        var scale = x.Length / graph.Sums.S0 / Math.Sqrt(xx * yy);
        double Statistic(double[] other)
        {
            graph.Lag(other, lag);
            return OwnFit.Dot(x, lag) * scale;
        }

        var value = Statistic(y);
        var p = permutations == 0 ? 1 : SpatialStatistic.Share(y, Statistic, value, permutations, streams.Derive("bivariate-moran"), Tail.TwoSided);
        return new SpatialStatistic(Estimate.Of(value), default, default, p, permutations, Tail.TwoSided);
    }
}

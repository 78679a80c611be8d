using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Moran's I of a score over a neighbour graph, with a permutation test. It says clustering, not leakage: sorting alone gives I above 0.</summary>
/// <remarks>
/// I = (n / S0) · z'Wz / z'z with z the score less its mean and W row-standardised, so S0 is the number of nodes with neighbours. Range about [−1, 1];
/// −1/(n − 1) where neighbours are unrelated. p = (1 + #{I* ≥ I}) / (1 + R), one-sided to clustering, over R free permutations. Undefined for a
/// constant score or a graph without pairs. Source: Moran 1950; Cliff and Ord 1981, section 1.4.
/// </remarks>
public static class MoranTest
{
    /// <summary>Measures and tests.</summary>
    /// <param name="values">One score for each node; finite.</param>
    /// <param name="graph">Neighbours.</param>
    /// <param name="permutations">Number of permutations, at least 19.</param>
    /// <param name="streams">Stream of the permutations.</param>
    /// <param name="cancel">Stops the work.</param>
    public static MoranResult Run(ReadOnlySpan<double> values, INeighbourGraph graph, int permutations, Streams streams, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 19);
        var n = values.Length;
        var mean = 0.0;
        foreach (var v in values)
        {
            mean += v / n;
        }

        var z = new double[n];
        var ss = 0.0;
        for (var i = 0; i < n; i++)
        {
            z[i] = values[i] - mean;
            ss += z[i] * z[i];
        }

        if (graph.Pairs == 0)
        {
            return new MoranResult(Estimate.Undefined("nobody has a neighbour in this graph"), 1, 0, 0, graph.Pairs);
        }

        if (ss <= 1e-24 * n * (1 + (mean * mean)))
        {
            return new MoranResult(Estimate.Undefined("the score is constant"), 1, 0, 0, graph.Pairs);
        }

        var scale = n / (double)(n - graph.Islands) / ss;
        var lag = new double[n];
        var observed = Numerator(z, graph, lag) * scale;
        var sequence = streams.Derive("moran").Sequence();
        var exceed = 0;
        for (var r = 0; r < permutations; r++)
        {
            cancel.ThrowIfCancellationRequested();
            sequence.Shuffle(z.AsSpan());
            exceed += Numerator(z, graph, lag) * scale >= observed ? 1 : 0;
        }

        return new MoranResult(Estimate.Of(observed), (1 + exceed) / (1.0 + permutations), permutations, -1.0 / (n - 1), graph.Pairs);
    }

    private static double Numerator(double[] z, INeighbourGraph graph, double[] lag)
    {
        graph.Lag(z, lag);
        var sum = 0.0;
        for (var i = 0; i < z.Length; i++)
        {
            sum += z[i] * lag[i];
        }

        return sum;
    }
}

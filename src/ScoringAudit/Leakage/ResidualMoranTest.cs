using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Moran's I of what own features do not explain of a score. An own feature that the auditor does not see fakes leakage: this is no proof of it.</summary>
/// <remarks>
/// I = (n/S0) · e'We/e'e with e the least-squares residual. The plain moments are wrong for residuals; with M the residual maker, k the rank,
/// U = (W + W')/2 and A = Q'UQ: E = −n tr(A)/((n − k) S0), Var = n²/(S0² (n − k)(n − k + 2)) · (S1 + 2 tr(A²) − 4 tr(Q'U²Q) − 2 tr(A)²/(n − k))
/// (Cliff and Ord 1981, section 8.3, as in spdep lm.morantest). Freedman–Lane permutes residuals and fits again (Freedman and Lane 1983).
/// </remarks>
public static class ResidualMoranTest
{
    /// <summary>Measures, with Cliff–Ord moments and their one-sided normal p.</summary>
    /// <param name="values">One score for each node; finite.</param>
    /// <param name="own">Fit on own features of the same nodes.</param>
    /// <param name="graph">Neighbours.</param>
    public static SpatialStatistic CliffOrd(ReadOnlySpan<double> values, OwnFit own, IWeights graph)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(graph);
        if (Refusal(values, own, graph, out var e, out var ee) is { } why)
        {
            return SpatialStatistic.Undefined(why);
        }

        var (value, moments) = Measure(e, ee, own, graph, e.Length);
        return new SpatialStatistic(Estimate.Of(value), moments, moments, moments.PValue(value, Tail.Greater), 0, Tail.Greater);
    }

    /// <summary>The statistic and its Cliff–Ord moments, however few the rows.</summary>
    /// <param name="values">One score for each node; finite, not explained completely.</param>
    /// <param name="own">Fit on own features of the same nodes.</param>
    /// <param name="graph">Neighbours.</param>
    /// <param name="countIslands">Whether n counts nodes without neighbours (here everywhere) or not (R's spdep lm.morantest).</param>
    public static (double Value, Moments Moments) Measure(ReadOnlySpan<double> values, OwnFit own, IWeights graph, bool countIslands = true)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(graph);
        var e = own.Residual(values);
        return Measure(e, OwnFit.Dot(e, e), own, graph, e.Length - (countIslands ? 0 : graph.Islands));
    }

    private static (double Value, Moments Moments) Measure(double[] e, double ee, OwnFit own, IWeights graph, double n)
    {
        double k = own.Rank, s0 = graph.Sums.S0;
        var lagged = own.Basis.Select(q => Symmetric(q, graph)).ToList();
        double trace = 0, square = 0, twice = 0;
        for (var a = 0; a < lagged.Count; a++)
        {
            trace += OwnFit.Dot(own.Basis[a], lagged[a]);
            twice += OwnFit.Dot(lagged[a], lagged[a]);
            for (var b = 0; b < lagged.Count; b++)
            {
                var cell = OwnFit.Dot(own.Basis[b], lagged[a]);
                square += cell * cell;
            }
        }

        var moments = new Moments(
            -n * trace / ((n - k) * s0),
            n * n / (s0 * s0 * (n - k) * (n - k + 2)) * (graph.Sums.S1 + (2 * square) - (4 * twice) - (2 * trace * trace / (n - k))));
        return (Statistic(e, ee, graph) * n / e.Length, moments);
    }

    /// <summary>Measures, with the p of Freedman–Lane permutations; the moments are those of <see cref="CliffOrd"/>.</summary>
    /// <param name="values">One score for each node; finite.</param>
    /// <param name="own">Fit on own features.</param>
    /// <param name="graph">Neighbours.</param>
    /// <param name="permutations">Number of permutations, at least 19.</param>
    /// <param name="streams">Stream of the permutations.</param>
    public static SpatialStatistic FreedmanLane(ReadOnlySpan<double> values, OwnFit own, IWeights graph, int permutations, Streams streams)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 19);
        var result = CliffOrd(values, own, graph);
        if (!result.Value.IsDefined)
        {
            return result;
        }

        double Again(double[] permuted)
        {
            var rest = own.Residual(permuted);
            return Statistic(rest, OwnFit.Dot(rest, rest), graph);
        }

        var p = SpatialStatistic.Share(own.Residual(values), Again, result.Value.Value, permutations, streams.Derive("freedman-lane"), Tail.Greater);
        return result with { PValue = p, Permutations = permutations };
    }

    private static string? Refusal(ReadOnlySpan<double> values, OwnFit own, IWeights graph, out double[] e, out double ee)
    {
        e = [];
        ee = 0;
        if (graph.Pairs == 0)
        {
            return "nobody has a neighbour in this graph";
        }

        Centre.Of(values, graph.Nodes, out var total);
        if (Centre.IsConstant(values, total))
        {
            return "the score is constant";
        }

        if (own.Rows - own.Rank < 10)
        {
            return $"{own.Rows} rows are too few for {own.Rank} own columns";
        }

        e = own.Residual(values);
        ee = OwnFit.Dot(e, e);
        return ee <= 1e-12 * total ? "the own features explain the score completely" : null;
    }

    private static double Statistic(double[] e, double ee, IWeights graph)
    {
        var lag = new double[e.Length];
        graph.Lag(e, lag);
        return e.Length / graph.Sums.S0 * OwnFit.Dot(e, lag) / ee;
    }

    private static double[] Symmetric(double[] q, IWeights graph)
    {
        double[] lag = new double[q.Length], back = new double[q.Length];
        graph.Lag(q, lag);
        graph.TransposedLag(q, back);
        for (var i = 0; i < lag.Length; i++)
        {
            lag[i] = 0.5 * (lag[i] + back[i]);
        }

        return lag;
    }
}

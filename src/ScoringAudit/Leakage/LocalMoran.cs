using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Local Moran's I of each node, with conditional moments and false-discovery control: where a score clusters.</summary>
/// <remarks>
/// I_i = z_i (Wz)_i / m2, m2 = z'z/n. Given z_i, the other values in random order: E = −z_i² w_i./((n − 1) m2) and
/// Var = (z_i/m2)² · n/(n − 2) · (w_i(2) − w_i.²/(n − 1)) · (m2 − z_i²/(n − 1)), w_i. and w_i(2) being the sums of the weights and of their squares
/// (Sokal, Oden and Thomson 1998; spdep localmoran). p is one-sided to clustering, by the normal distribution or by <see cref="Permuted"/>; q-values are Benjamini
/// and Hochberg's. A node without neighbours has I = 0 and p = 1.
/// </remarks>
/// <param name="I">Statistic of each node.</param>
/// <param name="PValue">p of each node.</param>
/// <param name="QValue">p adjusted for the false-discovery rate.</param>
public sealed record LocalMoran(double[] I, double[] PValue, double[] QValue)
{
    /// <summary>Number of nodes whose q-value is at most a level.</summary>
    public int Discoveries(double level) => QValue.Count(q => q <= level);

    /// <summary>Measures every node.</summary>
    /// <param name="values">One score for each node; finite and not constant.</param>
    /// <param name="graph">Stored weights.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the score is constant.</exception>
    public static LocalMoran Run(ReadOnlySpan<double> values, SparseWeights graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var z = Centre.Of(values, graph.Nodes, out var ss);
        if (Centre.IsConstant(values, ss))
        {
            throw new ArgumentException("The score is constant.", nameof(values));
        }

        double n = z.Length, m2 = ss / n;
        double[] lag = new double[z.Length], p = new double[z.Length];
        graph.Lag(z, lag);
        for (var i = 0; i < z.Length; i++)
        {
            double sum = 0, squares = 0;
            for (var k = 0; k < graph.ReadBy(i).Length; k++)
            {
                var w = graph.LinkWeight(i, k);
                sum += w;
                squares += w * w;
            }

            lag[i] *= z[i] / m2;
            var moments = new Moments(
                -z[i] * z[i] * sum / ((n - 1) * m2),
                z[i] * z[i] / (m2 * m2) * (n / (n - 2)) * (squares - (sum * sum / (n - 1))) * (m2 - (z[i] * z[i] / (n - 1))));
            p[i] = sum == 0 ? 1 : moments.PValue(lag[i], Tail.Greater);
        }

        return new LocalMoran(lag, p, Multiplicity.BenjaminiHochberg(p));
    }

    /// <summary>Measures every node, with p over conditional permutations: the node keeps its value, the others' values are dealt out.</summary>
    /// <remarks>
    /// Nodes with as many equally weighted neighbours share their draws: one set of R random neighbourhoods, of which those that hold the node itself are left
    /// out, so p = (1 + #)/(1 + R_i) is exact for each node at the cost of one search. R is 99,999 for small neighbourhoods and falls with their size. Nodes with
    /// unequal weights have draws of their own, up to 9,999, and stop at 20 more extreme ones (Besag and Clifford 1991). With 99 permutations no node of
    /// thousands could pass false-discovery control.
    /// </remarks>
    /// <param name="values">One score for each node; finite and not constant.</param>
    /// <param name="graph">Stored weights.</param>
    /// <param name="streams">Stream of the draws.</param>
    /// <param name="replicates">Most draws; 0: as many as said above.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the score is constant.</exception>
    public static LocalMoran Permuted(ReadOnlySpan<double> values, SparseWeights graph, Streams streams, int replicates = 0, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(replicates);
        var z = Centre.Of(values, graph.Nodes, out var ss);
        if (Centre.IsConstant(values, ss))
        {
            throw new ArgumentException("The score is constant.", nameof(values));
        }

        var lag = new double[z.Length];
        graph.Lag(z, lag);
        var p = LocalDraws.PValues(z, lag, graph, streams.Derive("local-moran"), replicates, cancel);
        var m2 = ss / z.Length;
        for (var i = 0; i < z.Length; i++)
        {
            lag[i] *= z[i] / m2;
        }

        return new LocalMoran(lag, p, Multiplicity.BenjaminiHochberg(p));
    }
}

using ScoringAudit.Networks;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Local Moran's I of each node, with conditional moments and false-discovery control: where a score clusters.</summary>
/// <remarks>
/// I_i = z_i (Wz)_i / m2, m2 = z'z/n. Given z_i, the other values in random order: E = −z_i² w_i./((n − 1) m2) and
/// Var = (z_i/m2)² · n/(n − 2) · (w_i(2) − w_i.²/(n − 1)) · (m2 − z_i²/(n − 1)), w_i. and w_i(2) being the sums of the weights and of their squares
/// (Sokal, Oden and Thomson 1998; spdep localmoran). p is one-sided to clustering, by the normal distribution; q-values are Benjamini and Hochberg's. A node
/// without neighbours has I = 0 and p = 1.
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
            foreach (var j in graph.ReadBy(i))
            {
                var w = graph.Weight(i, j);
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
}

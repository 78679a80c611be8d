using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Join counts of a two-way mark (listed or not, favourable or not): weights between two marked nodes, a marked and an unmarked one, two unmarked ones.</summary>
/// <remarks>
/// BB = ½ Σ w y_i y_j, BW = ½ Σ w (y_i − y_j)², WW = ½ S0 − BB − BW; with weights of 1 both ways these are counts of joins. Moments over all orders of the
/// marks (sampling without replacement). Undefined unless both marks occur. Source: Cliff and Ord 1981, section 1.3.
/// </remarks>
/// <param name="BB">Both marked; p counts large values.</param>
/// <param name="BW">One marked; p counts small values.</param>
/// <param name="WW">Neither marked; p counts large values.</param>
/// <param name="Joins">Half the sum of weights.</param>
public sealed record JoinCounts(SpatialStatistic BB, SpatialStatistic BW, SpatialStatistic WW, double Joins)
{
    /// <summary>Counts and, with permutations above 0, tests.</summary>
    /// <param name="marked">Whether each node is marked.</param>
    /// <param name="graph">Neighbours.</param>
    /// <param name="permutations">Number of permutations, 0 for none.</param>
    /// <param name="streams">Stream of the permutations.</param>
    public static JoinCounts Run(ReadOnlySpan<bool> marked, IWeights graph, int permutations, Streams streams)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var y = new double[marked.Length];
        double black = 0;
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = marked[i] ? 1 : 0;
            black += y[i];
        }

        double n = y.Length, white = n - black, s0 = graph.Sums.S0;
        if (graph.Pairs == 0 || black == 0 || white == 0)
        {
            var none = SpatialStatistic.Undefined(graph.Pairs == 0 ? "nobody has a neighbour in this graph" : "all nodes have the same mark");
            return new JoinCounts(none, none, none, s0 / 2);
        }

        var both = GearyTest.Both(graph);
        var lag = new double[y.Length];
        double Bb(double[] marks)
        {
            graph.Lag(marks, lag);
            var sum = 0.0;
            for (var i = 0; i < marks.Length; i++)
            {
                sum += marks[i] * lag[i];
            }

            return sum / 2;
        }

        double Bw(double[] marks) => GearyTest.SquaredDifferences(marks, graph, both, lag) / 2;
        double Ww(double[] marks) => (s0 / 2) - Bb(marks) - Bw(marks);
        SpatialStatistic Of(string name, Func<double[], double> statistic, Moments moments, Tail tail)
        {
            var value = statistic(y);
            var p = permutations == 0 ? 1 : SpatialStatistic.Share(y, statistic, value, permutations, streams.Derive("join-counts").Derive(name), tail);
            return new SpatialStatistic(Estimate.Of(value), moments, moments, p, permutations, tail);
        }

        return new JoinCounts(
            Of("bb", Bb, Same(graph.Sums, n, black), Tail.Greater),
            Of("bw", Bw, Mixed(graph.Sums, n, black, white), Tail.Less),
            Of("ww", Ww, Same(graph.Sums, n, white), Tail.Greater),
            s0 / 2);
    }

    private static Moments Same(WeightSums w, double n, double k)
    {
        double p2 = k * (k - 1) / (n * (n - 1)), p3 = p2 * (k - 2) / (n - 2), p4 = p3 * (k - 3) / (n - 3);
        var e = w.S0 * p2 / 2;
        return new Moments(e, (((w.S1 * p2) + ((w.S2 - (2 * w.S1)) * p3) + (((w.S0 * w.S0) + w.S1 - w.S2) * p4)) / 4) - (e * e));
    }

    private static Moments Mixed(WeightSums w, double n, double k, double m)
    {
        double pair = k * m / (n * (n - 1)), three = pair * (k + m - 2) / (n - 2), four = pair * (k - 1) * (m - 1) / ((n - 2) * (n - 3));
        var e = w.S0 * pair;
        return new Moments(e, (((2 * w.S1 * pair) + ((w.S2 - (2 * w.S1)) * three) + (4 * ((w.S0 * w.S0) + w.S1 - w.S2) * four)) / 4) - (e * e));
    }
}

using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>A statistic over a graph with its moments and its permutation p.</summary>
/// <param name="Value">The statistic.</param>
/// <param name="Normality">Moments under normality; for join counts those under randomisation.</param>
/// <param name="Randomisation">Moments over all orders of the values.</param>
/// <param name="PValue">p = (1 + #)/(1 + R) over free permutations; 1 without.</param>
/// <param name="Permutations">Number of permutations.</param>
/// <param name="Tail">The tail that p counts.</param>
public sealed record SpatialStatistic(Estimate Value, Moments Normality, Moments Randomisation, double PValue, int Permutations, Tail Tail)
{
    /// <summary>No value, for a reason.</summary>
    public static SpatialStatistic Undefined(string why) => new(Estimate.Undefined(why), default, default, 1, 0, Tail.TwoSided);

    internal static double Share(ReadOnlySpan<double> values, Func<double[], double> statistic, double observed, int permutations, Streams streams, Tail tail)
    {
        var items = values.ToArray();
        int above = 0, below = 0;
        var slack = 1e-9 * (1 + Math.Abs(observed));
        for (var r = 0; r < permutations; r++)
        {
            values.CopyTo(items);
            new Shuffles(streams, r).Shuffle(items.AsSpan());
            var value = statistic(items);
            above += value >= observed - slack ? 1 : 0;
            below += value <= observed + slack ? 1 : 0;
        }

        double up = (1 + above) / (1.0 + permutations), down = (1 + below) / (1.0 + permutations);
        return tail switch { Tail.Greater => up, Tail.Less => down, _ => Math.Min(1, 2 * Math.Min(up, down)) };
    }
}

using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Shortfall in people: how many more favourable decisions a group would have had at the reference group's rate.</summary>
/// <remarks>max(0, n (rate of the reference − rate of the group)), with n the group's decided rows (or weight). Ideal 0. The interval is that of the difference of rates, times n. Source: SolasAI's published method.</remarks>
public static class Shortfall
{
    /// <summary>Measure name.</summary>
    public const string Measure = "shortfall";

    /// <summary>The shortfall that a difference of selection rates stands for.</summary>
    /// <param name="difference">Difference of rates, group − reference, as the engine gives it.</param>
    public static GroupResult Of(RateResult difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        var n = difference.Of.Trials;
        Interval? People(Interval? i) => i is { } x ? new Interval(Math.Max(0, -x.High * n), Math.Max(0, -x.Low * n), x.Level) : null;
        var estimate = difference.Estimate;
        return new GroupResult(
            Measure,
            difference.Group,
            difference.Reference,
            new IntervalEstimate(estimate.Value.Map(d => Math.Max(0, -d * n)), People(estimate.Interval), estimate.Method, Clusters: estimate.Clusters, DesignEffect: estimate.DesignEffect),
            difference.Of.Rows,
            [difference.Of.FavourableRows, difference.Of.Rows - difference.Of.FavourableRows, difference.Against.FavourableRows, difference.Against.Rows - difference.Against.FavourableRows])
        {
            Simultaneous = People(difference.Simultaneous),
            SimultaneousMethod = difference.SimultaneousMethod,
            PValue = difference.PValue,
            Comparisons = difference.Comparisons,
        };
    }
}

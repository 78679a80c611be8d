using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>One rate, difference or ratio of favourable decisions, with its interval.</summary>
/// <param name="Measure">selection_rate, adverse_impact_ratio or demographic_parity_difference.</param>
/// <param name="Group">Code of the group; −1 for all rows.</param>
/// <param name="Reference">Code of the reference group; −1 for a rate.</param>
/// <param name="Estimate">Value, interval, method, clusters, design effect.</param>
/// <param name="Simultaneous">The interval for a verdict: it holds for the whole family of comparisons at once (Bonferroni). Independent rows: on exact limits, also where the family has one member. Clustered: null for one member.</param>
/// <param name="PValue">Dual of the interval: p of "no difference"; null for a rate.</param>
/// <param name="Of">Counts of the group.</param>
/// <param name="Against">Counts of the reference.</param>
/// <param name="Comparisons">Size of the family.</param>
public sealed record RateResult(
    string Measure,
    int Group,
    int Reference,
    IntervalEstimate Estimate,
    Interval? Simultaneous,
    double? PValue,
    GroupCount Of,
    GroupCount Against,
    int Comparisons)
{
    /// <summary>Method of <see cref="Simultaneous"/>; null without.</summary>
    public string? SimultaneousMethod { get; init; }
}

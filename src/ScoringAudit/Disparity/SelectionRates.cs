using ScoringAudit.Portfolios;

namespace ScoringAudit.Disparity;

/// <summary>Selection rates, adverse impact ratios and demographic parity differences of a tally.</summary>
/// <remarks>
/// Selection rate = favourable / decided. Adverse impact ratio (AIR) = rate of the group / rate of the reference; ideal 1, range [0, ∞), undefined when the
/// reference has no favourable decision. Demographic parity difference = rate of the group − rate of the reference; ideal 0, range [−1, 1].
/// Intervals: mid-P and MOVER where rows are independent (with Kish's effective size where they are weighted), cluster-robust where they are clustered.
/// Sources: 29 CFR 1607.4(D) (1978) for the ratio; Donner and Zou 2012; Korn and Graubard 1998; Kish 1965.
/// </remarks>
public static class SelectionRates
{
    /// <summary>Name of the favourable rate.</summary>
    public const string SelectionRate = "selection_rate";

    /// <summary>Name of the ratio of rates.</summary>
    public const string AdverseImpactRatio = "adverse_impact_ratio";

    /// <summary>Name of the difference of rates.</summary>
    public const string DemographicParityDifference = "demographic_parity_difference";

    /// <summary>All rates and comparisons of a grouping.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="grouping">The attribute that was tallied.</param>
    /// <param name="level">Level of the intervals.</param>
    public static IReadOnlyList<RateResult> Of(ConfusionTally tally, Grouping grouping, double level)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(grouping);
        return GroupRates.Of(tally, grouping, RateMetrics.SelectionRate, level);
    }

    /// <summary>The rate of all rows of a tally, whatever their group.</summary>
    public static RateResult Overall(ConfusionTally tally, double level)
    {
        return GroupRates.Overall(tally, RateMetrics.SelectionRate, level);
    }

    /// <summary>The reference group's code: the one named, or by policy (ties: the first).</summary>
    public static int ReferenceOf(Grouping grouping, IReadOnlyList<GroupCount> counts) => RateEngine.ReferenceOf(grouping, counts);
}

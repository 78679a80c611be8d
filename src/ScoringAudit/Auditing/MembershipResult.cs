using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What one attack finds out about who trained a model.</summary>
/// <param name="Attack">loss, difficulty, lira or rmia.</param>
/// <param name="Group">Group of the people attacked; null for everybody.</param>
/// <param name="Auc">Probability that a member scores above somebody else, mean over attacked models; chance is 0.5.</param>
/// <param name="AtOnePercent">Share of members found while at most 1 % of the others are taken for members; chance is 0.01. Null with fewer than 1,000 others.</param>
/// <param name="AtOneInThousand">The same at 0.1 %; null with fewer than 10,000 others.</param>
/// <param name="Members">Members attacked, a person counted once for each model.</param>
/// <param name="Others">Others, counted so.</param>
/// <param name="Models">Models attacked.</param>
public sealed record MembershipResult(
    string Attack, string? Group, IntervalEstimate Auc, IntervalEstimate? AtOnePercent, IntervalEstimate? AtOneInThousand, long Members, long Others, int Models);

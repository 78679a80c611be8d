using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>What a permutation test found.</summary>
/// <param name="PValue">Two-sided p-value; undefined when a group has no rows.</param>
/// <param name="Statistic">Observed difference of means, group − reference.</param>
/// <param name="Shuffled">What was shuffled: "rows", "clusters" or "rows_within_clusters".</param>
/// <param name="Replicates">Shuffles drawn.</param>
public sealed record PermutationResult(Estimate PValue, Estimate Statistic, string Shuffled, int Replicates);

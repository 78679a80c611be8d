using ScoringAudit.Evidence;

namespace ScoringAudit.Release;

/// <summary>Evidence after suppression.</summary>
/// <param name="Evidence">What may be shown.</param>
/// <param name="Small">Findings and table rows held back because a count behind them is small.</param>
/// <param name="Further">Findings and table rows held back because they would give such a count away.</param>
/// <param name="Lost">Suppressed counts that earlier reports, or what is public, give away whatever is held back now.</param>
/// <param name="Released">Counts that the evidence gives away, for the release log.</param>
public sealed record SuppressedEvidence(AuditEvidence Evidence, long Small, long Further, int Lost, IReadOnlyList<ReleasedCell> Released);

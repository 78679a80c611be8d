namespace ScoringAudit.Auditing;

/// <summary>What the choosing rows decided at one approval rate.</summary>
/// <param name="Baseline">The score in use.</param>
/// <param name="Chosen">The alternative; null where none was eligible.</param>
/// <param name="Reference">Code of the reference group.</param>
/// <param name="Target">Code of the group that has least under the baseline; −1: none.</param>
/// <param name="Candidates">All candidates.</param>
/// <param name="WhyNone">Why none was chosen; empty where one was.</param>
internal sealed record AlternativeChoice(
    AlternativeCandidate Baseline, AlternativeCandidate? Chosen, int Reference, int Target, IReadOnlyList<AlternativeCandidate> Candidates, string WhyNone);

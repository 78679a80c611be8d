namespace ScoringAudit.Auditing;

/// <summary>What is being done, and how much of it is done.</summary>
/// <param name="Step">For example "own-area: importance".</param>
/// <param name="Share">Share done, in [0, 1], or null when unknown.</param>
public readonly record struct AuditProgress(string Step, double? Share);

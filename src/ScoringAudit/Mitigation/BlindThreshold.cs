using ScoringAudit.Primitives;

namespace ScoringAudit.Mitigation;

/// <summary>One threshold for everybody, and what it gives.</summary>
/// <param name="Threshold">Approved is risk ≤ threshold.</param>
/// <param name="ApprovalRate">Share of rows approved.</param>
/// <param name="ImpactRatio">Smallest adverse impact ratio of a group against the reference; undefined where the reference has no approval.</param>
/// <param name="Benefit">Approved people without the adverse outcome, less the cost ratio times the approved with it.</param>
public sealed record BlindThreshold(double Threshold, double ApprovalRate, Estimate ImpactRatio, double Benefit);

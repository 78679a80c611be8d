using ScoringAudit.Evidence;

namespace ScoringAudit.Worlds;

/// <summary>One model of the demonstration: its features, as a plan without a score.</summary>
/// <param name="Name">Name in findings.</param>
/// <param name="Title">What it reads, in words.</param>
/// <param name="Plan">Roles and features, for training and for the audit.</param>
public sealed record DemoPlan(string Name, string Title, AuditPlan Plan);

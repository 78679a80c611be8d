namespace ScoringAudit.Evidence;

/// <summary>A file of events (listings, removals).</summary>
/// <param name="File">Path, relative to the plan's file.</param>
/// <param name="Entity">Column of the subject.</param>
/// <param name="Time">Column of the period.</param>
/// <param name="Kind">Column of the kind, or null.</param>
public sealed record EventPlan(string File, string Entity, string Time, string? Kind);

namespace ScoringAudit.Release;

/// <summary>A principal reason: what weighed most against the person, of the own record.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Text">The reason in words.</param>
/// <param name="Class">"actionable", "immutable" or "not declared".</param>
/// <param name="Stability">Share of draws of the comparison group in which it stays a principal reason; null where not measured.</param>
public sealed record StatementReason(string Feature, string Text, string Class, double? Stability);

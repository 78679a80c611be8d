namespace ScoringAudit.Release;

/// <summary>A change of the own record that would have led to a favourable decision; all its steps together.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="IsActionable">Whether the plan declares every step as something the person can do.</param>
public sealed record StatementChange(IReadOnlyList<StatementStep> Steps, bool IsActionable);

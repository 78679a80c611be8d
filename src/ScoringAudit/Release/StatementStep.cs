namespace ScoringAudit.Release;

/// <summary>One step of a change.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Text">The feature in words.</param>
/// <param name="From">The person's own value, as text.</param>
/// <param name="To">The value that would have done it, as text.</param>
/// <param name="Direction">1: that or more; −1: that or less; 0: exactly that.</param>
public sealed record StatementStep(string Feature, string Text, string From, string To, int Direction);

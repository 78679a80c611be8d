namespace ScoringAudit.Privacy;

/// <summary>One line of the report's account.</summary>
/// <param name="Label">What was released.</param>
/// <param name="Rho">What it cost when it was first released.</param>
/// <param name="FromLedger">Whether it was read again, at no new cost.</param>
public sealed record SpendLine(string Label, Rational Rho, bool FromLedger);

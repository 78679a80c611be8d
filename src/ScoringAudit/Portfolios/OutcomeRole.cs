namespace ScoringAudit.Portfolios;

/// <summary>The column of the outcome.</summary>
/// <param name="Column">Column name.</param>
/// <param name="Adverse">The text or number that means the adverse outcome (default).</param>
/// <param name="AcceptedOnly">Whether outcomes were observed for the accepted only; outcome metrics then speak of the accepted.</param>
public sealed record OutcomeRole(string Column, string Adverse, bool AcceptedOnly = false);

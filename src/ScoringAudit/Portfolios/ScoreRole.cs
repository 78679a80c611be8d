using ScoringAudit.Primitives;

namespace ScoringAudit.Portfolios;

/// <summary>The column of the score and its direction.</summary>
/// <param name="Column">Column name.</param>
/// <param name="Direction">Which end is good for the subject.</param>
public sealed record ScoreRole(string Column, ScoreDirection Direction);

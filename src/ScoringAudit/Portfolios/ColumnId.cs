namespace ScoringAudit.Portfolios;

/// <summary>The position of a column in a portfolio's schema.</summary>
/// <param name="Index">Zero-based position.</param>
public readonly record struct ColumnId(int Index);

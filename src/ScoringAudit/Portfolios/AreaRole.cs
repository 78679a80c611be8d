namespace ScoringAudit.Portfolios;

/// <summary>The area (postcode).</summary>
/// <param name="Column">Column name.</param>
/// <param name="Prefix">Number of leading characters that name the coarser level where cells are thin; null when there is none.</param>
public sealed record AreaRole(string Column, int? Prefix);

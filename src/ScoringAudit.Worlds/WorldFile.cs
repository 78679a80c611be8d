using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds;

/// <summary>A file of a generated world, still in memory: a table, or a text.</summary>
/// <param name="Name">File name inside the world's directory.</param>
/// <param name="Rows">The table; null for a text.</param>
/// <param name="Text">The text; null for a table.</param>
public sealed record WorldFile(string Name, IPortfolio? Rows, string? Text);

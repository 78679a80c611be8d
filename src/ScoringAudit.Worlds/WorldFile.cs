using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds;

/// <summary>A file of a generated world, still in memory: a table, a text, or a plan that the room of files writes.</summary>
/// <param name="Name">File name inside the world's directory.</param>
/// <param name="Rows">The table, or null.</param>
/// <param name="Text">The text; for a plan the words that stand above it; null for a table.</param>
/// <param name="Plan">The plan, or null.</param>
public sealed record WorldFile(string Name, IPortfolio? Rows, string? Text, AuditPlan? Plan = null);

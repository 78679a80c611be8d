using ScoringAudit.Portfolios;

namespace ScoringAudit.Evidence;

/// <summary>A file with one row for each area.</summary>
/// <param name="File">Path, relative to the plan's file.</param>
/// <param name="Key">Column of the area.</param>
/// <param name="Columns">Columns with the origin of each.</param>
/// <param name="Adjacency">Path of a file of neighbouring areas, or null.</param>
public sealed record AreaTablePlan(string File, string Key, IReadOnlyDictionary<string, Origin> Columns, string? Adjacency);

namespace ScoringAudit.Reporting.Figures;

/// <summary>A column that a kind of figure reads.</summary>
/// <param name="Name">Column name in the table, camelCase.</param>
/// <param name="Required">Whether the table must have it.</param>
/// <param name="Meaning">What it holds: type, unit, range.</param>
public readonly record struct FigureColumn(string Name, bool Required, string Meaning);

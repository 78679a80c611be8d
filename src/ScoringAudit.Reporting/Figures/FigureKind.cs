namespace ScoringAudit.Reporting.Figures;

/// <summary>A kind of figure: a pure function of a table with the columns named here.</summary>
/// <param name="Name">Kebab-case name, as in <see cref="Evidence.EvidenceTable.Figure"/>.</param>
/// <param name="Axis">Default label of the value axis, with its unit; the table's column "unit" replaces it.</param>
/// <param name="Shows">What a reader sees, in one sentence; part of the figure's description.</param>
/// <param name="Columns">Columns that it reads; others are ignored.</param>
public sealed record FigureKind(string Name, string Axis, string Shows, IReadOnlyList<FigureColumn> Columns);

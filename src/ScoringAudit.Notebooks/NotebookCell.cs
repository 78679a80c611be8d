namespace ScoringAudit.Notebooks;

/// <summary>One cell of a notebook.</summary>
/// <param name="Number">Its place among all cells, from 1.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Source">Its text, lines ended by "\n".</param>
/// <param name="Language">Language that the cell's metadata name, or null.</param>
/// <param name="Outputs">Saved outputs; empty for prose.</param>
public sealed record NotebookCell(int Number, CellKind Kind, string Source, string? Language, IReadOnlyList<CellOutput> Outputs);

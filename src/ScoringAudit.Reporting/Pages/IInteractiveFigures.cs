using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Pages;

/// <summary>Figures that a reader can zoom and point at, drawn by a script from the same released tables as the SVG.</summary>
/// <remarks>The page carries the script packed and starts it only when a reader asks for it; without scripts the SVG and the tables stay.</remarks>
public interface IInteractiveFigures
{
    /// <summary>The drawing script, whole; the page takes nothing from a network.</summary>
    string Script { get; }

    /// <summary>The figure of a table as JSON (data and layout), or null where its kind has none.</summary>
    /// <param name="table">A table that <see cref="Figures.FigureSvg.CanDraw"/> accepts.</param>
    string? Figure(ReleasedTable table);
}

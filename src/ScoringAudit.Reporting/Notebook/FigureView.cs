using System.Text;
using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Notebook;

/// <summary>A figure in a notebook: a still drawing, and its numbers as text.</summary>
[TypeFormatterSource(typeof(PictureFormatters), PreferredMimeTypes = ["image/svg+xml", "text/plain"])]
public sealed class FigureView : ReleasedView
{
    private readonly TableView _numbers;

    internal FigureView(ReleasedTable table, IReadOnlyList<string> banner)
    {
        using var drawn = new MemoryStream();
        FigureSvg.Write(table, drawn);

        // A fixed width, or the drawing fills the whole screen.
        SvgText = Encoding.UTF8.GetString(drawn.ToArray()).Replace("<svg ", "<svg width=\"620\" ", StringComparison.Ordinal);
        _numbers = TableView.OfFigure(table, banner);
    }

    /// <inheritdoc/>
    public override string? SvgText { get; }

    /// <inheritdoc/>
    public override string PlainText => _numbers.PlainText;
}

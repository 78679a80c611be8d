namespace ScoringAudit.Reporting.Notebook;

/// <summary>How figures show themselves: a drawing, and every plotted number as text. No HTML: front ends would prefer it to the drawing.</summary>
public sealed class PictureFormatters
{
    /// <summary>The formatters.</summary>
#pragma warning disable CA1822 // a kernel calls it on an instance
    public IEnumerable<object> CreateTypeFormatters() =>
#pragma warning restore CA1822
    [
        new ViewFormatter("image/svg+xml", typeof(FigureView), view => view.SvgText),
        new ViewFormatter("text/plain", typeof(FigureView), view => view.PlainText),
    ];
}

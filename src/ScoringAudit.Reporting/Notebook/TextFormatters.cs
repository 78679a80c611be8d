namespace ScoringAudit.Reporting.Notebook;

/// <summary>How tables and summaries show themselves: HTML, and aligned text.</summary>
public sealed class TextFormatters
{
    /// <summary>The formatters.</summary>
#pragma warning disable CA1822 // a kernel calls it on an instance
    public IEnumerable<object> CreateTypeFormatters() =>
#pragma warning restore CA1822
    [
        new ViewFormatter("text/html", typeof(TableView), view => view.HtmlText),
        new ViewFormatter("text/plain", typeof(TableView), view => view.PlainText),
    ];
}

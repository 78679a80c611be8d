using System.Collections;
using System.Globalization;

namespace ScoringAudit.Reporting.Notebook;

/// <summary>Values as plain text, for programs that run a notebook's code without a notebook.</summary>
public static class PlainText
{
    /// <summary>The text of a value: a view's own text, numbers and dates by the invariant culture, items of a sequence one a line.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        ReleasedView view => view.PlainText,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => string.Join('\n', items.Cast<object?>().Select(Of)),
        _ => value.ToString() ?? string.Empty,
    };
}

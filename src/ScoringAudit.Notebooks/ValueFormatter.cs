using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace ScoringAudit.Notebooks;

/// <summary>Shows values as texts by MIME type: by the type's own formatters where it has some, else as text, and rows as a table.</summary>
/// <remarks>
/// A type has formatters of its own if it carries an attribute named TypeFormatterSourceAttribute whose FormatterSourceType has a method
/// CreateTypeFormatters, the convention of Microsoft.DotNet.Interactive.Formatting: found by name, so that no library needs that package.
/// </remarks>
internal static class ValueFormatter
{
    private const int MostRows = 50;

    internal static IReadOnlyDictionary<string, string> Format(object? value)
    {
        if (value is not null && OwnFormatters(value.GetType()) is { } own)
        {
            return own(value);
        }

        if (value is IEnumerable items and not string && items.Cast<object?>().Take(MostRows + 1).ToList() is { Count: > 0 } rows && rows[0] is { } first && Columns(first.GetType()) is { Count: > 0 } columns && rows.All(r => r?.GetType() == first.GetType()))
        {
            return Table([.. columns.Select(c => c.Name)], [.. rows.Take(MostRows).Select(r => columns.Select(c => c.GetValue(r)).ToArray())], rows.Count > MostRows);
        }

        return new Dictionary<string, string> { [CellOutput.PlainText] = Text(value) };
    }

    /// <summary>A table as HTML and as aligned text.</summary>
    internal static IReadOnlyDictionary<string, string> Table(IReadOnlyList<string> headers, IReadOnlyList<object?[]> rows, bool more)
    {
        var html = new StringBuilder("<table>\n<thead><tr>");
        foreach (var header in headers)
        {
            html.Append("<th>").Append(Escape(header)).Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        var cells = rows.Select(r => r.Select(Text).ToArray()).ToList();
        foreach (var row in cells)
        {
            html.Append("<tr>").AppendJoin(string.Empty, row.Select(c => "<td>" + Escape(c) + "</td>")).Append("</tr>\n");
        }

        html.Append("</tbody></table>");
        var widths = headers.Select((h, c) => cells.Select(r => r[c].Length).Append(h.Length).Max()).ToArray();
        var plain = new StringBuilder();
        foreach (var line in cells.Prepend([.. headers]))
        {
            plain.AppendJoin("  ", line.Select((c, at) => rows.Count > 0 && rows[0][at] is IFormattable and not Enum ? c.PadLeft(widths[at]) : c.PadRight(widths[at]))).Append('\n');
        }

        if (more)
        {
            html.Append("\n<p>The first ").Append(MostRows).Append(" rows.</p>");
            plain.Append("The first ").Append(MostRows).Append(" rows.\n");
        }

        var text = string.Join('\n', plain.ToString().TrimEnd('\n').Split('\n').Select(l => l.TrimEnd()));
        return new Dictionary<string, string> { [CellOutput.Html] = html.ToString(), [CellOutput.PlainText] = text };
    }

    internal static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Take(MostRows + 1).Select((item, at) => at < MostRows ? Text(item) : "…")) + "]",
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>Whether a value shows itself and was made by this toolkit from released evidence.</summary>
    internal static bool IsReleased(object? value) =>
        value?.GetType() is { } type && type.Assembly.GetName().Name == "ScoringAudit.Reporting" && OwnFormatters(type) is not null;

    private static List<PropertyInfo> Columns(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || typeof(IEnumerable).IsAssignableFrom(type)
        ? []
        : [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && p.GetMethod is { IsPublic: true } && p.Name != "EqualityContract")];

    private static Func<object, IReadOnlyDictionary<string, string>>? OwnFormatters(Type type)
    {
        var attribute = type.GetCustomAttributes(inherit: true).FirstOrDefault(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        if (attribute?.GetType().GetProperty("FormatterSourceType")?.GetValue(attribute) is not Type source
            || source.GetMethod("CreateTypeFormatters") is not { } create
            || create.Invoke(Activator.CreateInstance(source), null) is not IEnumerable formatters)
        {
            return null;
        }

        return value =>
        {
            var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var formatter in formatters)
            {
                var kind = formatter.GetType();
                using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
                if (kind.GetProperty("Type")?.GetValue(formatter) is Type handled && handled.IsInstanceOfType(value)
                    && kind.GetProperty("MimeType")?.GetValue(formatter) is string mime
                    && kind.GetMethod("Format", [typeof(object), typeof(TextWriter)])?.Invoke(formatter, [value, text]) is true)
                {
                    data[mime] = text.ToString();
                }
            }

            return data;
        };
    }

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}

using System.Globalization;
using System.Text;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Notebook;

/// <summary>A table in a notebook: HTML that needs no style, and aligned text.</summary>
[TypeFormatterSource(typeof(TextFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class TableView : ReleasedView
{
    private const int Width = 150;

    internal TableView(string title, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<string> below)
    {
        var html = new StringBuilder("<table>\n<caption>").Append(Markup.Escape(title)).Append("</caption>\n<thead><tr>");
        foreach (var header in headers)
        {
            html.Append("<th>").Append(Markup.Escape(header.TrimStart('>'))).Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        var text = new TextTable(headers);
        foreach (var row in rows)
        {
            text.Row(row);
            html.Append("<tr>").AppendJoin(string.Empty, row.Select((cell, at) => (headers[at].StartsWith('>') ? "<td align=\"right\">" : "<td align=\"left\">") + Markup.Escape(cell) + "</td>")).Append("</tr>\n");
        }

        html.Append("</tbody></table>");
        using var plain = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        plain.Write(title + "\n");
        text.Write(plain, Width);
        foreach (var line in below)
        {
            html.Append("\n<p>").Append(Markup.Escape(line)).Append("</p>");
            plain.Write(line + "\n");
        }

        (HtmlText, PlainText) = (html.ToString(), plain.ToString().TrimEnd('\n'));
    }

    /// <inheritdoc/>
    public override string? HtmlText { get; }

    /// <inheritdoc/>
    public override string PlainText { get; }

    /// <summary>The numbers of a figure: a unit that all rows share stands below, not in every row.</summary>
    internal static TableView OfFigure(ReleasedTable table, IReadOnlyList<string> banner)
    {
        int at = table.Table.Columns.ToList().IndexOf("unit");
        if (at < 0 || table.Table.Rows.Count == 0 || table.Table.Rows[0][at] is not string unit || table.Table.Rows.Any(row => !unit.Equals(row[at])))
        {
            return Of(table, banner);
        }

        var columns = table.Table.Columns.Where((_, column) => column != at).ToList();
        var rows = table.Table.Rows.Select(row => (IReadOnlyList<object?>)[.. row.Where((_, column) => column != at)]).ToList();
        return Of(new ReleasedTable(table.Table with { Columns = columns, Rows = rows }), ["Unit: " + unit, .. banner]);
    }

    internal static TableView Of(ReleasedTable table, IReadOnlyList<string> banner) => new(
        table.Table.Title,
        [.. table.Table.Columns.Select((column, at) => (table.Types[at] == ColumnType.Text ? string.Empty : ">") + column)],
        [.. table.Table.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(cell => cell switch
        {
            null => "–",
            double value => Show.Significant(value, 4),
            long value => Show.Count(value),
            _ => cell.ToString() ?? string.Empty,
        })])],
        banner);
}

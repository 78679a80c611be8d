using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Pages;

/// <summary>Released tables on a page: a figure with its numbers folded under it, or a plain table.</summary>
internal static class TableParts
{
    // Longer tables are folded, on paper too: every row is in tables/.
    private const int MostRowsOpen = 12;

    internal static void Write(Html html, IReadOnlyList<ReleasedTable> tables, IInteractiveFigures? interactive)
    {
        var drawn = tables.Where(FigureSvg.CanDraw).ToList();
        if (drawn.Count > 0)
        {
            html.Raw("<div class=\"figures\">\n");
            foreach (var table in drawn)
            {
                string? plot = interactive?.Figure(table);
                string id = "plot-" + table.Table.Name;
                var panels = FigureSvg.InlinePanels(table);
                html.Raw("<figure" + (panels.Count > 1 ? " class=\"many\"" : string.Empty) + (plot is null ? string.Empty : " data-plot=\"" + Markup.Escape(id) + "\"") + ">").Raw("<figcaption>").Text(table.Table.Title).Raw("</figcaption>\n<div class=\"panels\">");
                foreach (var (panel, drawing) in panels)
                {
                    html.Raw("<div class=\"panel\" data-panel=\"" + Markup.Escape(panel) + "\">").Raw(drawing).Raw("</div>");
                }

                html.Raw("</div>\n<details><summary>The numbers<span class=\"vh\">: ").Text(table.Table.Title).Raw("</span></summary>");
                Rows(html, table);
                html.Raw("</details>");
                if (plot is not null)
                {
                    // Inside a script element only "<" could end it.
                    html.Raw("<script type=\"application/json\" id=\"" + Markup.Escape(id) + "\">").Raw(plot.Replace("<", "\\u003c", StringComparison.Ordinal)).Raw("</script>");
                }

                html.Raw("</figure>\n");
            }

            html.Raw("</div>\n");
        }

        foreach (var table in tables.Where(table => !FigureSvg.CanDraw(table)))
        {
            bool folded = table.Table.Rows.Count > MostRowsOpen;
            html.Raw(folded ? "<details><summary>" : string.Empty).Text(folded ? table.Table.Title + ", " + Show.Count(table.Table.Rows.Count) + " rows" : string.Empty).Raw(folded ? "</summary>" : string.Empty);
            Rows(html, table);
            html.Raw(folded ? "</details>\n" : string.Empty);
        }
    }

    private static void Rows(Html html, ReleasedTable table)
    {
        FindingTables.Scroll(html, table.Table.Title);
        // A unit that all rows share is said once.
        int unit = table.Table.Columns.ToList().IndexOf("unit");
        bool said = unit >= 0 && table.Table.Rows.Count > 1 && table.Table.Rows.Select(row => row[unit]).Distinct().Count() == 1;
        html.Raw("<table>\n<caption>").Text(table.Table.Title).Raw("<span>").Text((said ? "unit: " + table.Table.Rows[0][unit] + "; " : string.Empty) + TablesCsv.PathOf(table.Table.Name)).Raw("</span></caption>\n<thead><tr>");
        for (int at = 0; at < table.Types.Length; at++)
        {
            if (said && at == unit)
            {
                continue;
            }

            html.Raw(table.Types[at] == ColumnType.Text ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"num\">").Text(table.Table.Columns[at]).Raw("</th>");
        }

        html.Raw("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Table.Rows)
        {
            html.Raw("<tr>");
            for (int at = 0; at < row.Count; at++)
            {
                if (said && at == unit)
                {
                    continue;
                }

                html.Raw(table.Types[at] == ColumnType.Text ? "<td>" : "<td class=\"num\">").Text(row[at] switch
                {
                    null => "–",
                    double value => Show.Significant(value, 4),
                    long value => Show.Count(value),
                    var other => other.ToString(),
                }).Raw("</td>");
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }
}

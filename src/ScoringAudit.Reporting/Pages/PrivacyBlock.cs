using System.Globalization;
using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Pages;

/// <summary>The account of a protected report: the promise, what each table cost, and what is not covered.</summary>
internal static class PrivacyBlock
{
    internal static void Write(Html html, PrivacyStatement statement)
    {
        html.Raw("<dl class=\"facts\">\n");
        Fact(html, "Protected", statement.Unit);
        Fact(html, "Neighbouring data differ in", statement.Relation == "replace" ? "the record of one unit; the number of rows is public" : "the presence of one unit; the number of rows is private too");
        Fact(html, "Promise for all reports on these data", "epsilon " + Number(statement.Epsilon) + ", delta " + Number(statement.Delta) + " (rho " + Number(statement.Rho) + ")");
        Fact(html, "Spent by this report", "rho " + Number(statement.SpentHere) + ", that is epsilon " + Number(Math.Ceiling(1000 * statement.EpsilonHere) / 1000) + " at the same delta");
        html.Raw("</dl>\n");
        FindingTables.Scroll(html, "Spend by table");
        html.Raw("<table>\n<caption>Spend by table</caption>\n<thead><tr><th scope=\"col\">Table</th><th scope=\"col\" class=\"num\">Cells</th><th scope=\"col\" class=\"num\">Rho</th><th scope=\"col\" class=\"num\">Share</th><th scope=\"col\" class=\"num\">Noise in a cell (standard deviation, rows)</th></tr></thead>\n<tbody>\n");
        foreach (var table in statement.Tables)
        {
            html.Raw("<tr><th scope=\"row\">").Text(table.Table).Raw("</th>").NumberCell(table.Cells, Show.Count(table.Cells)).NumberCell(table.Rho, Number(table.Rho))
                .NumberCell(table.Rho / statement.SpentHere, Number(100 * table.Rho / statement.SpentHere) + " %").NumberCell(table.NoiseDeviation, Number(table.NoiseDeviation)).Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div>\n<h3>Not covered</h3>\n<ul class=\"notes\">\n");
        foreach (var text in statement.NotCovered)
        {
            html.Element("li", char.ToUpperInvariant(text[0]) + text[1..] + ".").Line();
        }

        html.Raw("</ul>\n");
        if (statement.Sources.Count > 0)
        {
            html.Raw("<h3>Where categories and edges are known from</h3>\n<dl class=\"facts\">\n");
            foreach (var (column, source) in statement.Sources)
            {
                Fact(html, column, source);
            }

            html.Raw("</dl>\n");
        }
    }

    private static void Fact(Html html, string name, string value) => html.Element("dt", name).Element("dd", value).Line();

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}

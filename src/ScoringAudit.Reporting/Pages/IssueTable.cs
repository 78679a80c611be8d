using System.Globalization;
using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Pages;

/// <summary>The findings register and the duties, as tables. Owner is left blank: people fill it in.</summary>
internal static class IssueTable
{
    internal static void Register(Html html, ReportModel model)
    {
        var issues = Issues.Of(model);
        html.Element("p", Issues.Rule, "lead").Line();
        if (issues.Count == 0)
        {
            html.Element("p", "Nothing in this audit asks for an answer by that rule.").Line();
            return;
        }

        var place = Places(model);
        FindingTables.Scroll(html, "Findings register");
        html.Raw("<table class=\"sortable\" id=\"issues-table\">\n<caption>Findings that ask for an answer</caption>\n<thead><tr><th scope=\"col\">Id</th><th scope=\"col\">Severity</th><th scope=\"col\">Finding and evidence</th><th scope=\"col\">Action</th><th scope=\"col\">Owner</th></tr></thead>\n<tbody>\n");
        for (int at = 0; at < issues.Count; at++)
        {
            var issue = issues[at];
            html.Raw("<tr><th scope=\"row\">F-" + (at + 1).ToString("000", CultureInfo.InvariantCulture) + "</th><td data-v=\"" + issue.Severity switch { "high" => "1", "medium" => "2", _ => "3" } + "\">")
                .Raw(FindingTables.Pill(issue.Severity switch { "high" => "not met", "medium" => "undetermined", _ => "low" }, issue.Severity)).Raw("</td><td>").Text(issue.What);
            if (issue.Evidence.Count > 0)
            {
                html.Raw("<span class=\"sub\">").Raw(string.Join(", ", issue.Evidence.Take(3).Select(finding => Link(finding, place)))).Raw("</span>");
            }

            html.Raw("</td><td>").Text(issue.Action).Raw("</td><td class=\"owner\"></td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }

    internal static void Duties(Html html, ReportModel model)
    {
        var place = Places(model);
        FindingTables.Scroll(html, "Duties");
        html.Raw("<table>\n<caption>What laws and guidelines ask for, and what this report holds on it</caption>\n<thead><tr><th scope=\"col\">Source</th><th scope=\"col\">What it asks for</th><th scope=\"col\">Evidence here</th><th scope=\"col\">Status, checked</th></tr></thead>\n<tbody>\n");
        foreach (var law in LawCatalogue.All)
        {
            var links = law.Evidence.Select(measure => (Name: MeasureGlossary.Of(measure).Name, All: model.Findings.Findings.Where(finding => finding.Measure == measure).ToList())).Where(part => part.All.Count > 0).ToList();
            html.Raw("<tr><th scope=\"row\">").Text(law.Name).Raw("</th><td>").Text(char.ToUpperInvariant(law.Says[0]) + law.Says[1..] + ".").Raw("</td><td>")
                .Raw(links.Count == 0 ? "<span class=\"mut\">nothing in this report</span>" : string.Join(", ", links.Select(part => "<a href=\"#f" + place[part.All[0].Id] + "\">" + Markup.Escape(part.Name) + "</a> (" + Show.Count(part.All.Count) + ")")))
                .Raw("</td><td>").Text(char.ToUpperInvariant(law.Status[0]) + law.Status[1..] + ".").Element("span", "checked " + law.Checked, "sub").Raw("</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }

    private static Dictionary<string, string> Places(ReportModel model) =>
        model.Findings.Findings.Select((finding, at) => (finding.Id, At: (at + 1).ToString(CultureInfo.InvariantCulture))).ToDictionary(pair => pair.Id, pair => pair.At, StringComparer.Ordinal);

    private static string Link(Finding finding, Dictionary<string, string> place) => "<a href=\"#f" + place[finding.Id] + "\">" + Markup.Escape(finding.Id) + "</a>";
}

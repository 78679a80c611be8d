using System.Globalization;
using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Pages;

/// <summary>Findings as tables: one for each measure in its section, and the register of all.</summary>
internal static class FindingTables
{
    // Longer tables are folded: the register at the end holds every row, on paper too.
    private const int MostRowsOpen = 12;

    internal static string Pill(string word, string text)
    {
        string style = word switch { "met" => "v v-met", "not met" => "v v-notmet", "undetermined" => "v", _ => "v v-none" };
        return "<span class=\"" + style + "\">" + Markup.Escape(text) + "</span>";
    }

    internal static string Verdict(Finding finding) => Plain.Word(finding) is { Length: > 0 } word ? Pill(word, word) : string.Empty;

    /// <summary>One table for each measure, in the order of its id.</summary>
    internal static void ByMeasure(Html html, IEnumerable<Finding> findings)
    {
        foreach (var group in findings.GroupBy(finding => finding.Measure, StringComparer.Ordinal))
        {
            Measure(html, group.Key, [.. group]);
        }
    }

    /// <summary>All findings, sortable and filterable where scripts are on.</summary>
    internal static void Register(Html html, IReadOnlyList<Finding> findings)
    {
        html.Raw("<div class=\"tools\"><label for=\"filter-text\">Search <input id=\"filter-text\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>")
            .Raw("<label for=\"filter-verdict\">Verdict <select id=\"filter-verdict\"><option value=\"\">all</option>");
        foreach (string word in findings.Select(Plain.Word).Where(word => word.Length > 0).Distinct().Order(StringComparer.Ordinal))
        {
            html.Element("option", word);
        }

        html.Raw("</select></label><output id=\"filter-count\" role=\"status\"></output></div>\n");
        Scroll(html, "All findings");
        html.Raw("<table class=\"sortable\" id=\"register-table\">\n<caption>All findings <span>One row for each, sorted by id; the same as findings.json.</span></caption>\n<thead><tr>")
            .Raw("<th scope=\"col\">Finding</th><th scope=\"col\" class=\"num\">Value</th><th scope=\"col\" class=\"num wide\">Interval</th><th scope=\"col\" class=\"num\">n</th><th scope=\"col\">Yardstick</th><th scope=\"col\" class=\"wide\">Verdict</th></tr></thead>\n<tbody>\n");
        for (int at = 0; at < findings.Count; at++)
        {
            var finding = findings[at];
            html.Raw("<tr id=\"f" + (at + 1).ToString(CultureInfo.InvariantCulture) + "\" data-verdict=\"").Text(Plain.Word(finding)).Raw("\"" + Score(finding)).Raw("><th scope=\"row\" class=\"id\">").Text(finding.Id);
            if (finding.Note is not null)
            {
                html.Element("span", finding.Note, "sub");
            }

            html.Raw("</th>");
            Value(html, finding);
            Interval(html, finding);
            html.NumberCell(finding.N, finding.N is { } n ? Show.Count(n) : "–");
            Yardstick(html, finding);
            html.Raw("<td class=\"wide\">").Raw(Verdict(finding)).Raw("</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }

    // The score that a row speaks of, for the page's filter.
    private static string Score(Finding finding) => finding.Model is null ? string.Empty : " data-score=\"" + Markup.Escape(finding.Model) + "\"";

    internal static void Scroll(Html html, string label) => html.Raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"").Text(label).Raw("\">");

    private static void Measure(Html html, string measure, List<Finding> findings)
    {
        var entry = MeasureGlossary.Of(measure);
        (string Head, Func<Finding, string?> Text, Func<Finding, string?> Sub)[] keys =
        [
            ("Model", finding => finding.Model, _ => null),
            ("Group", finding => finding.Group is null ? finding.Attribute : finding.Attribute + ": " + finding.Group, finding => finding.Reference is null ? null : "against " + finding.Reference),
            ("Feature", finding => finding.Feature, finding => finding.Origin is null ? null : "origin: " + finding.Origin),
            ("Channel", finding => finding.Channel, _ => null), ("Link", finding => finding.Link, _ => null), ("Stratum", finding => finding.Stratum, _ => null),
            ("Metric", finding => finding.Metric is null ? null : MeasureGlossary.MetricName(finding.Metric), _ => null),
        ];
        var used = keys.Where(key => findings.Exists(finding => key.Text(finding) is not null)).ToList();
        bool hasP = findings.Exists(finding => finding.PValue is not null), hasYardstick = findings.Exists(finding => finding.Yardstick is not null);
        bool hasVerdict = findings.Exists(finding => Plain.Word(finding).Length > 0);
        bool folded = findings.Count > MostRowsOpen;
        if (folded)
        {
            html.Raw("<details><summary>").Text(entry.Name + ", " + Show.Count(findings.Count) + " values").Raw("</summary>");
        }

        Scroll(html, entry.Name);
        html.Raw("<table class=\"sortable\">\n<caption>").Text(entry.Name + (findings.Select(finding => finding.Rows).Distinct().ToList() is [{ } rows] ? " (rows: " + rows + ")" : string.Empty));
        if (entry.Formula.Length > 0)
        {
            html.Element("span", char.ToUpperInvariant(entry.Formula[0]) + entry.Formula[1..] + ". " + entry.Reading);
        }

        html.Raw("</caption>\n<thead><tr>");
        foreach (var (head, _, _) in used)
        {
            html.Raw("<th scope=\"col\">").Text(head).Raw("</th>");
        }

        html.Raw("<th scope=\"col\" class=\"num\">Value</th><th scope=\"col\" class=\"num wide\">Interval</th><th scope=\"col\" class=\"num\">n</th>")
            .Raw(hasP ? "<th scope=\"col\" class=\"num\">p</th>" : string.Empty).Raw(hasYardstick ? "<th scope=\"col\">Yardstick</th>" : string.Empty)
            .Raw(hasVerdict ? "<th scope=\"col\" class=\"wide\">Verdict</th>" : string.Empty).Raw("</tr></thead>\n<tbody>\n");
        foreach (var finding in findings)
        {
            html.Raw("<tr" + Score(finding) + ">");
            for (int at = 0; at < used.Count; at++)
            {
                html.Raw(at == 0 ? "<th scope=\"row\">" : "<td>").Name(used[at].Text(finding) ?? "–").Raw(used[at].Sub(finding) is { } sub ? "<span class=\"sub\">" + Markup.Escape(sub) + "</span>" : string.Empty).Raw(at == 0 ? "</th>" : "</td>");
            }

            Value(html, finding);
            Interval(html, finding);
            html.NumberCell(finding.N, finding.N is { } n ? Show.Count(n) : "–");
            if (hasP)
            {
                html.NumberCell(finding.PValue, finding.PValue is { } p ? Show.P(p) : "–");
            }

            if (hasYardstick)
            {
                Yardstick(html, finding, withSource: false);
            }

            if (hasVerdict)
            {
                html.Raw("<td class=\"wide\">").Raw(Verdict(finding)).Raw("</td>");
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div>\n").Raw(folded ? "</details>\n" : string.Empty);
    }

    // On a narrow screen the interval and the verdict stand under the value; their columns are hidden there, never both at once.
    private static void Value(Html html, Finding finding)
    {
        bool hasValue = finding is { Status: FindingStatus.Defined, Value: not null };
        string sort = hasValue ? finding.Value!.Value.ToString("G6", CultureInfo.InvariantCulture) : string.Empty;
        html.Raw("<td class=\"num" + (hasValue ? " value" : string.Empty) + "\" data-v=\"" + sort + "\">");
        if (hasValue)
        {
            html.Text(Show.Value(finding.Value!.Value, finding.Scale));
        }
        else
        {
            html.Element("span", finding.Status == FindingStatus.Suppressed ? "not shown" : "no value", "mut");
        }

        if (finding.Reason is not null)
        {
            html.Element("span", finding.Reason, "sub");
        }

        if (finding.Interval is not null)
        {
            html.Element("span", Limits(finding), "sub narrow");
        }

        if (Verdict(finding) is { Length: > 0 } verdict)
        {
            html.Raw("<span class=\"sub narrow\">" + verdict + "</span>");
        }

        html.Raw("</td>");
    }

    private static void Interval(Html html, Finding finding) => html.NumberCell(finding.Interval?.Limits.Low, Limits(finding), "num wide");

    private static string Limits(Finding finding) =>
        (finding.Interval is { } interval ? Show.Limits(interval.Limits.Low, interval.Limits.High, finding.Scale) : "–")
        + (finding.Simultaneous is { } family ? (family.Level > (finding.Interval?.Limits.Level ?? 0) ? " (all at once: " : " (exact: ") + Show.Limits(family.Low, family.High, finding.Scale) + ")" : string.Empty);

    private static void Yardstick(Html html, Finding finding, bool withSource = true)
    {
        html.Raw("<td>").Element("span", finding.Yardstick is { } yardstick ? Plain.Set(yardstick, finding.Scale) : "–", "set");
        if (withSource && finding.Yardstick is { } cited)
        {
            html.Element("span", cited.Source, "sub");
        }

        html.Raw("</td>");
    }
}

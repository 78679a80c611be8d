using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Pages;

/// <summary>The one-page summary: three numbers, the verdicts, and what cannot be told.</summary>
internal static class SummarySection
{
    internal const string Question = "What does this score use, whom does it disadvantage, and how much of it comes from other people’s records?";

    private static readonly string[] Always =
    [
        "Whether a difference is justified or lawful: a yardstick is a cited convention, and the reader judges.",
        "Why a person does or does not repay: the numbers describe what the score does, not what causes the outcome.",
        "Anything about people who are not in the data, or about how the score will behave after a change.",
    ];

    internal static void Write(Html html, ReportModel model)
    {
        html.Raw("<section id=\"summary\" aria-labelledby=\"summary-h\">\n<h2 id=\"summary-h\">Summary</h2>\n<ol class=\"numbers\">\n");
        var register = model.Findings.Findings.Select((finding, at) => (finding.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at, StringComparer.Ordinal);
        foreach (var headline in Headlines.Of(model.Findings))
        {
            html.Raw("<li class=\"number\">").Element("h3", headline.Question).Line();
            if (headline.Finding is { } finding)
            {
                Number(html, headline, finding, register[finding.Id]);
            }
            else
            {
                html.Raw("<p class=\"big none\">no number</p>").Element("p", headline.Says);
            }

            html.Raw("</li>\n");
        }

        html.Raw("</ol>\n");
        Tally(html, model.Findings.Findings);
        Conditions(html, model.Findings.Findings);
        html.Raw("<h3>What we cannot tell</h3>\n<ul class=\"plainlist\">\n");
        foreach (string limit in model.Findings.Notes.Where(note => note.Kind == "limit").Select(note => note.Text).Concat(Always))
        {
            html.Element("li", limit).Line();
        }

        html.Raw("</ul>\n</section>\n");
    }

    private static void Number(Html html, Headline headline, Finding finding, int at)
    {
        string unit = finding.Scale switch { "points" => "points", "auc" => MeasureGlossary.MetricName(finding.Metric), "ratio" => "times the rate", _ => string.Empty };
        html.Raw("<p class=\"big\">").Text(finding.Value is { } value ? Show.Value(value, finding.Scale) : Plain.Word(finding));
        if (unit.Length > 0 && finding.Value is not null)
        {
            html.Raw(" ").Element("small", unit);
        }

        html.Raw("</p>\n<p class=\"range\">");
        if (finding.Interval is { } interval)
        {
            html.Text(Show.Significant(100 * interval.Limits.Level) + "% interval " + Show.Limits(interval.Limits.Low, interval.Limits.High, finding.Scale));
        }
        else
        {
            html.Text("no interval");
        }

        html.Text(finding.N is { } n ? " · n\u00a0" + Show.Count(n) : string.Empty).Raw("</p>\n").Raw(IntervalStrip.Of(finding)).Line();
        html.Element("p", headline.Says).Line();
        html.Raw("<p>").Raw(FindingTables.Verdict(finding)).Text(Plain.Word(finding).Length > 0 ? ". " : string.Empty).Text(headline.Verdict).Raw("</p>\n");
        if (finding.Yardstick is { } yardstick)
        {
            html.Element("p", "Yardstick: " + Plain.Set(yardstick, finding.Scale) + ". " + yardstick.Source + ".", "small").Line();
        }

        html.Raw("<p class=\"small\">").Text(headline.Chosen.Length > 0 ? headline.Chosen + " " : string.Empty).Raw("<a href=\"#f" + (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) + "\">In the register</a></p>\n");
    }

    // Each yardstick once: how many of its comparisons lie inside, outside, or on both sides.
    private static void Conditions(Html html, IReadOnlyList<Finding> findings)
    {
        var conditions = findings.Where(finding => finding.Verdict is not null && finding.Yardstick is not null)
            .GroupBy(finding => (finding.Measure, Set: Plain.Set(finding.Yardstick!, finding.Scale)))
            .OrderByDescending(group => group.Count(finding => finding.Verdict == Verdict.NotMet)).ThenBy(group => group.Key.Measure, StringComparer.Ordinal).ToList();
        if (conditions.Count == 0)
        {
            return;
        }

        html.Raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Verdict on each condition\"><table class=\"conditions\">\n<caption>Verdict on each condition</caption>\n<thead><tr><th scope=\"col\">Condition</th><th scope=\"col\">Yardstick</th><th scope=\"col\" class=\"num\">Not met</th><th scope=\"col\" class=\"num\">Undetermined</th><th scope=\"col\" class=\"num\">Met</th></tr></thead>\n<tbody>\n");
        foreach (var group in conditions)
        {
            string section = ReportSection.OfFinding(group.First().Id, group.Key.Measure);
            html.Raw("<tr><th scope=\"row\"><a href=\"#" + section + "\">").Text(MeasureGlossary.Of(group.Key.Measure).Name).Raw("</a></th>").Raw("<td>").Text(group.Key.Set).Raw("</td>");
            foreach (var verdict in new[] { Verdict.NotMet, Verdict.Undetermined, Verdict.Met })
            {
                int count = group.Count(finding => finding.Verdict == verdict);
                html.NumberCell(count, count == 0 ? "–" : Show.Count(count));
            }

            html.Raw("</tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }

    private static void Tally(Html html, IReadOnlyList<Finding> findings)
    {
        html.Raw("<ul class=\"tally\" aria-label=\"Verdicts of all findings\">\n");
        foreach (var group in findings.GroupBy(finding => Plain.Word(finding) is { Length: > 0 } word ? word : "without a yardstick").OrderBy(group => group.Key switch
        {
            "not met" => 0, "undetermined" => 1, "met" => 2, "without a yardstick" => 3, _ => 4,
        }).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            html.Raw("<li>").Raw(FindingTables.Pill(group.Key, Show.Count(group.Count()) + " " + group.Key)).Raw("</li>\n");
        }

        html.Raw("</ul>\n");
    }
}

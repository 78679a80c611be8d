using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Pages;

/// <summary>Writes a section: its lead, its facts, its figures and its findings, and what they cannot tell.</summary>
internal static class SectionWriter
{
    internal static bool HasContent(ReportSection section, ReportModel model) => section.Id switch
    {
        "scope" or "privacy" or "register" or "issues" or "duties" => true,
        "notes" => Notes(model, "warning", "limit").Any(),
        "skipped" => Notes(model, "skipped").Any(),
        "methods" => model.Findings.Findings.Count > 0,
        "manifest" => model.Manifest is not null,
        _ => FindingsOf(section, model).Any() || TablesOf(section, model).Count > 0 || FactsOf(section, model).Any() || Notes(model, KindOf(section)).Any(),
    };

    internal static void Write(Html html, ReportSection section, ReportModel model, IInteractiveFigures? interactive)
    {
        html.Raw("<section id=\"" + section.Id + "\" aria-labelledby=\"" + section.Id + "-h\">\n<h2 id=\"" + section.Id + "-h\">").Text(section.Title).Raw("</h2>\n");
        if (section.Lead.Length > 0)
        {
            html.Element("p", section.Lead, "lead").Line();
        }

        Facts(html, FactsOf(section, model));
        switch (section.Id)
        {
            case "privacy": Privacy(html, model); break;
            case "notes": NoteList(html, Notes(model, "warning", "limit")); break;
            case "skipped": NoteList(html, Notes(model, "skipped")); break;
            case "methods": Methods(html, model.Findings.Findings); break;
            case "issues": IssueTable.Register(html, model); break;
            case "duties": IssueTable.Duties(html, model); break;
            case "register":
                html.Raw("<p class=\"onpaper\">Not printed: " + Show.Count(model.Findings.Findings.Count) + " findings, one a row, and every folded table of the sections before. They are on the page on a screen, in findings.json and in tables/.</p>\n");
                FindingTables.Register(html, model.Findings.Findings); break;
            case "manifest": Manifest(html, model.Manifest!); break;
            default: NoteList(html, Notes(model, KindOf(section))); break;
        }

        TableParts.Write(html, TablesOf(section, model), interactive);
        FindingTables.ByMeasure(html, FindingsOf(section, model));
        if (section.Id == "scope")
        {
            html.Raw("<h3>The plan as run</h3>\n<pre tabindex=\"0\" role=\"region\" aria-label=\"The plan as run\"><code>").Raw(Lines(model.Plan)).Raw("</code></pre>\n");
        }

        if (section.Cannot.Length > 0)
        {
            html.Raw("<p class=\"cannot\"><b>Cannot tell:</b> ").Text(char.ToLowerInvariant(section.Cannot[0]) + section.Cannot[1..]).Raw("</p>\n");
        }

        html.Raw("</section>\n");
    }

    // Escape turns line ends into spaces, which is right everywhere but in the one block that keeps them.
    private static string Lines(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(Markup.Escape));

    private static IEnumerable<Finding> FindingsOf(ReportSection section, ReportModel model) =>
        model.Findings.Findings.Where(finding => ReportSection.OfFinding(finding.Id, finding.Measure) == section.Id);

    private static List<ReleasedTable> TablesOf(ReportSection section, ReportModel model) =>
        [.. model.Tables.Where(table => ReportSection.OfTable(table.Table.Figure, table.Table.Name) == section.Id)];

    private static IEnumerable<AuditNote> Notes(ReportModel model, params string[] kinds) => model.Findings.Notes.Where(note => kinds.Contains(note.Kind));

    private static string KindOf(ReportSection section) => section.Id switch { "data" => "data", "models" => "model", _ => section.Id };

    private static IEnumerable<(string Name, string Value)> FactsOf(ReportSection section, ReportModel model)
    {
        foreach (var (name, value) in model.Findings.Facts)
        {
            string place = name.StartsWith(ReportFacts.Data, StringComparison.Ordinal) ? "data" : name.StartsWith(ReportFacts.Model, StringComparison.Ordinal) ? "models" : "scope";
            if (place == section.Id && !ReportFacts.IsReserved(name))
            {
                string label = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
                yield return (place == "models" || label.Length == 0 ? label : char.ToUpperInvariant(label[0]) + label[1..].Replace('_', ' '), value);
            }
        }
    }

    private static void Facts(Html html, IEnumerable<(string Name, string Value)> facts)
    {
        var all = facts.ToList();
        if (all.Count == 0)
        {
            return;
        }

        html.Raw("<dl class=\"facts\">\n");
        foreach (var (name, value) in all)
        {
            html.Element("dt", name).Element("dd", value).Line();
        }

        html.Raw("</dl>\n");
    }

    private static void NoteList(Html html, IEnumerable<AuditNote> notes)
    {
        var all = notes.ToList();
        if (all.Count == 0)
        {
            return;
        }

        html.Raw("<ul class=\"notes\">\n");
        foreach (var note in all)
        {
            html.Raw("<li>").Element("b", note.Subject).Element("span", note.Text).Raw("</li>\n");
        }

        html.Raw("</ul>\n");
    }

    private static void Privacy(Html html, ReportModel model)
    {
        var findings = model.Findings;
        html.Element("p", findings.Disclosure switch
        {
            DisclosureClass.Synthetic => "The data are synthetic: every row and column was generated again from its catalogue id, dials and seed, and was equal. Exact numbers are shown, because no person stands behind them.",
            DisclosureClass.Open => "The plan states that the data are public or not about persons. Exact numbers are shown on that ground.",
            DisclosureClass.Restricted => "Exact numbers of real persons, for the people who commissioned the audit. Numbers that rest on few people are not shown. This is no formal guarantee.",
            DisclosureClass.Consented => "The persons agreed to aggregates, or a law allows them. Numbers that rest on few people are not shown. This is no formal guarantee.",
            _ => "Every number was computed from tallies with calibrated noise. Whoever knows all other records and every report on these data can hardly tell whether one unit's record is in them.",
        }).Line();
        if (findings.Privacy is { } statement)
        {
            PrivacyBlock.Write(html, statement);
        }

        long suppressed = findings.Findings.Count(finding => finding.Status == FindingStatus.Suppressed);
        Facts(html, new (string, string?)[]
        {
            ("Disclosure class", Words.Of(findings.Disclosure)), ("Ground", findings.Ground), ("Smallest number of people behind a shown number", findings.MinCell is { } cell ? Show.Count(cell) : null),
            ("Findings not shown", Show.Count(suppressed)), ("Findings and table cells not shown", model.Manifest is { } manifest ? Show.Count(manifest.SuppressedCells) : null),
        }.Where(fact => fact.Item2 is not null).Select(fact => (fact.Item1, fact.Item2!)));
    }

    private static void Methods(Html html, IReadOnlyList<Finding> findings)
    {
        FindingTables.Scroll(html, "Methods");
        html.Raw("<table>\n<caption>Measures</caption>\n<thead><tr><th scope=\"col\">Measure</th><th scope=\"col\">Formula and reading</th><th scope=\"col\">Interval</th><th scope=\"col\">Source</th></tr></thead>\n<tbody>\n");
        foreach (var group in findings.GroupBy(finding => finding.Measure, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var entry = MeasureGlossary.Of(group.Key);
            string intervals = string.Join("; ", group.Select(finding => finding.Interval).OfType<FindingInterval>()
                .Select(interval => interval.Method + ", unit " + interval.Unit + ", target " + interval.Target).Distinct().Order(StringComparer.Ordinal));
            string sources = string.Join("; ", group.Select(finding => finding.Source).OfType<string>().Distinct().Order(StringComparer.Ordinal));
            html.Raw("<tr><th scope=\"row\">").Text(entry.Name).Element("span", group.Key, "sub").Raw("</th><td>");
            if (entry.Formula.Length > 0)
            {
                html.Element("span", entry.Formula, "formula").Element("span", entry.Reading, "sub");
            }

            html.Raw("</td><td>").Text(intervals.Length > 0 ? intervals : "–").Raw("</td><td>").Text(sources.Length > 0 ? sources : "–").Raw("</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
        html.Element("p", "An interval names what was taken as independent (unit) and what it claims to cover (target). A verdict is met when the whole interval lies inside the acceptable set, not met when it lies wholly outside, and undetermined otherwise; point estimates and p-values never decide.", "lead").Line();
    }

    private static void Manifest(Html html, RunManifest manifest)
    {
        Facts(html,
        [
            ("Tool", manifest.Tool), ("Runtime", manifest.Runtime), ("Command", string.Join(' ', manifest.Command)), ("Started", ReportPage.Started(manifest.Started)),
            ("Seed", manifest.Seed.ToString(CultureInfo.InvariantCulture)), ("Random streams", manifest.Streams.Count > 0 ? string.Join(", ", manifest.Streams) : "none"),
            ("Packages", string.Join(", ", manifest.Packages.OrderBy(package => package.Key, StringComparer.Ordinal).Select(package => package.Key + " " + package.Value))),
        ]);
        Files(html, "Files read", manifest.Inputs);
        Files(html, "Files written", [.. manifest.Outputs.Where(file => file.Path != ReportPage.Path)]);
    }

    private static void Files(Html html, string caption, IReadOnlyList<ManifestFile> files)
    {
        if (files.Count == 0)
        {
            return;
        }

        FindingTables.Scroll(html, caption);
        html.Raw("<table>\n<caption>").Text(caption).Raw("</caption>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\" class=\"num\">Bytes</th><th scope=\"col\" class=\"num\">Rows</th><th scope=\"col\">Digest</th></tr></thead>\n<tbody>\n");
        foreach (var file in files)
        {
            html.Raw("<tr><th scope=\"row\">").Text(file.Path).Raw("</th>").NumberCell(file.Bytes, Show.Count(file.Bytes)).NumberCell(file.Rows, file.Rows is { } rows ? Show.Count(rows) : "–")
                .Raw("<td class=\"digest\">").Text(file.Digest).Raw("</td></tr>\n");
        }

        html.Raw("</tbody></table></div>\n");
    }
}

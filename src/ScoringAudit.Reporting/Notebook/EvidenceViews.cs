using ScoringAudit.Leakage;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Figures;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;

namespace ScoringAudit.Reporting.Notebook;

/// <summary>Shows released evidence in a notebook: a summary, findings of a measure, tables and figures.</summary>
public static class EvidenceViews
{
    /// <summary>The three numbers of the audit, each with its interval in words and how it lies to its yardstick.</summary>
    public static TableView Summary(this ReleasedEvidence evidence)
    {
        var findings = ReleasedFindings.Of(evidence);
        return new TableView(
            "The audit in three numbers",
            ["Question", "Answer"],
            [.. Headlines.Of(findings).Select(h => (IReadOnlyList<string>)[h.Question, string.Join(' ', new[] { h.Says, h.Verdict, h.Chosen }.Where(s => s.Length > 0))])],
            evidence.Banner);
    }

    /// <summary>The findings of one measure, each with its interval, its n and its verdict.</summary>
    /// <param name="evidence">Released evidence.</param>
    /// <param name="measure">Name of the measure, for example adverse_impact_ratio.</param>
    /// <param name="model">Only this model; null: all.</param>
    /// <param name="metric">Only this metric (roc_auc, adverse_impact_ratio, …); null: all.</param>
    /// <exception cref="AuditDataException">There is no finding of that measure; the nearest name is suggested, or the reason why it was skipped.</exception>
    public static TableView Measure(this ReleasedEvidence evidence, string measure, string? model = null, string? metric = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentException.ThrowIfNullOrEmpty(measure);
        var found = evidence.Findings.Where(f => f.Measure == measure && (model is null || f.Model == model) && (metric is null || f.Metric == metric)).ToList();
        if (found.Count == 0)
        {
            var names = evidence.Findings.Select(f => f.Measure).Distinct().ToList();
            throw new AuditDataException($"There is no finding of '{measure}'{(model is null ? string.Empty : $" for model '{model}'")}. {Hint(measure, names)}");
        }

        (string Head, Func<Finding, string?> Text)[] keys =
        [
            ("Model", f => f.Model),
            ("Group", f => f.Group is null ? null : f.Attribute + ": " + f.Group + (f.Reference is null ? string.Empty : " against " + f.Reference)),
            ("Feature", f => f.Feature), ("Whose record", f => f.Origin), ("Channel", f => f.Channel), ("Link", f => f.Link), ("World", f => f.Stratum), ("Metric", f => f.Metric),
        ];
        var used = keys.Where(k => found.Exists(f => k.Text(f) is not null)).ToList();
        var verdicts = found.Exists(f => f.Verdict is not null);
        var level = found.Select(f => f.Interval?.Limits.Level).FirstOrDefault(l => l is not null) ?? 0.95;
        List<string> headers = [.. used.Select(k => k.Head), ">Value", ">" + Show.Significant(100 * level) + " % interval", ">n"];
        if (verdicts)
        {
            headers.AddRange(["Yardstick", "Verdict"]);
        }

        return new TableView(MeasureGlossary.Of(measure).Name, headers, [.. found.Select(Row)], [MeasureGlossary.Of(measure).Reading, .. Banner(evidence)]);

        IReadOnlyList<string> Row(Finding f)
        {
            List<string> cells = [.. used.Select(k => k.Text(f) ?? "–"), f.Value is { } value ? Show.Value(value, f.Scale) : f.Reason ?? "no value"];
            cells.Add(f.Interval is { } i ? Show.Limits(i.Limits.Low, i.Limits.High, f.Scale) : f.Value is null ? "–" : "none: not sampled");
            cells.Add(f.N is { } n ? Show.Count(n) : "–");
            if (verdicts)
            {
                cells.AddRange([f.Yardstick is { } y ? Plain.Set(y, f.Scale) : "–", Plain.Word(f)]);
            }

            return cells;
        }
    }

    /// <summary>A table of the audit.</summary>
    /// <exception cref="AuditDataException">There is no table of that name; the nearest is suggested.</exception>
    public static TableView Table(this ReleasedEvidence evidence, string name) => TableView.Of(Find(evidence, name, _ => true), Banner(evidence));

    /// <summary>A figure of the audit, drawn from the table of that name.</summary>
    /// <exception cref="AuditDataException">There is no figure of that name; the nearest is suggested.</exception>
    public static FigureView Figure(this ReleasedEvidence evidence, string name) => new(Find(evidence, name, FigureSvg.CanDraw), Banner(evidence));

    /// <summary>The ladder of leakage: for each channel the highest rung that the evidence reached, and what came of every rung.</summary>
    /// <exception cref="AuditDataException">The audit has no ladder.</exception>
    public static TableView Ladder(this ReleasedEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var found = evidence.Findings.Where(f => f.Measure == "leakage_step").ToList();
        if (found.Count == 0)
        {
            throw new AuditDataException("The audit has no ladder of leakage. Ask for the measure 'leakage', and name addresses, areas or links in the plan.");
        }

        var steps = found.Select(f => f.Rungs).FirstOrDefault(r => r is not null)?.Select(r => r.Step).ToList() ?? [];
        return new TableView(
            "The ladder of leakage",
            ["World or model", "Channel", "Highest rung reached", .. steps.Select(step => step.Replace('_', ' '))],
            [.. found.Select(f => (IReadOnlyList<string>)[f.Stratum ?? f.Model ?? "score", f.Channel ?? "–", f.Step?.Replace('_', ' ') ?? f.Reason ?? "–", .. steps.Select((_, at) => Said(f.Rungs?[at]))])],
            ["not tested: the access or the data do not allow it. A rung above the first says more than that people alike live together.", .. Banner(evidence)]);

        static string Said(LadderRung? rung) => rung is null ? "–" : !rung.Tested ? "not tested" : (rung.Reached ? "yes" : "no") + (rung.PValue is { } p ? ", p " + (p < 0.001 ? string.Empty : "= ") + Show.P(p) : string.Empty);
    }

    /// <summary>What the audit wants its reader to know: warnings, what was skipped and why.</summary>
    public static TableView Remarks(this ReleasedEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return new TableView("Notes", ["Kind", "Text"], [.. evidence.Notes.Select(n => (IReadOnlyList<string>)[n.Kind, n.Text])], Banner(evidence));
    }

    private static ReleasedTable Find(ReleasedEvidence evidence, string name, Func<ReleasedTable, bool> fits)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var tables = ReleasedTable.AllOf(evidence).Where(fits).ToList();
        return tables.FirstOrDefault(t => t.Table.Name == name) ?? throw new AuditDataException($"There is no '{name}' among the audit's tables. {Hint(name, [.. tables.Select(t => t.Table.Name)])}");
    }

    private static string Hint(string name, IReadOnlyList<string> names) =>
        Nearest.Of(name, names) is { } near ? $"Did you mean '{near}'?" : $"There are: {string.Join(", ", names)}.";

    private static IReadOnlyList<string> Banner(ReleasedEvidence evidence) => evidence.Disclosure == DisclosureClass.Synthetic ? [] : evidence.Banner;
}

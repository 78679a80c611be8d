using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Release;
using ScoringAudit.Reporting;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;

namespace ScoringAudit.Cli.Jobs;

/// <summary>What a person reads at the end of a run: tables, three numbers with their intervals, and where the report is.</summary>
internal static class ConsoleSummary
{
    private const int MostGroups = 30;
    private const int TableWidth = 110;

    /// <summary>Writes a small table of each kind of result, what to know about them, then the three numbers.</summary>
    public static void Write(ReleasedEvidence evidence, TextWriter to)
    {
        foreach (var line in evidence.Banner)
        {
            Wrapped.Write(to, line);
        }

        Rows(evidence, to);
        Accuracy(evidence, to);
        Ratios(evidence, to);
        LinksSummary.Write(evidence, to, TableWidth);
        foreach (var note in evidence.Notes.Where(n => n.Kind is "warning" or "limit" or "data"))
        {
            to.WriteLine();
            Wrapped.Write(to, note.Text, note.Kind + ": ", "  ");
        }

        var skipped = evidence.Notes.Where(n => n.Kind == "skipped").ToList();
        if (skipped.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("Not measured:");
            foreach (var note in skipped)
            {
                Wrapped.Write(to, note.Text, "- ", "  ");
            }
        }

        Headline(evidence, to);
    }

    /// <summary>The three numbers, each with its interval.</summary>
    public static void Headline(ReleasedEvidence evidence, TextWriter to)
    {
        to.WriteLine();
        foreach (var headline in Headlines.Of(ReleasedFindings.Of(evidence)))
        {
            to.WriteLine(headline.Question);
            Wrapped.Write(to, headline.Says, "  ", "  ");
            if (headline.Finding is { Status: FindingStatus.Defined } finding)
            {
                Wrapped.Write(to, Interval(finding) + (headline.Verdict.Length > 0 ? " " + headline.Verdict : string.Empty), "  ", "  ");
            }

            if (headline.Chosen.Length > 0)
            {
                Wrapped.Write(to, headline.Chosen, "  ", "  ");
            }
        }
    }

    /// <summary>A number with its interval: "0.74 [0.54, 1.00]".</summary>
    public static string Value(Finding? finding, string format = "0.000") => finding switch
    {
        null => "–",
        { Status: FindingStatus.Suppressed } => "suppressed",
        { Status: FindingStatus.Undefined } => "undefined",
        { Interval: { } i } => string.Create(CultureInfo.InvariantCulture, $"{Number(finding.Value!.Value, format)} [{Number(i.Limits.Low, format)}, {Number(i.Limits.High, format)}]"),
        _ => Number(finding.Value!.Value, format),
    };

    // "95 % interval 0.68 to 0.87 (whole areas as the unit, 30 of them)."
    private static string Interval(Finding finding)
    {
        if (finding.Interval is not { } interval)
        {
            return "No interval: " + (finding.Rows == "all" && finding.Access == "S" ? "the rows are taken as the whole population (a register)." : "none is defined for this number.");
        }

        var level = Show.Significant(100 * interval.Limits.Level);
        var limits = Show.Limits(interval.Limits.Low, interval.Limits.High, finding.Scale);
        var unit = interval.Method switch
        {
            "exact" => "exact",
            _ when interval.Unit == "permutations" => $"over {finding.Replicates} shuffles",
            _ when interval.Unit == "rows" => "rows taken as independent",
            _ => $"independent unit: {interval.Unit}" + (finding.Clusters is { } n ? $", {Show.Count(n)} of them" : string.Empty),
        };
        return $"{level} % interval {limits} ({unit}).";
    }

    private static string Number(double value, string format) =>
        double.IsPositiveInfinity(value) ? "∞" : double.IsNegativeInfinity(value) ? "−∞" : value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');

    private static void Rows(ReleasedEvidence evidence, TextWriter to)
    {
        var rows = evidence.Facts.Where(f => f.Key == "rows audited" || f.Key.StartsWith("model.", StringComparison.Ordinal)).ToList();
        if (rows.Count > 0)
        {
            to.WriteLine();
        }

        foreach (var (name, text) in rows)
        {
            Wrapped.Write(to, name == "rows audited" ? "Audited: " + text + "." : $"Model {name["model.".Length..]}: {text}.");
        }
    }

    private static void Accuracy(ReleasedEvidence evidence, TextWriter to)
    {
        var all = evidence.Findings.Where(f => f.Measure == "roc_auc" && f.Attribute is null).ToList();
        if (all.Count == 0)
        {
            return;
        }

        var table = new TextTable("score", ">rows", ">AUC", ">KS", ">Brier");
        foreach (var auc in all)
        {
            Finding? Of(string measure) => evidence.Findings.FirstOrDefault(f => f.Measure == measure && f.Attribute is null && f.Model == auc.Model && f.Stratum == auc.Stratum);
            table.Row(Name(auc), auc.N is { } n ? Show.Count(n) : "–", Value(auc), Value(Of("ks")), Value(Of("brier")));
        }

        to.WriteLine();
        table.Write(to, TableWidth);
    }

    private static string Name(Finding finding) =>
        string.Join(" ", new[] { finding.Model ?? "as recorded", finding.Stratum }.OfType<string>());

    private static void Ratios(ReleasedEvidence evidence, TextWriter to)
    {
        // Periods have a table of their own.
        var period = evidence.Plan.Roles.Time is { } time ? time + "=" : null;
        var rates = evidence.Findings.Where(f => f.Measure == "selection_rate" && f.Attribute is not null
            && (period is null || f.Stratum is null || !f.Stratum.Split(';')[^1].StartsWith(period, StringComparison.Ordinal))).ToList();
        if (rates.Count == 0)
        {
            return;
        }

        var table = new TextTable("score", "group", ">rows", ">favourable, rate", ">impact ratio", "verdict");
        foreach (var rate in rates.Take(MostGroups))
        {
            var air = evidence.Findings.FirstOrDefault(f => f.Measure == "adverse_impact_ratio" && f.Model == rate.Model && f.Attribute == rate.Attribute && f.Group == rate.Group && f.Stratum == rate.Stratum);
            table.Row(
                Name(rate),
                $"{rate.Attribute}={rate.Group}",
                rate.N is { } n ? Show.Count(n) : "–",
                Value(rate),
                air is null ? "reference" : Value(air, "0.00"),
                air?.Verdict is { } v ? Words.Of(v).Replace('_', ' ') : string.Empty);
        }

        to.WriteLine();
        table.Write(to, TableWidth);
        if (rates.Count > MostGroups)
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {rates.Count - MostGroups} more groups in findings.json"));
        }

        var yardstick = evidence.Findings.FirstOrDefault(f => f is { Measure: "adverse_impact_ratio", Yardstick: not null })?.Yardstick;
        Wrapped.Write(to, $"In brackets: intervals of level {Show.Significant(100 * evidence.Plan.Confidence)} %."
            + (yardstick is null ? string.Empty : $" Verdict: whether the interval of the impact ratio, after multiplicity, lies within {Plain.Set(yardstick, "ratio")}."));
    }
}

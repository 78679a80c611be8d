using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Release;
using ScoringAudit.Reporting;

namespace ScoringAudit.Cli.Jobs;

/// <summary>What a person reads at the end of a search: the frontier, the claim, and what dropping costs.</summary>
internal static class AlternativesSummary
{
    private const int TableWidth = 118;

    /// <summary>Writes it.</summary>
    public static void Write(ReleasedEvidence evidence, TextWriter to)
    {
        foreach (var line in evidence.Banner)
        {
            Wrapped.Write(to, line);
        }

        to.WriteLine();
        foreach (var name in new[] { "rows that train", "rows that choose", "rows that confirm", "candidates", "baseline", "tolerance" })
        {
            Wrapped.Write(to, $"{name}: {evidence.Facts.GetValueOrDefault(name, "–")}");
        }

        Frontier(evidence, to);
        Claims(evidence, to);
        Dropping(evidence, to);
        foreach (var note in evidence.Notes.Where(n => n.Kind is "warning" or "limit" or "data" or "skipped"))
        {
            to.WriteLine();
            Wrapped.Write(to, note.Text, note.Kind + ": ", "  ");
        }
    }

    private static void Frontier(ReleasedEvidence evidence, TextWriter to)
    {
        if (evidence.Tables.FirstOrDefault(t => t.Name == "frontier") is not { } table)
        {
            return;
        }

        object? Cell(IReadOnlyList<object?> row, string column) => row[table.Columns.ToList().IndexOf(column)];
        foreach (var panel in table.Rows.GroupBy(r => (string)Cell(r, "panel")!))
        {
            to.WriteLine();
            to.WriteLine($"{panel.Key}: on the rows that choose; what no other candidate beats in both, and the baseline");
            var text = new TextTable("candidate", ">accuracy", ">impact ratio", ">shortfall", ">adverse per 1,000", "role");
            foreach (var row in panel.Where(r => Cell(r, "onFrontier") is 1L || (string)Cell(r, "role")! is "baseline" or "chosen"))
            {
                text.Row(
                    (string)Cell(row, "label")!,
                    Number(Cell(row, "accuracy"), "0.000"), Number(Cell(row, "air"), "0.00"), Number(Cell(row, "shortfall"), "0"), Number(Cell(row, "adversePerThousand"), "0"),
                    (string)Cell(row, "role")! + (Cell(row, "readsGroup") is 1L ? ", reads the protected attribute" : string.Empty) + (Cell(row, "randomised") is 1L ? ", randomised" : string.Empty));
            }

            text.Write(to, TableWidth);
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{panel.Count()} candidates in tables/frontier.csv"));
        }
    }

    private static void Claims(ReleasedEvidence evidence, TextWriter to)
    {
        foreach (var claim in evidence.Findings.Where(f => f.Measure == "less_discriminatory_alternative"))
        {
            var accuracy = evidence.Findings.FirstOrDefault(f => f.Measure == "accuracy_difference" && f.Model == claim.Model && f.Stratum == claim.Stratum);
            var accepted = evidence.Findings.FirstOrDefault(f => f.Measure == "adverse_accepted_change" && f.Model == claim.Model && f.Stratum == claim.Stratum);
            to.WriteLine();
            to.WriteLine("Is there a less discriminatory alternative?" + (claim.Stratum is null ? string.Empty : $" ({claim.Stratum})"));
            if (claim.Status != FindingStatus.Defined)
            {
                Wrapped.Write(to, (claim.Status == FindingStatus.Undefined ? "None found: " : "Suppressed: ") + claim.Reason + ".", "  ", "  ");
                continue;
            }

            Wrapped.Write(to, $"{claim.Model} instead of {evidence.Facts["baseline"]}, on people that neither trained nor chose: {claim.Screen}.", "  ", "  ");
            Wrapped.Write(to, $"impact ratio {claim.Group}/{claim.Reference} {ConsoleSummary.Value(claim, "+0.000;-0.000;0.000")}"
                + (claim.Details is { } d && d.TryGetValue("impactRatioBaseline", out var was) && d.TryGetValue("impactRatioAlternative", out var now)
                    ? string.Create(CultureInfo.InvariantCulture, $" (from {was:0.00} to {now:0.00})") : string.Empty)
                + $"; accuracy {ConsoleSummary.Value(accuracy, "+0.0000;-0.0000;0.0000")}; adverse outcomes per 1,000 approved {ConsoleSummary.Value(accepted, "+0.0;-0.0;0.0")}", "  ", "  ");
            foreach (var people in evidence.Findings.Where(f => f.Measure == "selection_rate_change" && f.Model == claim.Model && f.Stratum == claim.Stratum))
            {
                Wrapped.Write(to, $"group {people.Group}: {People(people)}", "  ", "    ");
            }
        }
    }

    private static void Dropping(ReleasedEvidence evidence, TextWriter to)
    {
        var costs = evidence.Findings.Where(f => f.Measure is "auc_cost_of_dropping" or "log_loss_cost_of_dropping").ToList();
        if (costs.Count == 0)
        {
            return;
        }

        to.WriteLine();
        to.WriteLine($"What does dropping other people’s records cost? ({evidence.Facts["baseline"]}, same algorithm, same approval rate, on the rows that confirm)");
        foreach (var cost in costs)
        {
            var metric = cost.Metric == "roc_auc" ? "AUC" : "log-loss";
            Wrapped.Write(to, $"{cost.Channel}: {metric} {ConsoleSummary.Value(cost, "+0.0000;-0.0000;0.0000")} (above 0: dropping costs accuracy)", "  ", "    ");
            foreach (var f in evidence.Findings.Where(f => f.Channel == cost.Channel && f.Measure == "selection_rate_change_of_dropping"))
            {
                Wrapped.Write(to, $"group {f.Group}{(f.Stratum is null ? string.Empty : $", {f.Stratum}")}: {People(f)}", "    ", "      ");
            }

            foreach (var f in evidence.Findings.Where(f => f.Channel == cost.Channel && f.Measure == "impact_ratio_gain_of_dropping"))
            {
                Wrapped.Write(to, $"impact ratio {f.Group}/{f.Reference}{(f.Stratum is null ? string.Empty : $", {f.Stratum}")}: {ConsoleSummary.Value(f, "+0.000;-0.000;0.000")}", "    ", "      ");
            }

            foreach (var f in evidence.Findings.Where(f => f.Channel == cost.Channel && f.Measure == "adverse_accepted_change_of_dropping"))
            {
                Wrapped.Write(to, $"adverse outcomes per 1,000 approved{(f.Stratum is null ? string.Empty : $", {f.Stratum}")}: {ConsoleSummary.Value(f, "+0.0;-0.0;0.0")}", "    ", "      ");
            }
        }

        to.WriteLine("In brackets: intervals of level " + Show.Significant(100 * evidence.Plan.Confidence) + " %, paired on the same people.");
    }

    private static string People(Finding f) => f.Status != FindingStatus.Defined || f.Details is not { } d ? ConsoleSummary.Value(f)
        : string.Create(CultureInfo.InvariantCulture, $"{d["peopleGained"]:0.#} people gain and {d["peopleLost"]:0.#} lose approval, of {Show.Count(f.N!.Value)}")
            + (f.Interval is { } i ? $" (rate {Show.Signed(f.Value!.Value, "difference")}, {Show.Limits(i.Limits.Low, i.Limits.High, "difference")})" : string.Empty);

    private static string Number(object? cell, string format) => cell is double value ? value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−') : "–";
}

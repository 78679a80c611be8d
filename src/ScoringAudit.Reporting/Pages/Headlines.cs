using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Pages;

/// <summary>Chooses the three numbers of a summary: who is disadvantaged, what the score uses, how much comes from other people's records.</summary>
/// <remarks>
/// A fact (<see cref="ReportFacts"/>) may name the finding. Otherwise: the adverse impact ratio with the worst verdict and then the lowest
/// upper limit; the largest importance of the same model; the association share, else the effect of another place or of
/// another partner, of the same model, with the worst verdict and then the largest, else the highest rung of the ladder. The rule is printed, because a number chosen by the data looks more extreme than it is.
/// </remarks>
public static class Headlines
{
    private const string OthersAsked = "How much comes from other people’s records?";
    private static readonly string[][] Shares = [["association_share"], ["move_effect_place", "swap_effect_partner"], ["own_only_violation_share"]];
    private static readonly string[] Importances = ["permutation_importance", "shapley_importance"];

    /// <summary>The three, in order.</summary>
    public static IReadOnlyList<Headline> Of(ReleasedFindings findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (findings.Findings.FirstOrDefault(finding => finding.Measure == "less_discriminatory_alternative") is { } alternative)
        {
            return OfSearch(findings, alternative);
        }

        var who = Named(findings, ReportFacts.Disadvantaged) is { } named ? (named, string.Empty) : Worst(
            findings.Findings.Where(finding => finding.Measure == "adverse_impact_ratio" && finding.Stratum is null), lowest: true);
        var (others, othersChosen) = Named(findings, ReportFacts.Others) is { } share ? (share, string.Empty) : First(
            Shares, measures => Worst(measures.SelectMany(measure => Of(findings, measure, who.Item1?.Model)), lowest: false));
        var (uses, usesChosen) = Named(findings, ReportFacts.Uses) is { } use ? (use, string.Empty) : First(
            Importances.Select(measure => new[] { measure }), measures => Largest(Of(findings, measures[0], who.Item1?.Model ?? others?.Model)));
        return
        [
            Make("Whom does it disadvantage?", who.Item1, who.Item2, findings, ["adverse_impact_ratio", "disparity"]),
            Make("What does the score use?", uses, usesChosen, findings, Importances),
            (others is null ? Ladder(findings) : null) ?? Make(OthersAsked, others, othersChosen, findings, [.. Shares.SelectMany(measure => measure)]),
        ];
    }

    // Recorded scores cannot be asked: then the highest rung of the ladder is what is known.
    private static Headline? Ladder(ReleasedFindings findings)
    {
        var highest = Defined(findings.Findings.Where(finding => finding.Measure == "leakage_step" && finding.Step != "not_tested"))
            .OrderByDescending(finding => finding.Value).ThenBy(finding => finding.Id, StringComparer.Ordinal).FirstOrDefault();
        if (highest is null)
        {
            return null;
        }

        var channel = highest.Channel ?? highest.Link;
        var found = highest.Value > 0
            ? FormattableString.Invariant($"For {channel} the ladder stands at rung {highest.Value:0} of 5: {highest.Step?.Replace('_', ' ')}.")
            : $"Nothing was found for {channel} that these data could show.";
        return new Headline(OthersAsked, null, found + " How much it is, recorded scores cannot tell: people who live or deal together are alike. tables/request.csv says what to ask the score’s owner for.", string.Empty, string.Empty);
    }

    // A search answers two questions of its own.
    private static IReadOnlyList<Headline> OfSearch(ReleasedFindings findings, Finding alternative)
    {
        var dropped = findings.Findings.Where(finding => finding.Measure is "auc_cost_of_dropping" or "log_loss_cost_of_dropping").ToList();
        var whole = dropped.FirstOrDefault(finding => finding.Channel == "all-associative") ?? dropped.FirstOrDefault();
        return
        [
            new Headline("Is there a less discriminatory alternative?", alternative, Plain.Says(alternative), alternative.Status == FindingStatus.Defined ? Plain.VerdictOf(alternative) : string.Empty, string.Empty),
            whole is null
                ? new Headline("What does dropping other people’s records cost?", null, "The score in use reads no other people’s records.", string.Empty, string.Empty)
                : new Headline("What does dropping other people’s records cost?", whole, Plain.Says(whole), string.Empty, string.Empty),
        ];
    }

    private static Finding? Named(ReleasedFindings findings, string fact) =>
        findings.Facts.TryGetValue(fact, out string? id) ? findings.Findings.FirstOrDefault(finding => finding.Id == id) : null;

    private static List<Finding> Of(ReleasedFindings findings, string measure, string? model)
    {
        var all = findings.Findings.Where(finding => finding.Measure == measure && finding.Stratum is null && finding.Group is null).ToList();
        var same = all.Where(finding => finding.Model == model).ToList();
        return same.Count > 0 ? same : all;
    }

    private static (Finding?, string) First(IEnumerable<string[]> measures, Func<string[], (Finding?, string)> choose) =>
        measures.Select(choose).FirstOrDefault(choice => choice.Item1 is not null);

    private static (Finding?, string) Worst(IEnumerable<Finding> candidates, bool lowest)
    {
        var defined = Defined(candidates);
        var worst = defined
            .OrderBy(finding => finding.Verdict switch { Verdict.NotMet => 0, Verdict.Undetermined => 1, null => 2, _ => 3 })
            .ThenBy(finding => lowest ? finding.Interval?.Limits.High ?? finding.Value : -(finding.Interval?.Limits.Low ?? finding.Value))
            .ThenBy(finding => finding.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return (worst, Chosen(defined.Count, "the worst by verdict and interval"));
    }

    private static (Finding?, string) Largest(IEnumerable<Finding> candidates)
    {
        var defined = Defined(candidates);
        return (defined.OrderByDescending(finding => finding.Value).ThenBy(finding => finding.Id, StringComparer.Ordinal).FirstOrDefault(), Chosen(defined.Count, "the largest"));
    }

    private static List<Finding> Defined(IEnumerable<Finding> findings) => [.. findings.Where(finding => finding.Status == FindingStatus.Defined && finding.Value is not null)];

    private static string Chosen(int count, string rule) => count > 1 ? "Shown: " + rule + " of " + Show.Count(count) + "." : string.Empty;

    private static Headline Make(string question, Finding? finding, string chosen, ReleasedFindings findings, string[] measures) => finding is null
        ? new Headline(question, null, findings.Notes.FirstOrDefault(note => note.Kind == "skipped" && measures.Contains(note.Subject))?.Text ?? "Not measured in this audit.", string.Empty, string.Empty)
        : new Headline(question, finding, Plain.Says(finding), Plain.VerdictOf(finding), chosen);
}

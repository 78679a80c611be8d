using ScoringAudit.Evidence;

namespace ScoringAudit.Reporting.Pages;

/// <summary>What of an audit asks for an answer, and how urgently: by a rule, so that two readers get the same list.</summary>
internal static class Issues
{
    /// <summary>The rule, as the page prints it.</summary>
    internal const string Rule = "High: an interval that lies wholly outside its yardstick. Medium: a channel whose ladder stands at an alarm (rung 3 or more from scores alone, 4 or more with a model), or a warning about the data. Low: a yardstick that the data can neither meet nor miss. One entry for each measure, model and attribute; nothing here is a legal conclusion.";

    internal static IReadOnlyList<Issue> Of(ReportModel model)
    {
        var issues = new List<Issue>();
        foreach (var group in model.Findings.Findings.Where(finding => finding.Verdict is Verdict.NotMet or Verdict.Undetermined)
            .GroupBy(finding => (finding.Measure, finding.Model, finding.Attribute, finding.Channel, finding.Link)))
        {
            var outside = group.Where(finding => finding.Verdict == Verdict.NotMet).OrderByDescending(Distance).ThenBy(finding => finding.Id, StringComparer.Ordinal).ToList();
            issues.Add(outside.Count > 0 ? new Issue("high", Plain.Says(outside[0]) + More(outside), outside, Answer(group.Key.Measure)) : Open([.. group.OrderBy(finding => finding.Id, StringComparer.Ordinal)]));
        }

        issues.AddRange(model.Findings.Findings.Where(IsAlarm).Select(finding => new Issue(
            "medium", "Channel " + (finding.Channel ?? finding.Link) + ": the ladder stands at " + Words(finding.Step) + "." + (finding.Model is null ? string.Empty : " Model: " + finding.Model + "."), [finding], Answer("leakage_step"))));
        issues.AddRange(model.Findings.Notes.Where(note => note.Kind == "warning").Select(note => new Issue("medium", note.Subject + ": " + note.Text, [], "Say why the audit may rest on these data all the same, or mend them and run it again.")));
        return [.. issues.OrderBy(issue => issue.Severity switch { "high" => 0, "medium" => 1, _ => 2 })];
    }

    private static bool IsAlarm(Finding finding) => finding.Measure == "leakage_step" && finding.Value is { } rung && rung >= (finding.Access is null or "S" ? 3 : 4);

    private static Issue Open(List<Finding> findings)
    {
        var needed = findings.Select(finding => finding.NeededN).OfType<long>().DefaultIfEmpty(0).Max();
        string more = needed > 0 ? "About " + Show.Count(needed) + " rows of the group would give a verdict." : "Ask for more rows, or say why no verdict is needed.";
        return new Issue("low", Plain.Says(findings[0]) + More(findings) + " No verdict.", findings, more);
    }

    // How far outside, in widths of the acceptable set's edge: ratios and differences are not compared with one another, only within a measure.
    private static double Distance(Finding finding) => finding.Yardstick switch
    {
        { Low: { } low } when finding.Value < low => low - finding.Value.Value,
        { High: { } high } when finding.Value > high => finding.Value.Value - high,
        _ => 0,
    };

    private static string More(List<Finding> findings) => findings.Count > 1 ? " And " + Show.Count(findings.Count - 1) + " more." : string.Empty;

    private static string Words(string? step) => (step ?? "an unnamed rung").Replace('_', ' ');

    private static string Answer(string measure) => measure switch
    {
        "adverse_impact_ratio" or "demographic_parity_difference" => "Give the reason for the difference and its evidence; search for a less discriminatory alternative of about the same accuracy.",
        "standardized_mean_difference" => "Find the features that carry the difference (Shapley importance by group), and whose records they are.",
        "association_share" or "move_effect_place" or "own_only_violation_share" or "leakage_step" => "Ask the score's owner which records of other people enter, on what ground, and what the score loses without them.",
        _ => "Give the reason, or change what causes it and audit again.",
    };
}

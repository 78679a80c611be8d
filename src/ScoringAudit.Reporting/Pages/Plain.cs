using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Pages;

/// <summary>Findings as plain sentences. They say what a number is, never what it means before the law.</summary>
public static class Plain
{
    /// <summary>What the number says.</summary>
    public static string Says(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Status != FindingStatus.Defined || finding.Value is not { } value)
        {
            return Words.Of(finding.Status) + (finding.Reason is null ? string.Empty : ": " + finding.Reason);
        }

        string number = Show.Value(value, finding.Scale), model = finding.Model is null ? string.Empty : " Model: " + finding.Model + ".";
        string feature = finding.Feature + (finding.Origin is null ? string.Empty : " (origin: " + finding.Origin + ")");
        return finding.Measure switch
        {
            "adverse_impact_ratio" => finding.Attribute + ": " + finding.Group + " receives favourable decisions at " + number + " times the rate of " + finding.Reference + Counts(finding) + "." + model,
            "permutation_importance" when finding.Metric == "points_moved" => "Other values of " + feature + " move the score by " + number + " points on average (absolute)." + model,
            "permutation_importance" => "Shuffling " + feature + " costs the score " + number + " of " + MeasureGlossary.MetricName(finding.Metric) + "." + model,
            "shapley_importance" => "Mean absolute attribution of " + feature + ": " + number + "." + model,
            "association_share" => number + " of what moves this score comes from other people’s records." + model,
            "move_effect_place" => "The same person at another place, all else kept, changes by " + number + " points on average (absolute)." + model,
            "swap_effect_partner" => "The same row with another partner, all else kept, changes by " + number + " points on average (absolute)." + model,
            "own_only_violation_share" => number + " of people with the same own record receive another score." + model,
            "less_discriminatory_alternative" => "The impact ratio of " + finding.Group + " against " + finding.Reference + " changes by " + Show.Signed(value, finding.Scale) + " under the alternative " + finding.Model + ". " + Capital(finding.Screen) + ".",
            "auc_cost_of_dropping" => "Dropping the features of origin " + finding.Channel + " costs " + number + " of AUC." + model,
            _ => MeasureGlossary.Of(finding.Measure).Name + ": " + number + "." + model,
        };
    }

    /// <summary>How the interval lies to the yardstick.</summary>
    public static string VerdictOf(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Yardstick is not { } yardstick)
        {
            return "No yardstick: nobody has proposed an acceptable value.";
        }

        string set = Set(yardstick, finding.Scale);
        return finding.Verdict switch
        {
            Verdict.Met => Subject(finding) + " lies wholly within " + set + ".",
            Verdict.NotMet => Subject(finding) + " lies wholly " + Side(finding, yardstick) + ".",
            Verdict.Undetermined => Subject(finding) + " reaches both sides of " + Edge(finding, yardstick) + "." + (finding.NeededN is { } needed ? " A verdict would need about " + Show.Count(needed) + " rows of this group." : string.Empty),
            _ => string.Empty,
        };
    }

    /// <summary>The verdict in words: "met", "not met", "undetermined", "suppressed", "undefined", or empty.</summary>
    public static string Word(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Status != FindingStatus.Defined ? Words.Of(finding.Status)
            : finding.Verdict is { } verdict ? Words.Of(verdict).Replace('_', ' ') : string.Empty;
    }

    /// <summary>The acceptable set: "0.80 or more", "10.0 or less", "−0.30 to 0.30".</summary>
    public static string Set(Yardstick yardstick, string? scale)
    {
        ArgumentNullException.ThrowIfNull(yardstick);
        return yardstick switch
        {
            { Low: { } low, High: { } high } => Show.Limits(low, high, scale),
            { Low: { } low } => Unit(low, scale) + " or more",
            { High: { } high } => Unit(high, scale) + " or less",
            _ => "any value",
        };
    }

    private static string Capital(string? text) => text is { Length: > 0 } ? char.ToUpperInvariant(text[0]) + text[1..] : string.Empty;

    private static string Unit(double value, string? scale) => Show.Value(value, scale) + (scale == "points" ? " points" : string.Empty);

    // The verdict may rest on other limits than those shown: with several comparisons on limits that hold for all at once, and on exact ones for counts. Name them, or the words would not match.
    private static string Subject(Finding finding) => finding.Simultaneous is { } family
        ? (family.Level > (finding.Interval?.Limits.Level ?? 0) ? "The interval for all comparisons at once (" : "The interval on exact limits (") + Show.Limits(family.Low, family.High, finding.Scale) + ")"
        : "The interval";

    private static double? Low(Finding finding) => finding.Simultaneous?.Low ?? finding.Interval?.Limits.Low;

    private static double? High(Finding finding) => finding.Simultaneous?.High ?? finding.Interval?.Limits.High;

    private static string Side(Finding finding, Yardstick yardstick) => High(finding) < yardstick.Low || (yardstick.High is null && finding.Value < yardstick.Low)
        ? "below " + Unit(yardstick.Low!.Value, finding.Scale)
        : "above " + (yardstick.High is { } high ? Unit(high, finding.Scale) : "the acceptable set");

    private static string Edge(Finding finding, Yardstick yardstick)
    {
        bool crossesLow = yardstick.Low is { } low && Low(finding) < low;
        return (crossesLow || yardstick.High is null) && yardstick.Low is { } edge ? Unit(edge, finding.Scale) : yardstick.High is { } high ? Unit(high, finding.Scale) : "the yardstick";
    }

    private static string Counts(Finding finding) => finding is { Numerator: { } a, Denominator: { } n, ReferenceNumerator: { } b, ReferenceDenominator: { } m }
        ? " (" + Show.Significant(Math.Round(a)) + " of " + Show.Significant(Math.Round(n)) + " against " + Show.Significant(Math.Round(b)) + " of " + Show.Significant(Math.Round(m)) + ")"
        : string.Empty;
}

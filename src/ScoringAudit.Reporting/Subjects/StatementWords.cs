using System.Globalization;
using ScoringAudit.Release;

namespace ScoringAudit.Reporting.Subjects;

/// <summary>The sentences of a statement, the same in text, page and JSON.</summary>
internal static class StatementWords
{
    internal const string Title = "How your score was made";

    internal const string OwnHeading = "What your own record did";

    internal const string ReasonsHeading = "What weighed most against you";

    internal const string OthersHeading = "Other people's records";

    internal const string ChangesHeading = "What would have led to a favourable decision";

    internal const string ProcedureHeading = "The procedure";

    internal const string NotesHeading = "Limits of this statement";

    internal static string Decision(SubjectStatement statement) => statement.Decision is { } decision
        ? $"The decision that follows from the score is {decision}." + (statement.Recorded is { } recorded ? $" The recorded decision is {recorded}." : string.Empty)
        : statement.IsDecisionWithheld ? "The decision that you were told is not repeated here."
        : "The plan names no rule that decides from the score.";

    internal static string Score(SubjectStatement statement) => statement.Points is { } points
        ? $"Your score is {Show.Value(points, "points")} points."
        : "Your score is not repeated here.";

    internal static string Band(EffectBand band) => band switch
    {
        EffectBand.None => "no points",
        EffectBand.Below10 => "less than 10 points",
        EffectBand.From10To50 => "10 to 50 points",
        _ => "more than 50 points",
    };

    /// <summary>The band's word in JSON.</summary>
    internal static string Code(EffectBand band) => band switch
    {
        EffectBand.None => "none",
        EffectBand.Below10 => "below_10",
        EffectBand.From10To50 => "10_to_50",
        _ => "above_50",
    };

    internal static string Amount(StatementPart part) => part.Points is { } points ? Show.Value(Math.Abs(points), "points") + " points" : Band(part.Band);

    internal static string Effect(StatementPart part) => part.Direction switch
    {
        0 => "made no difference",
        > 0 => "weighed against you: " + Amount(part),
        _ => "counted for you: " + Amount(part),
    };

    internal static string Reason(StatementReason reason) => reason.Text + " (" + reason.Class switch
    {
        "actionable" => "you can change it",
        "immutable" => "you cannot change it",
        _ => "whether you can change it is not declared",
    } + (reason.Stability is { } stability ? string.Create(CultureInfo.InvariantCulture, $"; stays a principal reason in {100 * stability:0}% of comparisons drawn again") : string.Empty) + ")";

    internal static string Origin(StatementOrigin origin)
    {
        var lead = $"{(origin.IsPublic ? "Published statistics" : "Records of other people")} ({origin.Origin}) entered through {string.Join(", ", origin.Features)}. ";
        return lead + (origin.Band is { } band ? $"They moved your score by {Band(band)}; which way is not said." : SubjectGate.Refusal);
    }

    internal static string Change(StatementChange change) => string.Join(" and ", change.Steps.Select(Step)) + (change.IsActionable ? string.Empty : " (not declared as something you can do)");

    private static string Step(StatementStep step) => step.Direction switch
    {
        0 => $"{step.Text}: {step.To} instead of {step.From}",
        > 0 => $"{step.Text}: {step.To} or more instead of {step.From}",
        _ => $"{step.Text}: {step.To} or less instead of {step.From}",
    };
}

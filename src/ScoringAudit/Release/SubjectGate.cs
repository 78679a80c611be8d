using System.Globalization;
using ScoringAudit.Auditing;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Release;

/// <summary>The gate between what was found about one person's score and what that person may be told: other people keep their own right to privacy.</summary>
/// <remarks>
/// Of others a statement holds that their records entered, of which origin, and how far they moved the score in a band without a sign; the band only if
/// at least 10 other people stand behind it and none has more than half, or it is a published statistic of an area. Where any other record that is
/// not public enters, the score and exact own parts are withheld (subtraction would reveal the rest), and so is the decision: it is a function of the
/// whole score, and the person has it from whoever decided. What is said of the own record is then a function of the own record and the model
/// alone, which tells nobody anything of anybody else. Grounds: GDPR Art. 15(1)(h) and 15(4); CJEU 27 February 2025, C-203/22.
/// </remarks>
public static class SubjectGate
{
    /// <summary>Fewest other people behind a band.</summary>
    public const int FewestPeople = 10;

    /// <summary>Largest share that one of them may have.</summary>
    public const double MostShare = 0.5;

    /// <summary>What is said where an amount is withheld.</summary>
    public const string Refusal = "The amount would reveal another person's data; the controller must put it before the authority (C-203/22; GDPR Art. 15(4)).";

    private const int MostSingle = 5;
    private const int MostPairs = 3;

    /// <summary>Makes the statement.</summary>
    public static SubjectStatement Release(SubjectExplanation found)
    {
        ArgumentNullException.ThrowIfNull(found);
        var shielded = found.IsShielded;
        var own = new List<StatementPart>();
        for (var i = 0; i < found.OwnFeatures.Count; i++)
        {
            var f = found.OwnFeatures[i];
            var band = BandOf(found.OwnParts[i]);
            own.Add(new StatementPart(
                found.Codes[f].Feature, found.Codes[f].Text, Value(found.Schema.Features[f], found.Row[f]), band == EffectBand.None ? 0 : Math.Sign(found.OwnParts[i]), band, shielded ? null : found.OwnParts[i]));
        }

        var (changes, note) = Changes(found);
        return new SubjectStatement
        {
            Model = found.Model,
            Algorithm = found.Algorithm,
            Decision = shielded ? null : Word(found.IsFavourable),
            IsDecisionWithheld = shielded && found.IsFavourable is not null,
            Recorded = !shielded && found.Recorded is { } recorded && recorded != found.IsFavourable ? Word(recorded) : null,
            Points = shielded ? null : found.Points,
            IsShielded = shielded,
            Procedure = Procedure(found),
            Own = own,
            Reasons = [.. found.Principal.Select((p, at) => (Code: found.Codes[found.OwnFeatures[p]], at)).Select(r =>
                new StatementReason(r.Code.Feature, r.Code.Text, r.Code.Class, found.Stability.Count > 0 ? found.Stability[r.at] : null))],
            Others = [.. found.Support.Select((s, i) => new StatementOrigin(OriginSupport.Name(s.Origin), s.Features, s.IsPublic, Allowed(s) ? BandOf(found.OtherParts[i]) : null))],
            Changes = changes,
            ChangesNote = note,
            Notes = Notes(found),
        };
    }

    /// <summary>The band of an amount, its sign dropped.</summary>
    public static EffectBand BandOf(double points) => Math.Abs(points) switch
    {
        < 0.5 => EffectBand.None,
        < 10 => EffectBand.Below10,
        <= 50 => EffectBand.From10To50,
        _ => EffectBand.Above50,
    };

    /// <summary>Whether a band may be given of an origin.</summary>
    public static bool Allowed(OriginSupport support)
    {
        ArgumentNullException.ThrowIfNull(support);
        return support.IsPublic || (support.People >= FewestPeople && support.Largest <= MostShare);
    }

    private static string? Word(bool? favourable) => favourable switch { null => null, true => "favourable", false => "unfavourable" };

    private static List<string> Procedure(SubjectExplanation found)
    {
        var all = found.Schema.Features;
        var lines = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"The score was computed by a model ({found.Algorithm}) from {all.Count} piece{(all.Count == 1 ? string.Empty : "s")} of information: {string.Join(", ", found.Codes.Select(c => c.IsAboutSubject ? c.Feature : $"{c.Feature} ({OriginSupport.Name(c.Origin)})"))}."),
            "For each piece of your own record this statement says how far it moved the score, compared with " + found.Reference + ": the average change of the score when the piece takes its place, over all orders in which the pieces could enter (Shapley values).",
        };
        if (found.Scale.Kind != Primitives.ScoreKind.Points)
        {
            lines.Add("Amounts are in points: 50 points double the odds of the adverse outcome, or halve them.");
        }

        if (found.IsFavourable is not null)
        {
            lines.Add("A decision follows from the score alone: on the safe side of a cut-off it is favourable.");
        }

        if (found.IsShielded)
        {
            lines.Add("What is said of your own record was computed with other people's records held at those of the people you are compared with, so that it tells nothing of anybody else.");
        }

        return lines;
    }

    private static (IReadOnlyList<StatementChange> Changes, string Note) Changes(SubjectExplanation found)
    {
        if (found.IsFavourable is null)
        {
            return ([], "There is no decision rule, so that no change can be named that would have altered a decision.");
        }

        if (found.Changes is not { } search)
        {
            return ([], "The decision was favourable; no change was needed.");
        }

        var all = search.Single.Take(MostSingle).Concat(search.Pairs.Take(MostPairs)).Concat(search.Smallest is { } more ? [more] : []).ToList();
        if (all.Count == 0)
        {
            return ([], found.ChangesHoldAnywhere
                ? "No change of your own record is named: either it needs none beside the records of the people you are compared with, or none suffices beside all of them. Which of the two would reveal another person's data; the controller must put it before the authority (C-203/22; GDPR Art. 15(4))."
                : $"No change can be named: {search.Reason}.");
        }

        var note = found.ChangesHoldAnywhere
            ? "With each of these changes of your own record alone the decision is favourable, whichever of the records of the people you are compared with stands beside it. Whether yours needed a change, or a smaller one had sufficed, would reveal another person's data."
            : "Each of these changes of your own record alone would have led to a favourable decision, everything else as it was.";
        note += " They tell what the model would have done; they are no promise." + (search.IsProven ? string.Empty : " The search was stopped at its limit: a smaller change may exist.");
        return ([.. all.Select(c => new StatementChange([.. c.Changes.Select(change => Step(found, change))], c.Changes.All(x => found.Codes[x.Feature].Class == "actionable")))], note);
    }

    private static StatementStep Step(SubjectExplanation found, FeatureChange change)
    {
        var feature = found.Schema.Features[change.Feature];
        return new StatementStep(
            feature.Name, found.Codes[change.Feature].Text, Value(feature, change.From), change.Direction == 0 ? Value(feature, change.To) : Outward(change.To, change.Direction), change.Direction);
    }

    private static List<string> Notes(SubjectExplanation found)
    {
        var notes = new List<string>();
        if (found.Support.Count == 0)
        {
            notes.Add("No other person's record entered: the model reads your own only.");
        }

        if (found.IsShielded)
        {
            notes.Add("Your score and the exact amounts are not repeated here: together they would reveal, by subtraction, what other people's records added. You can ask the controller for your score itself.");
        }

        if (found.IsShielded && found.IsFavourable is not null)
        {
            notes.Add("The decision is not repeated here, and nothing said of your own record depends on it: it follows from other people's records too. Whoever decided must tell you the decision; it can tell you something of those people, which no statement can take back.");
        }
        else if (found.Recorded is { } recorded && recorded != found.IsFavourable)
        {
            notes.Add("The recorded decision is not the one that follows from the model's score; this statement speaks of the model's.");
        }

        notes.Add("The statement describes what this model does with its inputs; it does not say what causes the outcome.");
        notes.Add("It serves the right to an explanation of the procedure and principles actually applied (GDPR Art. 15(1)(h); CJEU 27 February 2025, C-203/22, Dun & Bradstreet Austria).");
        return notes;
    }

    private static string Value(Feature feature, float value) => float.IsNaN(value) ? "missing"
        : feature.Kind == FeatureKind.Number ? ((double)value).ToString("G6", CultureInfo.InvariantCulture)
        : value < feature.Levels.Count ? feature.Levels[(int)value] : "another value";

    // Six digits, rounded away from the step, so that the value named does it too.
    private static string Outward(float value, int direction)
    {
        if (Math.Abs(value) < 1e-30)
        {
            return value > 0 ? "a little above 0" : "0";
        }

        var digits = 5 - (int)Math.Floor(Math.Log10(Math.Abs((double)value)));
        var unit = Math.Pow(10, -digits);
        var rounded = direction > 0 ? Math.Ceiling((value / unit) - 1e-9) * unit : Math.Floor((value / unit) + 1e-9) * unit;
        return rounded.ToString("G6", CultureInfo.InvariantCulture);
    }
}

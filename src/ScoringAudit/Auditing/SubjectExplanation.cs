using ScoringAudit.Explanation;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Everything that was found about one person's score. Confidential: only the subject gate turns it into a statement.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Algorithm">Its algorithm.</param>
/// <param name="Codes">Reason codes of all features, in schema order.</param>
/// <param name="Schema">The features.</param>
/// <param name="Row">The person's values of all features.</param>
/// <param name="Score">The score.</param>
/// <param name="IsFavourable">What the rule decides; null without a rule.</param>
/// <param name="Recorded">The recorded decision; null without one.</param>
/// <param name="OwnParts">For each own feature, in schema order, its part in points of risk: positive weighs against the person. A function of the own record alone where others' records enter.</param>
/// <param name="OwnFeatures">Positions of the own features.</param>
/// <param name="OtherParts">For each origin of <paramref name="Support"/> its part in points of risk, as one player.</param>
/// <param name="Support">Who stands behind the associative origins that the score reads.</param>
/// <param name="Principal">Positions in <paramref name="OwnFeatures"/> of what weighed most against the person, at most four.</param>
/// <param name="Stability">For each of them the share of draws of the reference in which it stays one; empty where not measured.</param>
/// <param name="Changes">What change of the own record would have made the decision favourable; null without a rule, and where it was favourable and nobody else's record entered.</param>
/// <param name="Reference">With whom the person was compared.</param>
public sealed record SubjectExplanation(
    string Model,
    string Algorithm,
    IReadOnlyList<ReasonCode> Codes,
    FeatureSchema Schema,
    float[] Row,
    double Score,
    bool? IsFavourable,
    bool? Recorded,
    IReadOnlyList<double> OwnParts,
    IReadOnlyList<int> OwnFeatures,
    IReadOnlyList<double> OtherParts,
    IReadOnlyList<OriginSupport> Support,
    IReadOnlyList<int> Principal,
    IReadOnlyList<double> Stability,
    CounterfactualResult? Changes,
    string Reference)
{
    /// <summary>Whether a record that is neither the person's own nor public enters: then no exact number may be given, or subtraction would reveal it.</summary>
    public bool IsShielded => Support.Any(s => !s.IsPublic);

    /// <summary>Unit and direction of the score.</summary>
    public required Primitives.ScoreScale Scale { get; init; }

    /// <summary>The score in points.</summary>
    public required double Points { get; init; }

    /// <summary>Whether the search for changes was made in all surroundings of the reference, so that it is a function of the own record alone.</summary>
    public required bool ChangesHoldAnywhere { get; init; }
}

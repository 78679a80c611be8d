using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>A score that a mitigation made.</summary>
/// <param name="Scorer">
/// The score. Where the mitigation reads the group, the protected column is one of its features. Where it is randomised, the score is the probability of approval.
/// </param>
/// <param name="TrainingRows">Rows that trained it.</param>
/// <param name="Facts">Further numbers of the training by name: the convergence gap, for example.</param>
/// <param name="Notes">What a reader of its numbers must know.</param>
public sealed record MitigatedModel(IScorer Scorer, long TrainingRows, IReadOnlyDictionary<string, double> Facts, IReadOnlyList<string> Notes)
{
    /// <summary>A model without further facts.</summary>
    public static MitigatedModel Of(IScorer scorer, long trainingRows, params string[] notes) => new(scorer, trainingRows, new Dictionary<string, double>(), notes);
}

using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>A figure of merit of a whole column of scores, for permutation importance. Safe to call from several threads.</summary>
public interface IImportanceMetric
{
    /// <summary>Name in findings, snake_case: "roc_auc".</summary>
    string Id { get; }

    /// <summary>Name for people.</summary>
    string Name { get; }

    /// <summary>Whether a larger value is better: true for AUC, false for a loss. Importance is positive where permuting makes the value worse.</summary>
    bool HigherIsBetter { get; }

    /// <summary>The figure for scores of all audited rows, in their order.</summary>
    /// <param name="scores">One score for each row.</param>
    /// <param name="scale">Unit and direction of the scores.</param>
    Estimate Evaluate(ReadOnlySpan<double> scores, ScoreScale scale);

    /// <summary>How far each row pulls the figure, to first order, so that their sum over a cluster is the cluster's part in its sampling error: for intervals over rows.</summary>
    /// <param name="scores">One score for each row.</param>
    /// <param name="scale">Unit and direction of the scores.</param>
    /// <param name="to">One number for each row; they sum to 0.</param>
    /// <returns>False where the metric does not know: intervals then speak of repeats only.</returns>
    bool Influence(ReadOnlySpan<double> scores, ScoreScale scale, Span<double> to) => false;
}

using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>Area under the ROC curve: the probability that an adverse row has the riskier score of a random pair, ties counted half.</summary>
/// <remarks>Range [0, 1], 0.5 for a score without information; undefined where a class is empty. Exact: counts over all pairs. Source: Hanley and McNeil 1982; DeLong et al. 1988.</remarks>
public sealed class RocAucMetric : IImportanceMetric
{
    private readonly bool[] _adverse;

    /// <summary>The metric for outcomes.</summary>
    /// <param name="adverse">Whether the outcome of each audited row is the adverse one.</param>
    public RocAucMetric(bool[] adverse) => _adverse = adverse;

    /// <inheritdoc/>
    public string Id => "roc_auc";

    /// <inheritdoc/>
    public string Name => "area under the ROC curve";

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <inheritdoc/>
    public Estimate Evaluate(ReadOnlySpan<double> scores, ScoreScale scale)
    {
        MetricGuard.Check(scores, _adverse);
        var auc = RankSums.Auc(scores, _adverse);
        if (double.IsNaN(auc))
        {
            return Estimate.Undefined("the outcome has only one class");
        }

        // Wins and losses swap exactly: both are halves of counts over the same pairs.
        return Estimate.Of(scale.Direction == ScoreDirection.HigherIsRiskier ? auc : 1 - auc);
    }
}

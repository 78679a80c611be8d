using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>Log-loss: the mean of −ln of the probability that the score gave to what happened, in nats.</summary>
/// <remarks>Range [0, ∞), smaller is better. Probabilities are kept within [1e-15, 1 − 1e-15]; undefined for a score in points, and without rows. Source: Good 1952.</remarks>
public sealed class LogLossMetric : IImportanceMetric
{
    private readonly bool[] _adverse;

    /// <summary>The metric for outcomes.</summary>
    /// <param name="adverse">Whether the outcome of each audited row is the adverse one.</param>
    public LogLossMetric(bool[] adverse) => _adverse = adverse;

    /// <inheritdoc/>
    public string Id => "log_loss";

    /// <inheritdoc/>
    public string Name => "log-loss";

    /// <inheritdoc/>
    public bool HigherIsBetter => false;

    /// <inheritdoc/>
    public Estimate Evaluate(ReadOnlySpan<double> scores, ScoreScale scale)
    {
        MetricGuard.Check(scores, _adverse);
        if (scale.Kind == ScoreKind.Points)
        {
            return Estimate.Undefined("points are no probability");
        }

        if (scores.IsEmpty)
        {
            return Estimate.Undefined("there are no rows");
        }

        double sum = 0;
        for (var row = 0; row < scores.Length; row++)
        {
            var p = Math.Clamp(scale.ToAdverseProbability(scores[row]), 1e-15, 1 - 1e-15);
            sum -= Math.Log(_adverse[row] ? p : 1 - p);
        }

        return Estimate.Of(sum / scores.Length);
    }
}

using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>Brier score: the mean squared difference between the probability of the adverse outcome and what happened.</summary>
/// <remarks>Range [0, 1], smaller is better; undefined for a score in points, and without rows. Source: Brier 1950.</remarks>
public sealed class BrierMetric : IImportanceMetric
{
    private readonly bool[] _adverse;

    /// <summary>The metric for outcomes.</summary>
    /// <param name="adverse">Whether the outcome of each audited row is the adverse one.</param>
    public BrierMetric(bool[] adverse) => _adverse = adverse;

    /// <inheritdoc/>
    public string Id => "brier";

    /// <inheritdoc/>
    public string Name => "Brier score";

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
            var error = scale.ToAdverseProbability(scores[row]) - (_adverse[row] ? 1 : 0);
            sum += error * error;
        }

        return Estimate.Of(sum / scores.Length);
    }
}

using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>Importance in log-loss (<see cref="LogLoss"/>), in nats: what a permuted feature costs in the probability given to what happened.</summary>
/// <remarks>Undefined for a score in points, and without rows.</remarks>
public sealed class LogLossMetric : IImportanceMetric
{
    private readonly byte[] _adverse;

    /// <summary>The metric for outcomes.</summary>
    /// <param name="adverse">Whether the outcome of each audited row is the adverse one.</param>
    public LogLossMetric(bool[] adverse) => _adverse = ProbabilityMetric.Labels(adverse);

    /// <inheritdoc/>
    public string Id => LogLoss.Descriptor.Id;

    /// <inheritdoc/>
    public string Name => LogLoss.Descriptor.Name;

    /// <inheritdoc/>
    public bool HigherIsBetter => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are not as many scores as outcomes, or a score is NaN.</exception>
    public Estimate Evaluate(ReadOnlySpan<double> scores, ScoreScale scale) =>
        ProbabilityMetric.Evaluate(scores, scale, _adverse, (p, y) => LogLoss.Of(p, y).Value);

    /// <inheritdoc/>
    public bool Influence(ReadOnlySpan<double> scores, ScoreScale scale, Span<double> to) =>
        ProbabilityMetric.Influence(scores, scale, _adverse, (p, y) => -Math.Log(Math.Clamp(y > 0 ? p : 1 - p, 1e-15, 1)), to);
}

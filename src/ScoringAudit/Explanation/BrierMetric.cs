using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>Importance in Brier score (<see cref="Brier"/>): what a permuted feature costs in calibration and ranking together.</summary>
/// <remarks>Undefined for a score in points, and without rows.</remarks>
public sealed class BrierMetric : IImportanceMetric
{
    private readonly byte[] _adverse;

    /// <summary>The metric for outcomes.</summary>
    /// <param name="adverse">Whether the outcome of each audited row is the adverse one.</param>
    public BrierMetric(bool[] adverse) => _adverse = ProbabilityMetric.Labels(adverse);

    /// <inheritdoc/>
    public string Id => Brier.Descriptor.Id;

    /// <inheritdoc/>
    public string Name => Brier.Descriptor.Name;

    /// <inheritdoc/>
    public bool HigherIsBetter => false;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are not as many scores as outcomes, or a score is NaN.</exception>
    public Estimate Evaluate(ReadOnlySpan<double> scores, ScoreScale scale) =>
        ProbabilityMetric.Evaluate(scores, scale, _adverse, Brier.Of);

    /// <inheritdoc/>
    public bool Influence(ReadOnlySpan<double> scores, ScoreScale scale, Span<double> to) =>
        ProbabilityMetric.Influence(scores, scale, _adverse, (p, y) => (p - y) * (p - y), to);
}

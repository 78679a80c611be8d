using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics.Tensors;
using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>Importance in area under the ROC curve (<see cref="RocAuc"/>): what a permuted feature costs in ranking.</summary>
/// <remarks>For any scale; a score where higher is safer is turned. Undefined where the outcome has one class.</remarks>
public sealed class RocAucMetric : IImportanceMetric
{
    private readonly byte[] _adverse;
    private readonly ConcurrentBag<AucScratch> _scratch = [];

    /// <summary>The metric for outcomes.</summary>
    /// <param name="adverse">Whether the outcome of each audited row is the adverse one.</param>
    public RocAucMetric(bool[] adverse) => _adverse = ProbabilityMetric.Labels(adverse);

    /// <inheritdoc/>
    public string Id => RocAuc.Descriptor.Id;

    /// <inheritdoc/>
    public string Name => RocAuc.Descriptor.Name;

    /// <inheritdoc/>
    public bool HigherIsBetter => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are not as many scores as outcomes, or a score is NaN.</exception>
    public Estimate Evaluate(ReadOnlySpan<double> scores, ScoreScale scale)
    {
        var scratch = _scratch.TryTake(out var used) ? used : new AucScratch();
        try
        {
            if (scale.Direction == ScoreDirection.HigherIsRiskier)
            {
                return RocAuc.Of(scores, _adverse, scratch);
            }

            var turned = ArrayPool<double>.Shared.Rent(scores.Length);
            TensorPrimitives.Negate(scores, turned);
            var auc = RocAuc.Of(turned.AsSpan(0, scores.Length), _adverse, scratch);
            ArrayPool<double>.Shared.Return(turned);
            return auc;
        }
        finally
        {
            _scratch.Add(scratch);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Placements around the AUC (DeLong, DeLong and Clarke-Pearson 1988).</remarks>
    public bool Influence(ReadOnlySpan<double> scores, ScoreScale scale, Span<double> to)
    {
        var turned = scores.ToArray();
        if (scale.Direction != ScoreDirection.HigherIsRiskier)
        {
            TensorPrimitives.Negate<double>(turned, turned);
        }

        int ones = _adverse.Count(a => a != 0), zeros = _adverse.Length - ones;
        if (ones == 0 || zeros == 0)
        {
            return false;
        }

        var place = PairedAuc.Placements(turned, _adverse, ones, zeros);
        var auc = PairedAuc.MeanOfOnes(place, _adverse, ones);
        for (var row = 0; row < place.Length; row++)
        {
            to[row] = (place[row] - auc) / (_adverse[row] != 0 ? ones : zeros);
        }

        return true;
    }
}

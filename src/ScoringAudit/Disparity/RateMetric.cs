using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>A metric that is one set of cells of the decision × outcome table over another: what it is, and how to compute it.</summary>
/// <param name="Descriptor">What it is.</param>
/// <param name="Successes">Cells of the numerator.</param>
/// <param name="Trials">Cells of the denominator; they include the numerator's.</param>
/// <param name="TrialsAre">What the denominator counts, for reasons: "row with an outcome that is not adverse".</param>
/// <param name="SuccessesAre">What the numerator counts, for reasons.</param>
/// <param name="DifferenceId">Measure name of group − reference.</param>
/// <param name="RatioId">Measure name of group / reference.</param>
public sealed record RateMetric(
    MetricDescriptor Descriptor,
    ConfusionCells Successes,
    ConfusionCells Trials,
    string TrialsAre,
    string SuccessesAre,
    string DifferenceId,
    string RatioId)
{
    /// <summary>Measure name.</summary>
    public string Id => Descriptor.Id;

    /// <summary>Whether it needs outcomes.</summary>
    public bool NeedsOutcome => Trials != ConfusionCells.Decided;

    /// <summary>The value of a table; undefined when the denominator is empty, never 0.</summary>
    public Estimate Of(ConfusionCounts counts)
    {
        var count = CountOf(counts);
        return count.Trials > 0 ? Estimate.Of(count.Value) : Estimate.Undefined($"the group has no {TrialsAre}");
    }

    /// <summary>Numerator and denominator of a table.</summary>
    public GroupCount CountOf(ConfusionCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var trials = counts.Sum(Trials);
        var successes = counts.Sum(Successes);
        return new GroupCount(trials.Rows, Math.Min(successes.Weight, trials.Weight), trials.Weight, trials.SquaredWeight, successes.Rows);
    }
}

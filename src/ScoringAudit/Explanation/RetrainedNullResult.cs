using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>The association share beside the shares that the same training gives to associative features that tell nothing.</summary>
/// <param name="Excess">Share less the mean of the null shares; undefined where the share, or a null share, is.</param>
/// <param name="NullShares">Share of each model trained under the null, in order.</param>
/// <param name="PValue">(1 + null shares at least as large) / (1 + null shares), or where the drawing stopped at three as large: 3 / null shares. NaN where undefined.</param>
public sealed record RetrainedNullResult(Estimate Excess, IReadOnlyList<double> NullShares, double PValue)
{
    /// <summary>Mean of the null shares.</summary>
    public double NullMean => NullShares.Sum() / NullShares.Count;
}

using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>Permutation importance of all features for one metric.</summary>
/// <param name="Metric">Id of the metric.</param>
/// <param name="HigherIsBetter">Direction of the metric.</param>
/// <param name="Baseline">The metric on the same rows, nothing permuted.</param>
/// <param name="Rows">Number of audited rows.</param>
/// <param name="Stream">Path of the random stream, for the manifest.</param>
/// <param name="Features">One entry for each feature, in schema order.</param>
public sealed record PermutationImportanceResult(
    string Metric,
    bool HigherIsBetter,
    Estimate Baseline,
    int Rows,
    string Stream,
    IReadOnlyList<FeatureImportance> Features);

using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Explanation;

/// <summary>The permutation importance of one feature for one metric.</summary>
/// <param name="Feature">Name of the feature; all its slots are permuted together.</param>
/// <param name="Origin">Whose record it comes from.</param>
/// <param name="Mean">Mean worsening over the repeats, in the metric's unit: positive where permuting makes the metric worse. Exactly 0 for a feature that the score never uses.</param>
/// <param name="StandardDeviation">Standard deviation over the repeats (n − 1); null for fewer than two repeats or an undefined mean.</param>
/// <param name="Interval">t-interval of the mean; null as for the standard deviation. Over permutations of these rows, and over other rows that might have been drawn where that was asked for and the metric can tell.</param>
/// <param name="Repeats">Worsening in each repeat, in order; empty where undefined.</param>
public sealed record FeatureImportance(
    string Feature,
    Origin Origin,
    Estimate Mean,
    double? StandardDeviation,
    Interval? Interval,
    IReadOnlyList<double> Repeats)
{
    /// <summary>Whether the interval speaks of other rows too.</summary>
    public bool IsOverRows { get; init; }
}

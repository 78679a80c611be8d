using ScoringAudit.Metrics;

namespace ScoringAudit.Disparity;

/// <summary>Scoring rate: share of a group with a better score than the median of all rows.</summary>
/// <remarks>
/// Better is larger where a larger score is safer, else smaller; a score equal to the median is not better. The median is of all rows, unweighted, with the mean
/// of the two middle scores where their number is even. It is compared as impact ratio against the reference; New York City's rule compares with the best.
/// Intervals take the median as known. Source: Rules of the City of New York, title 6, section 5-300 (2023), "scoring rate".
/// </remarks>
public static class ScoringRate
{
    /// <summary>The metric over a tally whose decision is "better than the median".</summary>
    public static RateMetric Metric { get; } = new(
        new MetricDescriptor("scoring_rate", "Scoring rate", "better than the median of all / rows", MetricDirection.HigherIsBetter, 0, 1, double.NaN, "6 RCNY 5-300 (2023)"),
        ConfusionCells.Favourable,
        ConfusionCells.Decided,
        "row with a score",
        "score better than the median",
        "scoring_rate_difference",
        "scoring_rate_ratio");

    /// <summary>The median of scores: the mean of the two middle ones where their number is even.</summary>
    /// <exception cref="ArgumentException">No scores.</exception>
    public static double Median(ReadOnlySpan<double> scores)
    {
        if (scores.IsEmpty)
        {
            throw new ArgumentException("There are no scores.", nameof(scores));
        }

        var sorted = scores.ToArray();
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + ((sorted[middle] - sorted[middle - 1]) / 2);
    }
}

using ScoringAudit.Metrics;

namespace ScoringAudit.Disparity;

/// <summary>Ranks of scores among all rows, as shares: what a mean score says without a scale.</summary>
/// <remarks>
/// Rank of a row = (rows with a smaller score + half of those with an equal one) / rows, in (0, 1), with mean ½ over all rows; a group's mean rank is the chance
/// that one of its rows scores higher than a row drawn from all, ties half. Compared as a difference of mean ranks, ideal 0. Source: Wilcoxon 1945; Kruskal and Wallis 1952.
/// </remarks>
public static class MeanRank
{
    /// <summary>What it is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "mean_rank", "Mean rank of scores", "mean of (rows below + ½ rows equal) / rows", MetricDirection.NearerToIdealIsBetter, 0, 1, 0.5, "Wilcoxon 1945; Kruskal and Wallis 1952");

    /// <summary>Measure name of the difference, group − reference.</summary>
    public const string Difference = "mean_rank_difference";

    /// <summary>The rank of every row.</summary>
    /// <param name="scores">Finite numbers.</param>
    public static double[] Of(ReadOnlySpan<double> scores)
    {
        var sorted = scores.ToArray();
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            // start rows lie below; the row counts as one of the equal ones.
            var rank = (start + ((end - start) / 2.0)) / sorted.Length;
            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = rank;
            }

            start = end;
        }

        return ranks;
    }
}

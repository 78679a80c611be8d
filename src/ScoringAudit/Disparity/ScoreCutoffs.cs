using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Impact ratios over all cut-offs of a score that is favourable upwards.</summary>
/// <remarks>Source of both: holisticai, disparate_impact_regression and no_disparate_impact_level.</remarks>
public static class ScoreCutoffs
{
    /// <summary>Ratio of the shares of group and reference above a quantile of all scores (group and reference together, interpolated); equal to it is not above.</summary>
    /// <param name="group">Scores of the group.</param>
    /// <param name="reference">Scores of the reference group.</param>
    /// <param name="quantile">Quantile, in [0, 1].</param>
    public static Estimate RatioAbove(ReadOnlySpan<double> group, ReadOnlySpan<double> reference, double quantile)
    {
        double[] all = [.. group, .. reference];
        if (group.IsEmpty || reference.IsEmpty)
        {
            return Estimate.Undefined(group.IsEmpty ? "the group has no scores" : "the reference group has no scores");
        }

        Array.Sort(all);
        var cut = MultinomialCounts.Quantile(all, quantile);
        return Ratio(Share(group, s => s > cut), Share(reference, s => s > cut));
    }

    /// <summary>The largest score that, as cut-off (at or above is favourable), keeps the ratio of the two shares in [floor, 1/floor]; undefined where no score does.</summary>
    /// <param name="group">Scores of the group.</param>
    /// <param name="reference">Scores of the reference group.</param>
    /// <param name="floor">Least acceptable ratio, in (0, 1].</param>
    public static Estimate LargestEven(ReadOnlySpan<double> group, ReadOnlySpan<double> reference, double floor = 0.8)
    {
        double[] all = [.. group, .. reference];
        Array.Sort(all);
        for (var i = all.Length - 1; i >= 0; i--)
        {
            var cut = all[i];
            var ratio = Ratio(Share(group, s => s >= cut), Share(reference, s => s >= cut));
            if (ratio.IsDefined && ratio.Value >= floor && ratio.Value <= 1 / floor)
            {
                return Estimate.Of(cut);
            }
        }

        return Estimate.Undefined("no cut-off at a score keeps the ratio in its bounds");
    }

    private static double Share(ReadOnlySpan<double> scores, Func<double, bool> favourable)
    {
        var count = 0;
        foreach (var score in scores)
        {
            count += favourable(score) ? 1 : 0;
        }

        return (double)count / scores.Length;
    }

    private static Estimate Ratio(double group, double reference) =>
        reference > 0 ? Estimate.Of(group / reference) : Estimate.Undefined("no score of the reference group is above the cut-off");
}

using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>How far two groups' score distributions lie apart: exact, from sorted scores, with weights.</summary>
/// <remarks>All are undefined when a group has no rows or no weight. None depends on a grid or on the order of rows.</remarks>
public static class ScoreDistance
{
    /// <summary>Kolmogorov–Smirnov distance of two groups.</summary>
    public static MetricDescriptor KolmogorovSmirnovDescriptor { get; } = new(
        "score_ks", "Kolmogorov–Smirnov distance of scores", "max over t of |F(t | group) − F(t | reference)|", MetricDirection.LowerIsBetter, 0, 1, 0, "Smirnov 1939");

    /// <summary>Wasserstein distance of two groups.</summary>
    public static MetricDescriptor WassersteinDescriptor { get; } = new(
        "score_wasserstein", "Wasserstein distance of scores", "∫ |F(t | group) − F(t | reference)| dt, in units of the score", MetricDirection.LowerIsBetter, 0, double.PositiveInfinity, 0, "Kantorovich 1942; Vallender 1974");

    /// <summary>Chance that a row of the group scores higher than one of the reference.</summary>
    public static MetricDescriptor RankDescriptor { get; } = new(
        "score_superiority", "Probability of a higher score", "P(score of group > score of reference) + ½ P(equal)", MetricDirection.NearerToIdealIsBetter, 0, 1, 0.5, "Mann and Whitney 1947");

    /// <summary>Largest gap between the two distribution functions, in [0, 1]; ideal 0.</summary>
    public static Estimate KolmogorovSmirnov(ScoreSample group, ScoreSample reference)
    {
        var largest = 0.0;
        return Walk(group, reference, (a, b, _) => largest = Math.Max(largest, Math.Abs(a - b))) is { } reason
            ? Estimate.Undefined(reason) : Estimate.Of(largest);
    }

    /// <summary>Area between the two distribution functions, in units of the score; ideal 0.</summary>
    public static Estimate Wasserstein(ScoreSample group, ScoreSample reference)
    {
        var area = 0.0;
        return Walk(group, reference, (a, b, width) => area += Math.Abs(a - b) * width) is { } reason
            ? Estimate.Undefined(reason) : Estimate.Of(area);
    }

    /// <summary>P(group higher) + ½ P(equal), in [0, 1]; ½ where neither group is ahead. Mann–Whitney's U over the pairs.</summary>
    public static Estimate Superiority(ScoreSample group, ScoreSample reference)
    {
        // Σ over steps of the group's mass × the reference's mass below, ties half: (a_k − a_k−1)(b_k−1 + b_k)/2
        double sum = 0, lastA = 0, lastB = 0;
        return Walk(
            group,
            reference,
            (a, b, _) =>
            {
                sum += (a - lastA) * (lastB + b) / 2;
                (lastA, lastB) = (a, b);
            }) is { } reason ? Estimate.Undefined(reason) : Estimate.Of(sum);
    }

    // Visits every distinct score with both distribution functions there and the distance to the next score.
    private static string? Walk(ScoreSample group, ScoreSample reference, Action<double, double, double> visit)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(reference);
        if (!(group.Weight > 0) || !(reference.Weight > 0))
        {
            return group.Weight > 0 ? "the reference group has no scores" : "the group has no scores";
        }

        int i = 0, j = 0;
        double a = 0, b = 0;
        while (i < group.Rows || j < reference.Rows)
        {
            var at = Math.Min(i < group.Rows ? group.Scores[i] : double.PositiveInfinity, j < reference.Rows ? reference.Scores[j] : double.PositiveInfinity);
            for (; i < group.Rows && group.Scores[i] == at; i++)
            {
                a += group.WeightAt(i);
            }

            for (; j < reference.Rows && reference.Scores[j] == at; j++)
            {
                b += reference.WeightAt(j);
            }

            var next = Math.Min(i < group.Rows ? group.Scores[i] : double.PositiveInfinity, j < reference.Rows ? reference.Scores[j] : double.PositiveInfinity);
            visit(a / group.Weight, b / reference.Weight, double.IsInfinity(next) ? 0 : next - at);
        }

        return null;
    }
}

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
    public static Estimate KolmogorovSmirnov(ScoreSample group, ScoreSample reference) => All(group, reference).KolmogorovSmirnov;

    /// <summary>Area between the two distribution functions, in units of the score; ideal 0.</summary>
    public static Estimate Wasserstein(ScoreSample group, ScoreSample reference) => All(group, reference).Wasserstein;

    /// <summary>P(group higher) + ½ P(equal), in [0, 1]; ½ where neither group is ahead. Mann–Whitney's U over the pairs.</summary>
    public static Estimate Superiority(ScoreSample group, ScoreSample reference) => All(group, reference).Superiority;

    /// <summary>The three distances in one walk over both samples.</summary>
    /// <param name="group">The group's scores.</param>
    /// <param name="reference">The reference's scores.</param>
    public static (Estimate KolmogorovSmirnov, Estimate Wasserstein, Estimate Superiority) All(ScoreSample group, ScoreSample reference)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(reference);
        if (!(group.Weight > 0) || !(reference.Weight > 0))
        {
            var none = Estimate.Undefined(group.Weight > 0 ? "the reference group has no scores" : "the group has no scores");
            return (none, none, none);
        }

        ReadOnlySpan<double> x = group.Scores, y = reference.Scores;
        int i = 0, j = 0;
        double a = 0, b = 0, largest = 0, area = 0, pairs = 0;
        while (i < x.Length || j < y.Length)
        {
            // Every distinct score: mass of both up to it, and the distance to the next one.
            var at = Math.Min(i < x.Length ? x[i] : double.PositiveInfinity, j < y.Length ? y[j] : double.PositiveInfinity);
            double lastA = a, lastB = b;
            for (; i < x.Length && x[i] == at; i++)
            {
                a += group.WeightAt(i);
            }

            for (; j < y.Length && y[j] == at; j++)
            {
                b += reference.WeightAt(j);
            }

            var next = Math.Min(i < x.Length ? x[i] : double.PositiveInfinity, j < y.Length ? y[j] : double.PositiveInfinity);
            var gap = Math.Abs((a / group.Weight) - (b / reference.Weight));
            largest = Math.Max(largest, gap);
            area += double.IsInfinity(next) ? 0 : gap * (next - at);
            pairs += (a - lastA) * (lastB + b) / 2;
        }

        return (Estimate.Of(largest), Estimate.Of(area), Estimate.Of(pairs / group.Weight / reference.Weight));
    }
}

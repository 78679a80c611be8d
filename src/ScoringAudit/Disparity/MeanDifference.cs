using ScoringAudit.Metrics;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Differences of mean scores in units of a standard deviation: the standardized mean difference, and Cohen's d.</summary>
/// <remarks>
/// Standardized mean difference (SMD) = (mean of the group − mean of the reference) / population standard deviation (divisor n) of all rows; SolasAI prints
/// it times 100. Residual SMD is the same of outcome − prediction. Cohen's d divides by the pooled standard deviation (divisor n − 1) of the two groups.
/// Ideal 0; undefined when a group has no rows or the deviation is 0. Sources: Cohen 1988, section 2.2; Austin 2009.
/// Interval: cluster-robust (or row) interval of the difference of means over the standard deviation, which is taken as known; its own error adds a
/// relative variance of about 1/(2n), below 1 % of the width for |SMD| up to 1 where n is 100 or more.
/// </remarks>
public static class MeanDifference
{
    /// <summary>Name of the interval of independent rows.</summary>
    public const string WelchMethod = "welch_t";

    /// <summary>What the standardized mean difference is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "standardized_mean_difference", "Standardized mean difference", "(mean of group − mean of reference) / SD of all rows", MetricDirection.NearerToIdealIsBetter,
        double.NegativeInfinity, double.PositiveInfinity, 0, "Austin 2009; SolasAI's published method");

    /// <summary>The same of outcome − prediction: positive where more of the group's rows turn out adverse than the score says, compared with the reference.</summary>
    public static MetricDescriptor ResidualDescriptor { get; } = new(
        "residual_standardized_mean_difference", "Residual standardized mean difference", "(mean residual of group − mean residual of reference) / SD of all residuals; residual = adverse outcome − predicted probability",
        MetricDirection.NearerToIdealIsBetter, double.NegativeInfinity, double.PositiveInfinity, 0, "SolasAI's published method");

    /// <summary>The standardized mean difference with its interval.</summary>
    /// <param name="values">Scores, or residuals, of all rows.</param>
    /// <param name="codes">Group of each row; −1: in no group, but part of the standard deviation.</param>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="weights">Weights, or empty.</param>
    /// <param name="clusters">Clusters, or empty where rows are independent.</param>
    /// <param name="level">Level of the interval.</param>
    public static IntervalEstimate Standardized(
        ReadOnlySpan<double> values, ReadOnlySpan<int> codes, int group, int reference, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters, double level)
    {
        if (values.Length != codes.Length)
        {
            throw new ArgumentException($"Expected {values.Length} group codes, one per value, found {codes.Length}.", nameof(codes));
        }

        return Standardized(values, codes, group, reference, weights, clusters, level, PopulationDeviation(values, weights));
    }

    /// <summary>The same for a standard deviation that is known already: of all rows, for several comparisons.</summary>
    internal static IntervalEstimate Standardized(
        ReadOnlySpan<double> values, ReadOnlySpan<int> codes, int group, int reference, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters, double level, double deviation)
    {
        IntervalEstimate difference;
        if (clusters.IsEmpty)
        {
            difference = Welch(GroupMoments.Of(values, codes, group, weights), GroupMoments.Of(values, codes, reference, weights), level);
        }
        else
        {
            var sums = ScoreClusters.Of(values, codes, group, reference, weights, clusters);
            difference = ClusterRobust.MeanDifference(sums.Trials, sums.Successes, sums.ReferenceTrials, sums.ReferenceSuccesses, level);
        }

        if (!difference.Value.IsDefined || !(deviation > 0))
        {
            return new IntervalEstimate(
                difference.Value.IsDefined ? Estimate.Undefined("all rows have the same score") : difference.Value, null, IntervalMethods.None, Clusters: difference.Clusters);
        }

        return Scaled(difference, deviation);
    }

    /// <summary>A difference of means in units of a standard deviation above 0.</summary>
    internal static IntervalEstimate Scaled(IntervalEstimate difference, double deviation) => difference with
    {
        Value = difference.Value.Map(d => d / deviation),
        Interval = difference.Interval?.Map(d => d / deviation),
        StandardError = difference.StandardError / deviation,
    };

    /// <summary>Cohen's d of two groups: difference of means over the pooled standard deviation.</summary>
    /// <param name="group">The group's scores.</param>
    /// <param name="reference">The reference's scores.</param>
    public static Estimate CohensD(ReadOnlySpan<double> group, ReadOnlySpan<double> reference)
    {
        if (group.Length < 2 || reference.Length < 2)
        {
            return Estimate.Undefined("a group has fewer than 2 scores");
        }

        var (m1, v1) = Moments(group, []);
        var (m0, v0) = Moments(reference, []);
        var pooled = Math.Sqrt(((v1 * group.Length) + (v0 * reference.Length)) / (group.Length + reference.Length - 2));
        return pooled > 0 ? Estimate.Of((m1 - m0) / pooled) : Estimate.Undefined("all rows of each group have the same score");
    }

    /// <summary>Hedges's g: Cohen's d without its bias in small samples, d (1 − 3/(4 (n − 2) − 1)).</summary>
    /// <remarks>Source: Hedges 1981, equation 6e.</remarks>
    public static Estimate HedgesG(ReadOnlySpan<double> group, ReadOnlySpan<double> reference)
    {
        double n = group.Length + reference.Length;
        return CohensD(group, reference).Map(d => d * (1 - (3 / ((4 * (n - 2)) - 1))));
    }

    /// <summary>Weighted mean; NaN without rows.</summary>
    public static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => Moments(values, weights).Mean;

    /// <summary>Standard deviation of all rows with divisor n (or the sum of weights); NaN without rows.</summary>
    public static double PopulationDeviation(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) => Math.Sqrt(Moments(values, weights).Variance);

    /// <summary>Difference of two means of independent rows with Welch's t interval (Welch 1947).</summary>
    internal static IntervalEstimate Welch(GroupMoments group, GroupMoments reference, double level)
    {
        if (group.Rows == 0 || reference.Rows == 0)
        {
            return new IntervalEstimate(Estimate.Undefined(group.Rows == 0 ? "the group has no scores" : "the reference group has no scores"), null, IntervalMethods.None);
        }

        var value = Estimate.Of(group.Mean - reference.Mean);
        if (group.Rows < 2 || reference.Rows < 2)
        {
            return new IntervalEstimate(value, null, IntervalMethods.None);
        }

        double a = group.MeanVariance, b = reference.MeanVariance;
        if (a + b == 0)
        {
            return new IntervalEstimate(value, new Interval(value.Value, value.Value, level), WelchMethod, 0);
        }

        var df = (a + b) * (a + b) / ((a * a / (group.EffectiveRows - 1)) + (b * b / (reference.EffectiveRows - 1)));
        var se = Math.Sqrt(a + b);
        var reach = StudentQuantile.TwoSided(level, Math.Max(1, df)) * se;
        return new IntervalEstimate(value, new Interval(value.Value - reach, value.Value + reach, level), WelchMethod, se, DegreesOfFreedom: Math.Max(1, df));
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        ExactSum sum = new(), total = new();
        for (var i = 0; i < values.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            total.Add(w);
            sum.Add(w * values[i]);
        }

        var mean = sum.ToDouble() / total.ToDouble();
        var squares = new ExactSum();
        for (var i = 0; i < values.Length; i++)
        {
            var d = values[i] - mean;
            squares.Add((weights.IsEmpty ? 1 : weights[i]) * d * d);
        }

        return (mean, squares.ToDouble() / total.ToDouble());
    }
}

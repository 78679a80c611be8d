using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Metrics of the decision × outcome table that are not single rates.</summary>
public static class CompositeMetrics
{
    /// <summary>Treatment equality: refused although good, over accepted although bad. Undefined without false positives.</summary>
    public static CompositeMetric TreatmentEquality { get; } = new(
        new MetricDescriptor("treatment_equality", "Treatment equality", "FN / FP", MetricDirection.NearerToIdealIsBetter, 0, double.PositiveInfinity, double.NaN, "Berk et al. 2021"),
        c => Over(c.FalseNegative.Weight, c.FalsePositive.Weight, "favourable decision with an adverse outcome"));

    /// <summary>Balanced accuracy: mean of true positive and true negative rate.</summary>
    public static CompositeMetric BalancedAccuracy { get; } = new(
        new MetricDescriptor("balanced_accuracy", "Balanced accuracy", "(TPR + TNR) / 2", MetricDirection.HigherIsBetter, 0, 1, 1, "Brodersen et al. 2010"),
        c => Both(RateMetrics.TruePositiveRate.Of(c), RateMetrics.TrueNegativeRate.Of(c), (a, b) => (a + b) / 2));

    /// <summary>F1: harmonic mean of true positive rate and positive predictive value.</summary>
    public static CompositeMetric F1 { get; } = new(
        new MetricDescriptor("f1", "F1", "2 TP / (2 TP + FP + FN)", MetricDirection.HigherIsBetter, 0, 1, 1, "van Rijsbergen 1979"),
        c => Over(2 * c.TruePositive.Weight, (2 * c.TruePositive.Weight) + c.FalsePositive.Weight + c.FalseNegative.Weight, "positive decision or outcome"));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CompositeMetric> All { get; } = [TreatmentEquality, BalancedAccuracy, F1];

    private static Estimate Over(double a, double b, string what) => b > 0 ? Estimate.Of(a / b) : Estimate.Undefined($"the group has no {what}");

    private static Estimate Both(Estimate a, Estimate b, Func<double, double, double> with) => !a.IsDefined ? a : !b.IsDefined ? b : Estimate.Of(with(a.Value, b.Value));
}

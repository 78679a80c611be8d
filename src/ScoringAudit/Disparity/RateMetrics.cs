using ScoringAudit.Metrics;

namespace ScoringAudit.Disparity;

/// <summary>The rates of the decision × outcome table. Positive means favourable for a decision, and not adverse for an outcome.</summary>
/// <remarks>
/// TP = favourable and not adverse, FN = unfavourable and not adverse, FP = favourable and adverse, TN = unfavourable and adverse.
/// A rate over an empty denominator is undefined with its reason. Other toolkits return 0 (fairlearn, AIF360 for predictive values), infinity or 10.
/// Sources of the parities: Hardt, Price and Srebro 2016; Chouldechova 2017; Verma and Rubin 2018.
/// </remarks>
public static class RateMetrics
{
    private const string Decided = "decided rows";
    private const string NotAdverse = "row whose outcome is not adverse";
    private const string Adverse = "row whose outcome is adverse";
    private const string Favoured = "favourable decision with an observed outcome";
    private const string Refused = "unfavourable decision with an observed outcome";
    private const string Observed = "row with an observed outcome";

    /// <summary>Share of decided rows with a favourable decision; compared as adverse impact ratio and demographic parity difference.</summary>
    public static RateMetric SelectionRate { get; } = Make(
        "selection_rate", "Selection rate", "favourable / decided", MetricDirection.HigherIsBetter, double.NaN, "29 CFR 1607.16(R) (1978)",
        ConfusionCells.Favourable, ConfusionCells.Decided, Decided, "favourable decision", "demographic_parity_difference", "adverse_impact_ratio");

    /// <summary>P(favourable | not adverse); compared as equal opportunity.</summary>
    public static RateMetric TruePositiveRate { get; } = Make(
        "true_positive_rate", "True positive rate", "TP / (TP + FN)", MetricDirection.HigherIsBetter, 1, "Hardt, Price and Srebro 2016, definition 2.2",
        ConfusionCells.TruePositive, ConfusionCells.NotAdverse, NotAdverse, "favourable decision among outcomes that are not adverse", "equal_opportunity_difference", "equal_opportunity_ratio");

    /// <summary>P(unfavourable | not adverse).</summary>
    public static RateMetric FalseNegativeRate { get; } = Make(
        "false_negative_rate", "False negative rate", "FN / (TP + FN)", MetricDirection.LowerIsBetter, 0, "Chouldechova 2017, section 2",
        ConfusionCells.FalseNegative, ConfusionCells.NotAdverse, NotAdverse, "unfavourable decision among outcomes that are not adverse", "false_negative_rate_difference", "false_negative_rate_ratio");

    /// <summary>P(favourable | adverse); compared as predictive equality.</summary>
    public static RateMetric FalsePositiveRate { get; } = Make(
        "false_positive_rate", "False positive rate", "FP / (FP + TN)", MetricDirection.LowerIsBetter, 0, "Corbett-Davies et al. 2017, predictive equality",
        ConfusionCells.FalsePositive, ConfusionCells.Adverse, Adverse, "favourable decision among adverse outcomes", "false_positive_rate_difference", "false_positive_rate_ratio");

    /// <summary>P(unfavourable | adverse).</summary>
    public static RateMetric TrueNegativeRate { get; } = Make(
        "true_negative_rate", "True negative rate", "TN / (FP + TN)", MetricDirection.HigherIsBetter, 1, "Verma and Rubin 2018, section 3",
        ConfusionCells.TrueNegative, ConfusionCells.Adverse, Adverse, "unfavourable decision among adverse outcomes", "true_negative_rate_difference", "true_negative_rate_ratio");

    /// <summary>P(not adverse | favourable); compared as predictive parity.</summary>
    public static RateMetric PositivePredictiveValue { get; } = Make(
        "positive_predictive_value", "Positive predictive value", "TP / (TP + FP)", MetricDirection.HigherIsBetter, 1, "Chouldechova 2017, section 2",
        ConfusionCells.TruePositive, ConfusionCells.TruePositive | ConfusionCells.FalsePositive, Favoured, "outcome that is not adverse among favourable decisions", "predictive_parity_difference", "predictive_parity_ratio");

    /// <summary>P(adverse | favourable).</summary>
    public static RateMetric FalseDiscoveryRate { get; } = Make(
        "false_discovery_rate", "False discovery rate", "FP / (TP + FP)", MetricDirection.LowerIsBetter, 0, "Verma and Rubin 2018, section 3",
        ConfusionCells.FalsePositive, ConfusionCells.TruePositive | ConfusionCells.FalsePositive, Favoured, "adverse outcome among favourable decisions", "false_discovery_rate_difference", "false_discovery_rate_ratio");

    /// <summary>P(adverse | unfavourable).</summary>
    public static RateMetric NegativePredictiveValue { get; } = Make(
        "negative_predictive_value", "Negative predictive value", "TN / (TN + FN)", MetricDirection.HigherIsBetter, 1, "Verma and Rubin 2018, section 3",
        ConfusionCells.TrueNegative, ConfusionCells.TrueNegative | ConfusionCells.FalseNegative, Refused, "adverse outcome among unfavourable decisions", "negative_predictive_value_difference", "negative_predictive_value_ratio");

    /// <summary>P(not adverse | unfavourable).</summary>
    public static RateMetric FalseOmissionRate { get; } = Make(
        "false_omission_rate", "False omission rate", "FN / (TN + FN)", MetricDirection.LowerIsBetter, 0, "Verma and Rubin 2018, section 3",
        ConfusionCells.FalseNegative, ConfusionCells.TrueNegative | ConfusionCells.FalseNegative, Refused, "outcome that is not adverse among unfavourable decisions", "false_omission_rate_difference", "false_omission_rate_ratio");

    /// <summary>Share of decisions that the outcome bore out; compared as accuracy equality.</summary>
    public static RateMetric Accuracy { get; } = Make(
        "accuracy", "Accuracy", "(TP + TN) / observed", MetricDirection.HigherIsBetter, 1, "Berk et al. 2021, overall accuracy equality",
        ConfusionCells.TruePositive | ConfusionCells.TrueNegative, ConfusionCells.Observed, Observed, "decision that the outcome bore out", "accuracy_equality_difference", "accuracy_equality_ratio");

    /// <summary>Share of adverse outcomes: what the groups differ in before any decision.</summary>
    public static RateMetric AdverseRate { get; } = Make(
        "adverse_rate", "Adverse rate", "(FP + TN) / observed", MetricDirection.LowerIsBetter, double.NaN, "base rate; Chouldechova 2017, section 2",
        ConfusionCells.Adverse, ConfusionCells.Observed, Observed, "adverse outcome", "adverse_rate_difference", "adverse_rate_ratio");

    /// <summary>All of them, selection rate first.</summary>
    public static IReadOnlyList<RateMetric> All { get; } =
    [
        SelectionRate, TruePositiveRate, FalseNegativeRate, FalsePositiveRate, TrueNegativeRate, PositivePredictiveValue,
        FalseDiscoveryRate, NegativePredictiveValue, FalseOmissionRate, Accuracy, AdverseRate,
    ];

    private static RateMetric Make(
        string id, string name, string formula, MetricDirection direction, double ideal, string source,
        ConfusionCells successes, ConfusionCells trials, string trialsAre, string successesAre, string difference, string ratio) =>
        new(new MetricDescriptor(id, name, formula, direction, 0, 1, ideal, source), successes, trials, trialsAre, successesAre, difference, ratio);
}

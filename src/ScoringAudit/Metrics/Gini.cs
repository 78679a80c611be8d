using ScoringAudit.Primitives;

namespace ScoringAudit.Metrics;

/// <summary>Gini coefficient of a score, or accuracy ratio: 2 AUC − 1.</summary>
public static class Gini
{
    /// <summary>What this metric is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "gini", "Gini coefficient", "2 AUC − 1", MetricDirection.HigherIsBetter, -1, 1, 1, "Engelmann, Hayden and Tasche 2003");

    /// <summary>The Gini coefficient of an AUC.</summary>
    public static Estimate FromAuc(Estimate auc) => auc.Map(a => (2 * a) - 1);

    /// <summary>The interval of the Gini coefficient from that of the AUC.</summary>
    public static Interval FromAuc(Interval auc) => auc.Map(a => (2 * a) - 1);
}

namespace ScoringAudit.Disparity;

/// <summary>One rate metric of a tally, as successes and trials.</summary>
internal sealed class ConfusionRates(ConfusionTally tally, RateMetric metric) : IRateSource
{
    public int Groups => tally.Groups;

    public bool Weighted => tally.Weighted;

    public bool Clustered => tally.Clustered;

    public GroupCount Count(int group) => metric.CountOf(tally.Counts(group));

    public ClusterCounts Clusters(int group, int reference) => tally.ClusterSums(metric.Successes, metric.Trials, group, reference);
}

namespace ScoringAudit.Statistics;

/// <summary>Names of the interval methods, as printed in findings.</summary>
public static class IntervalMethods
{
    /// <summary>Mid-P limits of a rate; rows independent.</summary>
    public const string MidP = "midp";

    /// <summary>MOVER on mid-P limits, for a difference or a ratio; rows independent.</summary>
    public const string MoverMidP = "mover_midp";

    /// <summary>MOVER on Clopper–Pearson limits, for the verdict on a difference or a ratio; rows independent.</summary>
    public const string MoverClopperPearson = "mover_clopper_pearson";

    /// <summary>The same at Kish's effective sample size; weighted, rows independent.</summary>
    public const string MoverKishClopperPearson = "mover_kish_clopper_pearson";

    /// <summary>Mid-P limits at Kish's effective sample size; weighted, rows independent.</summary>
    public const string KishMidP = "kish_midp";

    /// <summary>MOVER on mid-P limits at Kish's effective sample size; weighted, rows independent.</summary>
    public const string MoverKishMidP = "mover_kish_midp";

    /// <summary>Mid-P limits at the effective sample size of a cluster-robust variance (Korn and Graubard 1998).</summary>
    public const string ClusterKornGraubardMidP = "cluster_korn_graubard_midp";

    /// <summary>MOVER on Korn–Graubard limits, for a difference or a ratio with a count too thin for linearisation.</summary>
    public const string MoverClusterMidP = "mover_cluster_midp";

    /// <summary>Linearised log ratio, t quantile.</summary>
    public const string ClusterLogRatioT = "cluster_log_ratio_t";

    /// <summary>Log ratio with the delete-one-cluster jackknife, t quantile.</summary>
    public const string ClusterJackknifeLogRatioT = "cluster_jackknife_log_ratio_t";

    /// <summary>Linearised difference, t quantile.</summary>
    public const string ClusterDifferenceT = "cluster_difference_t";

    /// <summary>Difference with the delete-one-cluster jackknife, t quantile.</summary>
    public const string ClusterJackknifeDifferenceT = "cluster_jackknife_difference_t";

    /// <summary>Linearised ratio of sums, t quantile.</summary>
    public const string ClusterMeanT = "cluster_mean_t";

    /// <summary>Ratio of sums with the delete-one-cluster jackknife, t quantile.</summary>
    public const string ClusterJackknifeMeanT = "cluster_jackknife_mean_t";

    /// <summary>Ratio of sums with the two-way cluster variance, t quantile.</summary>
    public const string TwoWayClusterMeanT = "two_way_cluster_mean_t";

    /// <summary>AUC with the cluster-robust placement variance, t quantile on the logit scale.</summary>
    public const string ClusterAucLogitT = "cluster_auc_logit_t";

    /// <summary>Lower or upper limit of a perfect AUC from disjoint pairs of clusters.</summary>
    public const string ClusterAucPairs = "cluster_auc_disjoint_pairs";

    /// <summary>Percentiles of a multinomial bootstrap over the cells of a table; rows independent.</summary>
    public const string CountBootstrapPercentile = "count_bootstrap_percentile";

    /// <summary>Percentiles of a bootstrap that draws whole clusters.</summary>
    public const string ClusterBootstrapPercentile = "cluster_bootstrap_percentile";

    /// <summary>The measure again after training again on whole blocks drawn with replacement; t with refits − 1.</summary>
    public const string BlockBootstrapRefitT = "block_bootstrap_refit_t";

    /// <summary>A band around a whole curve from a bootstrap that draws whole clusters.</summary>
    public const string ClusterBootstrapBand = "cluster_bootstrap_band";

    /// <summary>Difference of two AUCs of the same rows with the cluster-robust placement variance, t quantile.</summary>
    public const string ClusterPairedAucT = "cluster_paired_auc_t";

    /// <summary>A paired quantity with the delete-one-cluster jackknife, t quantile with degrees of freedom from the clusters' contributions.</summary>
    public const string ClusterJackknifePairedT = "cluster_jackknife_paired_t";

    /// <summary>No interval could be made.</summary>
    public const string None = "none";
}

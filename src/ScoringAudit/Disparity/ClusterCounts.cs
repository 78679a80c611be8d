namespace ScoringAudit.Disparity;

/// <summary>Successes and trials of a group and its reference, cluster by cluster.</summary>
/// <param name="Trials">Trials of the group.</param>
/// <param name="Successes">Successes of the group.</param>
/// <param name="ReferenceTrials">Trials of the reference.</param>
/// <param name="ReferenceSuccesses">Successes of the reference.</param>
public sealed record ClusterCounts(double[] Trials, double[] Successes, double[] ReferenceTrials, double[] ReferenceSuccesses);

namespace ScoringAudit.Disparity;

/// <summary>Successes and trials by group, whatever they count.</summary>
internal interface IRateSource
{
    int Groups { get; }

    bool Weighted { get; }

    bool Clustered { get; }

    GroupCount Count(int group);

    ClusterCounts Clusters(int group, int reference);
}

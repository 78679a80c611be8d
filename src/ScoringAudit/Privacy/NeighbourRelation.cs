namespace ScoringAudit.Privacy;

/// <summary>How two data sets differ that must look alike.</summary>
public enum NeighbourRelation
{
    /// <summary>One unit is there or not: the exact number of rows is itself private.</summary>
    AddRemove,

    /// <summary>One unit's record is another: the number of rows is public.</summary>
    Replace,
}

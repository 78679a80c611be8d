namespace ScoringAudit.Auditing.Protection;

/// <summary>What a table of a protected audit counts.</summary>
public enum ProtectedTableKind
{
    /// <summary>Units with more rows than are counted, and units with no more.</summary>
    Capping,

    /// <summary>Adverse and other outcomes in each public cell: what a decoupled score reads of others.</summary>
    Aggregate,

    /// <summary>One feature in its public bands or categories.</summary>
    Marginal,

    /// <summary>Group × decision × outcome.</summary>
    Decisions,

    /// <summary>Group × outcome × band of the score.</summary>
    Scores,

    /// <summary>Public area × decision.</summary>
    Areas,

    /// <summary>What others' records do to a score: unchanged, or moved by so many points, when public values replace them.</summary>
    Moves,

    /// <summary>How far the noise in the aggregates moves a score, in points.</summary>
    Distortion,

    /// <summary>How far other values of one feature move a score, in points.</summary>
    Importance,

    /// <summary>Size of the part of a score that comes from own features, in points.</summary>
    OwnPart,

    /// <summary>Size of the part of a score that comes from other people's records, in points.</summary>
    OthersPart,
}

namespace ScoringAudit.Evidence;

/// <summary>Whether a finding has a value.</summary>
public enum FindingStatus
{
    /// <summary>It has.</summary>
    Defined,

    /// <summary>It has none, for the reason given.</summary>
    Undefined,

    /// <summary>It has one that is not shown, to protect persons.</summary>
    Suppressed,
}

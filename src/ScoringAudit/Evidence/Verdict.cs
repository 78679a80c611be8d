namespace ScoringAudit.Evidence;

/// <summary>How an interval lies to a yardstick. Point estimates and p-values never decide.</summary>
public enum Verdict
{
    /// <summary>The interval lies wholly inside the acceptable set.</summary>
    Met,

    /// <summary>The interval lies wholly outside.</summary>
    NotMet,

    /// <summary>The interval reaches both.</summary>
    Undetermined,
}

namespace ScoringAudit.Mitigation;

/// <summary>What thresholds by group make equal.</summary>
public enum GroupThresholdRule
{
    /// <summary>The favourable rate: each group's safest share is approved.</summary>
    SelectionRate,

    /// <summary>The favourable rate among people without the adverse outcome (equal opportunity).</summary>
    TruePositiveRate,
}

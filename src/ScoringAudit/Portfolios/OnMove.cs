namespace ScoringAudit.Portfolios;

/// <summary>What happens to a feature when its subject moves to another address.</summary>
public enum OnMove
{
    /// <summary>It moves with the subject.</summary>
    Keep,

    /// <summary>It starts again, as time at the address does: the value becomes 0.</summary>
    Reset,

    /// <summary>It takes the value of the new place.</summary>
    Swap,
}

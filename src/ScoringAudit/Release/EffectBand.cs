namespace ScoringAudit.Release;

/// <summary>How far something moved a score, without its exact amount.</summary>
public enum EffectBand
{
    /// <summary>Less than half a point.</summary>
    None,

    /// <summary>Below 10 points.</summary>
    Below10,

    /// <summary>10 to 50 points.</summary>
    From10To50,

    /// <summary>Above 50 points.</summary>
    Above50,
}

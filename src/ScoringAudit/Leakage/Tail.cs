namespace ScoringAudit.Leakage;

/// <summary>Which values of a statistic count as at least as extreme as the one observed.</summary>
public enum Tail
{
    /// <summary>As large or larger: clustering, for Moran's I.</summary>
    Greater,

    /// <summary>As small or smaller: clustering, for Geary's C.</summary>
    Less,

    /// <summary>Twice the smaller of both, at most 1.</summary>
    TwoSided,
}

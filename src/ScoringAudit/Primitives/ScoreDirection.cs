namespace ScoringAudit.Primitives;

/// <summary>Which end of a score is good for the subject. Never implicit.</summary>
public enum ScoreDirection
{
    /// <summary>A larger score means a smaller risk (points).</summary>
    HigherIsSafer,

    /// <summary>A larger score means a larger risk (probability of default).</summary>
    HigherIsRiskier,
}

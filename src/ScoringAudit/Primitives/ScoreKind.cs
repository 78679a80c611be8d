namespace ScoringAudit.Primitives;

/// <summary>The unit of a score.</summary>
public enum ScoreKind
{
    /// <summary>Logarithm of the odds of the adverse outcome (or of the non-adverse one, by direction).</summary>
    LogOdds,

    /// <summary>Probability, in [0, 1].</summary>
    Probability,

    /// <summary>Points on a scale of its own.</summary>
    Points,
}

namespace ScoringAudit.Explanation;

/// <summary>In which unit a score of unknown form is explained. Attributions in one unit do not follow from those in another.</summary>
public enum AttributionUnit
{
    /// <summary>The score's own scale.</summary>
    Own,

    /// <summary>Log-odds of the adverse outcome; only for a probability or log-odds.</summary>
    LogOdds,

    /// <summary>Probability of the adverse outcome; only for a probability or log-odds.</summary>
    Probability,
}

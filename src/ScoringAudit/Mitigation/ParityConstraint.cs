namespace ScoringAudit.Mitigation;

/// <summary>Which rates the exponentiated gradient keeps close across groups.</summary>
public enum ParityConstraint
{
    /// <summary>Favourable rate of each group close to that of all (demographic parity).</summary>
    DemographicParity,

    /// <summary>Favourable rate among people without the adverse outcome, of each group close to that of all (true positive rate parity, equal opportunity).</summary>
    TruePositiveRate,

    /// <summary>True and false positive rate of each group close to those of all (equalized odds).</summary>
    EqualizedOdds,
}

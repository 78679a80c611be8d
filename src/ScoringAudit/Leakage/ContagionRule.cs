namespace ScoringAudit.Leakage;

/// <summary>How stress spreads. The rules differ: which one was used is printed.</summary>
public enum ContagionRule
{
    /// <summary>Every increase is passed on (Bardoscia, Battiston, Caccioli and Caldarelli 2015, "DebtRank: a microscopic foundation").</summary>
    DebtRank2015,

    /// <summary>Each node passes stress on once, when it is first hit; cycles are under-counted (Battiston, Puliga, Kaushik, Tasca and Caldarelli 2012).</summary>
    DebtRank2012,

    /// <summary>Only a node whose stress reached 1 passes it on, whole (Furfine 2003).</summary>
    Threshold,
}

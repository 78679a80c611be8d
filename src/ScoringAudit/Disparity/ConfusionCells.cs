namespace ScoringAudit.Disparity;

/// <summary>A set of cells of the decision × outcome table. Positive means favourable for a decision, and not adverse for an outcome.</summary>
[Flags]
public enum ConfusionCells
{
    /// <summary>No cell.</summary>
    None = 0,

    /// <summary>Favourable decision, outcome not adverse.</summary>
    TruePositive = 1,

    /// <summary>Unfavourable decision, outcome not adverse.</summary>
    FalseNegative = 2,

    /// <summary>Favourable decision, outcome adverse.</summary>
    FalsePositive = 4,

    /// <summary>Unfavourable decision, outcome adverse.</summary>
    TrueNegative = 8,

    /// <summary>Favourable decision, outcome not observed.</summary>
    FavourableUnknown = 16,

    /// <summary>Unfavourable decision, outcome not observed.</summary>
    UnfavourableUnknown = 32,

    /// <summary>Outcome not adverse.</summary>
    NotAdverse = TruePositive | FalseNegative,

    /// <summary>Outcome adverse.</summary>
    Adverse = FalsePositive | TrueNegative,

    /// <summary>Outcome observed.</summary>
    Observed = NotAdverse | Adverse,

    /// <summary>Favourable decision, whatever the outcome.</summary>
    Favourable = TruePositive | FalsePositive | FavourableUnknown,

    /// <summary>Every decided row.</summary>
    Decided = Observed | FavourableUnknown | UnfavourableUnknown,
}

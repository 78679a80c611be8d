namespace ScoringAudit.Explanation;

/// <summary>Which values an engine computes.</summary>
internal enum AllocationKind
{
    /// <summary>Shapley values of the players.</summary>
    Shapley,

    /// <summary>Owen values of the features within the players' groups.</summary>
    Owen,

    /// <summary>Shapley values and pairwise interactions of the players.</summary>
    Interactions,

    /// <summary>What each player adds when it enters first.</summary>
    Alone,
}

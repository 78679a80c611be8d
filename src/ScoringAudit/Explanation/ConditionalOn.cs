namespace ScoringAudit.Explanation;

/// <summary>What is kept when a feature's values are dealt out anew.</summary>
public enum ConditionalOn
{
    /// <summary>Nothing: values go to anybody. Importance includes what the feature shares with others, and rows may be impossible people.</summary>
    Nothing,

    /// <summary>Values go only to people for whom the other features foretell about the same: twenty strata of the least-squares fit on them.</summary>
    Strata,

    /// <summary>The fit on the other features stays, what it leaves unexplained is dealt out anew. A category, which has no residual, is dealt out in strata.</summary>
    Residual,
}

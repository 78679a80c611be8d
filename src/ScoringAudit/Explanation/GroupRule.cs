namespace ScoringAudit.Explanation;

/// <summary>How the value of a group of features is made. The three differ wherever features of different groups interact, so every result says which it is.</summary>
public enum GroupRule
{
    /// <summary>Shapley values of the quotient game: each group enters and leaves as a whole. Of single features: the Shapley value.</summary>
    Quotient,

    /// <summary>Owen values of the features, given the groups: groups enter in random order, and features in random order inside their group. They sum to the quotient game's value within each group.</summary>
    Owen,

    /// <summary>The sum of the members' own Shapley values, which disregards that they belong together.</summary>
    SumOfMembers,
}

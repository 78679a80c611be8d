namespace ScoringAudit.Portfolios;

/// <summary>Whether, and in which direction, subjects can change a feature of their own record.</summary>
public enum Actionability
{
    /// <summary>They cannot: age, history that is past. It is a reason, never a recourse.</summary>
    No,

    /// <summary>They can, in both directions.</summary>
    Yes,

    /// <summary>They can make it larger only.</summary>
    Up,

    /// <summary>They can make it smaller only.</summary>
    Down,
}

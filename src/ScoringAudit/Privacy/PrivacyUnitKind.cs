namespace ScoringAudit.Privacy;

/// <summary>Whom a release protects.</summary>
public enum PrivacyUnitKind
{
    /// <summary>One row; what its record does to other rows' scores is not covered.</summary>
    Row,

    /// <summary>One person with all rows, capped.</summary>
    Person,

    /// <summary>All persons of one household, up to a public number.</summary>
    Household,

    /// <summary>One person's record in a public graph, with all decisions that it can flip.</summary>
    PublicGraphNode,

    /// <summary>One person with all links, by the decoupled route.</summary>
    Node,
}

namespace ScoringAudit.Leakage;

/// <summary>What a node was exposed to when a random set of nodes was treated (Aronow and Samii 2017, one hop).</summary>
public enum Exposure
{
    /// <summary>Neither treated nor next to a treated node.</summary>
    None,

    /// <summary>Next to a treated node, not treated.</summary>
    Indirect,

    /// <summary>Treated, next to no treated node.</summary>
    Direct,

    /// <summary>Treated, and next to a treated node.</summary>
    DirectAndIndirect,
}

namespace ScoringAudit.Evidence;

/// <summary>What may be published.</summary>
public enum DisclosureClass
{
    /// <summary>Proven synthetic: exact numbers.</summary>
    Synthetic,

    /// <summary>Data that are already public, or not about persons; the plan states the ground.</summary>
    Open,

    /// <summary>Exact numbers, small cells suppressed; not for publication.</summary>
    Restricted,

    /// <summary>Subjects agreed, or a law allows it.</summary>
    Consented,

    /// <summary>Every number computed from noisy tallies.</summary>
    Protected,
}

namespace ScoringAudit.Evidence;

/// <summary>How much of a group the largest subject makes up.</summary>
/// <param name="Attribute">Attribute or intersection; null for everybody.</param>
/// <param name="Group">Group; null for everybody.</param>
/// <param name="Share">Largest subject's rows over the group's, or weight over weight, whichever is more; in (0, 1].</param>
public sealed record DominantShare(string? Attribute, string? Group, double Share);

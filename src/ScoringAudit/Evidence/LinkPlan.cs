using ScoringAudit.Portfolios;

namespace ScoringAudit.Evidence;

/// <summary>A file of edges between subjects. From → to means: from reads to.</summary>
/// <param name="Name">Name of the link.</param>
/// <param name="File">Path, relative to the plan's file.</param>
/// <param name="From">Column of the subject that reads.</param>
/// <param name="To">Column of the subject that is read.</param>
/// <param name="Weight">Column of the weight, or null: 1 each.</param>
/// <param name="Origin">Whose records come in by it; null: as the name says (partners, contacts, family).</param>
public sealed record LinkPlan(string Name, string File, string From, string To, string? Weight, Origin? Origin = null);

using ScoringAudit.Portfolios;

namespace ScoringAudit.Evidence;

/// <summary>All that an audit measured, before the gate. Nothing writes this: Release turns it into released evidence first.</summary>
/// <param name="Findings">Findings, sorted by id.</param>
/// <param name="Tables">Tables, sorted by name.</param>
/// <param name="Notes">What the reader must know.</param>
/// <param name="Provenance">Strictest provenance of data and models.</param>
/// <param name="Plan">The plan as run.</param>
/// <param name="Facts">Facts of the data and the run for the report's first page: rows, subjects, clusters, approval rate, models.</param>
public sealed record AuditEvidence(
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<EvidenceTable> Tables,
    IReadOnlyList<AuditNote> Notes,
    Provenance Provenance,
    AuditPlan Plan,
    IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>Largest subjects of groups, where the class asks for them; never written.</summary>
    public IReadOnlyList<DominantShare> Dominance { get; init; } = [];
}

using ScoringAudit.Evidence;

namespace ScoringAudit.Auditing.Protection;

/// <summary>A protected audit's findings. Only <see cref="ProtectedReport"/> makes it, from released tables.</summary>
public sealed class ProtectedEvidence
{
    internal ProtectedEvidence(IReadOnlyList<Finding> findings, IReadOnlyList<EvidenceTable> tables, IReadOnlyList<AuditNote> notes, IReadOnlyDictionary<string, string> facts, ProtectedRelease release)
    {
        Findings = findings;
        Tables = tables;
        Notes = notes;
        Facts = facts;
        Release = release;
    }

    /// <summary>Findings, sorted by id.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Tables, sorted by name.</summary>
    public IReadOnlyList<EvidenceTable> Tables { get; }

    /// <summary>What the reader must know.</summary>
    public IReadOnlyList<AuditNote> Notes { get; }

    /// <summary>Facts by name: public, or computed from released tables.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; }

    /// <summary>What they were made from.</summary>
    public ProtectedRelease Release { get; }
}

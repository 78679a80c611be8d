using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Release;

/// <summary>Evidence that passed the gate: the only thing that the report writer accepts. Only <see cref="ReleaseGate"/> makes it.</summary>
public sealed class ReleasedEvidence
{
    internal ReleasedEvidence(AuditEvidence evidence, DisclosureClass disclosure, IReadOnlyList<string> banner, long suppressed)
    {
        Findings = evidence.Findings;
        Tables = evidence.Tables;
        Notes = evidence.Notes;
        Provenance = evidence.Provenance;
        Plan = evidence.Plan;
        Facts = evidence.Facts;
        Disclosure = disclosure;
        Banner = banner;
        SuppressedCells = suppressed;
    }

    /// <summary>Findings, sorted by id; suppressed ones keep their id and lose every number.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Tables, sorted by name; suppressed cells are null.</summary>
    public IReadOnlyList<EvidenceTable> Tables { get; }

    /// <summary>What the reader must know.</summary>
    public IReadOnlyList<AuditNote> Notes { get; }

    /// <summary>Strictest provenance of data and models.</summary>
    public Provenance Provenance { get; }

    /// <summary>The plan as run.</summary>
    public AuditPlan Plan { get; }

    /// <summary>Facts of the data and the run.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; }

    /// <summary>The class under which it was released.</summary>
    public DisclosureClass Disclosure { get; }

    /// <summary>Sentences that every page carries, for example "Not for publication."</summary>
    public IReadOnlyList<string> Banner { get; }

    /// <summary>Number of findings and table cells suppressed.</summary>
    public long SuppressedCells { get; }

    /// <summary>Counts that the evidence gives away, for the release log; empty where the class needs none.</summary>
    public IReadOnlyList<ReleasedCell> Cells { get; internal init; } = [];

    /// <summary>The account of class protected; null for every other class.</summary>
    public PrivacyStatement? Privacy { get; internal init; }

    /// <summary>The same evidence with the plan as it is to be written (paths relative to the result); nothing else can be changed.</summary>
    public ReleasedEvidence WithPlan(AuditPlan plan) =>
        new(new AuditEvidence(Findings, Tables, Notes, Provenance, plan, Facts), Disclosure, Banner, SuppressedCells) { Cells = Cells, Privacy = Privacy };
}

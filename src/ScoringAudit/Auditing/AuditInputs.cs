using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>What an audit is given besides rows and plan.</summary>
public sealed record AuditInputs
{
    /// <summary>Provenance of the rows; external unless proven.</summary>
    public Provenance Provenance { get; init; } = Provenance.External("no proof was given");

    /// <summary>Models under audit; empty: the recorded score or decision is audited.</summary>
    public IReadOnlyList<NamedModel> Models { get; init; } = [];

    /// <summary>Component of each row by link name, for clusters; dense codes.</summary>
    public IReadOnlyDictionary<string, int[]> LinkComponents { get; init; } = new Dictionary<string, int[]>();

    /// <summary>Links by name, between rows of the portfolio (a row reads every row of a subject that its subject reads).</summary>
    public IReadOnlyDictionary<string, EdgeList> LinkEdges { get; init; } = new Dictionary<string, EdgeList>();

    /// <summary>Statistics of areas, and which areas touch.</summary>
    public IReadOnlyList<AreaValues> Areas { get; init; } = [];

    /// <summary>Events of subjects.</summary>
    public IReadOnlyList<EventList> Events { get; init; } = [];

    /// <summary>A second portfolio that the audited one is compared with; null for none.</summary>
    public ComparedRows? Compared { get; init; }

    /// <summary>What the maker of the recorded score knows of it (access G), for every row of the portfolio; null for real data.</summary>
    public ITruth? Truth { get; init; }

    /// <summary>What the recorded score would be elsewhere (access G); null for real data.</summary>
    public IInterventions? Interventions { get; init; }

    /// <summary>No more access than this is used: S, M, W or G.</summary>
    public char Access { get; init; } = 'G';

    /// <summary>Added to every finding as its stratum, for audits of several populations in one report; null for none.</summary>
    public string? Stratum { get; init; }

    /// <summary>Threads; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Told what is being done.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancel { get; init; }
}

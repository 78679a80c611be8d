using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>What a search for alternatives is given besides rows and plan.</summary>
/// <param name="Trainer">Trains the algorithms that the plan names.</param>
public sealed record AlternativeInputs(ITrainer Trainer)
{
    /// <summary>Provenance of the rows; external unless proven. The models have it too: these rows alone train them.</summary>
    public Provenance Provenance { get; init; } = Provenance.External("no proof was given");

    /// <summary>Component of each row by link name, for blocks and clusters.</summary>
    public IReadOnlyDictionary<string, int[]> LinkComponents { get; init; } = new Dictionary<string, int[]>();

    /// <summary>Threads for scoring; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Told what is being done.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancel { get; init; }
}

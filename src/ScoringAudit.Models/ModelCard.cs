using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>What <c>model.json</c> says of a saved model.</summary>
public sealed record ModelCard
{
    /// <summary>The schema version that this code writes and the newest that it reads: 1.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the file's form.</summary>
    public int SchemaVersion { get; init; } = CurrentVersion;

    /// <summary>logistic, scorecard, gam, fasttree, fastforest or lightgbm.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The features in order, with slots, levels, medians and origins.</summary>
    public required IReadOnlyList<Feature> Features { get; init; }

    /// <summary>Unit, direction and range of the score.</summary>
    public required ScoreScale Scale { get; init; }

    /// <summary>Seed of the training plan.</summary>
    public ulong Seed { get; init; }

    /// <summary>Share of rows held out of training, in [0, 1).</summary>
    public double HoldoutShare { get; init; }

    /// <summary>What the hold-out kept together: "rows", "subject", "street", "area" or a link's name.</summary>
    public string HoldoutBlocks { get; init; } = "rows";

    /// <summary>Digest of the data that trained the model, as the caller made it: a hash of synthetic or open data, a keyed one of others.</summary>
    public string DataDigest { get; init; } = string.Empty;

    /// <summary>Rows that trained the model.</summary>
    public long TrainingRows { get; init; }

    /// <summary>Rows left out: reason and number.</summary>
    public IReadOnlyDictionary<string, long> DroppedRows { get; init; } = new Dictionary<string, long>();

    /// <summary>Training rows whose value was imputed, by feature.</summary>
    public IReadOnlyDictionary<string, long> ImputedRows { get; init; } = new Dictionary<string, long>();

    /// <summary>Packages that made the model, with versions.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();
}

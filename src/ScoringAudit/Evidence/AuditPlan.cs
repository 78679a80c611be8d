using ScoringAudit.Portfolios;

namespace ScoringAudit.Evidence;

/// <summary>The one input of train, audit and explain: what the columns mean, what to measure, against which yardsticks, and what may be published.</summary>
public sealed record AuditPlan
{
    /// <summary>Path of the data as written in the plan; relative to the plan's file.</summary>
    public string? Data { get; init; }

    /// <summary>Delimiter of a CSV; null: found from the first line.</summary>
    public string? Delimiter { get; init; }

    /// <summary>What the columns mean.</summary>
    public Roles Roles { get; init; } = new();

    /// <summary>Links between subjects (partners, contacts) in files.</summary>
    public IReadOnlyList<LinkPlan> Links { get; init; } = [];

    /// <summary>Tables of areas in files.</summary>
    public IReadOnlyList<AreaTablePlan> Areas { get; init; } = [];

    /// <summary>Lists of events in files.</summary>
    public IReadOnlyList<EventPlan> Events { get; init; } = [];

    /// <summary>A second file that the data are compared with; null: none.</summary>
    public ComparePlan? Compare { get; init; }

    /// <summary>How the rows were sampled: register, random or volunteer.</summary>
    public string Sampling { get; init; } = "random";

    /// <summary>What counts as independent: auto, rows, subject, area, or a link's name.</summary>
    public string Independent { get; init; } = "auto";

    /// <summary>Models to audit, by name; empty when the recorded score or decision is audited.</summary>
    public IReadOnlyList<ModelPlan> Models { get; init; } = [];

    /// <summary>Share of rows held out by training, in (0, 1).</summary>
    public double Holdout { get; init; } = 0.3;

    /// <summary>What is held out together: auto, rows, subject, address, area, or a link's name.</summary>
    public string Blocks { get; init; } = "auto";

    /// <summary>How reasons for a decision are found.</summary>
    public ReasonPlan Reasons { get; init; } = new();

    /// <summary>Measures wanted; empty: all that the data allow.</summary>
    public IReadOnlyList<string> Measures { get; init; } = [];

    /// <summary>Limits by measure that replace the defaults: the limit of the acceptable set.</summary>
    public IReadOnlyDictionary<string, double> Yardsticks { get; init; } = new Dictionary<string, double>();

    /// <summary>The search for less discriminatory alternatives; null: the defaults of <see cref="AlternativesPlan"/>. Only that search reads it.</summary>
    public AlternativesPlan? Alternatives { get; init; }

    /// <summary>Level of the intervals, in (0.5, 1).</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>What may be published.</summary>
    public DisclosurePlan Disclosure { get; init; } = DisclosurePlan.Restricted;

    /// <summary>Root of all random streams.</summary>
    public ulong Seed { get; init; } = 1;
}

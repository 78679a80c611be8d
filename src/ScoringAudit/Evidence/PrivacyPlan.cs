using ScoringAudit.Privacy;

namespace ScoringAudit.Evidence;

/// <summary>What a plan says of class protected: the promise, whom it covers, and where categories and edges come from.</summary>
public sealed record PrivacyPlan
{
    /// <summary>Epsilon of all reports on the same data together, in (0, 10].</summary>
    public double Epsilon { get; init; } = PrivacyBudget.Default.Epsilon;

    /// <summary>Delta of all reports on the same data together, in (0, 1e-6].</summary>
    public double Delta { get; init; } = PrivacyBudget.Default.Delta;

    /// <summary>Whom it protects; null: found from the plan, or asked for.</summary>
    public PrivacyUnitKind? Unit { get; init; }

    /// <summary>How two data sets differ that must look alike.</summary>
    public NeighbourRelation Relation { get; init; } = NeighbourRelation.AddRemove;

    /// <summary>Most rows of one unit that are counted, at least 1; rows beyond are left out.</summary>
    public int Rows { get; init; } = 1;

    /// <summary>Column of the household, for that unit.</summary>
    public string? Household { get; init; }

    /// <summary>Path of the public schema; null when the plan itself lists every category and edge.</summary>
    public string? Schema { get; init; }

    /// <summary>Share of the promise that this report may spend, in (0, 1].</summary>
    public double Spend { get; init; } = 1;

    /// <summary>For a public graph: how many links a record travels, 1 when scores read neighbours' records, more when they read scores.</summary>
    public int Hops { get; init; } = 1;

    /// <summary>Features that are computed again from released counts, for a node with private links.</summary>
    public IReadOnlyList<AggregatePlan> Aggregates { get; init; } = [];
}

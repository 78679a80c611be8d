using ScoringAudit.Primitives;

namespace ScoringAudit.Portfolios;

/// <summary>What each column means: the part of the plan that speaks of columns, by name.</summary>
public sealed record Roles
{
    /// <summary>Unique id of a row; a duplicate is an error.</summary>
    public string? Row { get; init; }

    /// <summary>Person or firm that is scored; several rows of one subject are a cluster. Default: each row is a subject.</summary>
    public string? Subject { get; init; }

    /// <summary>The score under audit.</summary>
    public ScoreRole? Score { get; init; }

    /// <summary>The decision, recorded or made from the score.</summary>
    public DecisionRole? Decision { get; init; }

    /// <summary>What happened.</summary>
    public OutcomeRole? Outcome { get; init; }

    /// <summary>Sampling weight: finite, at least 0, not all 0.</summary>
    public string? Weight { get; init; }

    /// <summary>The street, and the order of its houses.</summary>
    public AddressRole? Address { get; init; }

    /// <summary>The area (postcode).</summary>
    public AreaRole? Area { get; init; }

    /// <summary>Period of the row.</summary>
    public string? Time { get; init; }

    /// <summary>Protected attributes.</summary>
    public IReadOnlyList<ProtectedRole> Protected { get; init; } = [];

    /// <summary>Protected attributes that are known by probability only.</summary>
    public IReadOnlyList<MembershipRole> Memberships { get; init; } = [];

    /// <summary>Sets of protected attributes whose intersections are groups too.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Intersections { get; init; } = [];

    /// <summary>Columns within whose strata disparity is measured too.</summary>
    public IReadOnlyList<string> Controls { get; init; } = [];

    /// <summary>Features with their origins. Null: all columns without another role, origin own.</summary>
    public IReadOnlyList<FeatureRole>? Features { get; init; }

    /// <summary>Columns that are never features.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Every column that has a role other than feature, by name; each once.</summary>
    public IEnumerable<string> NonFeatureColumns() =>
        new[] { Row, Subject, Score?.Column, Decision?.Column, Decision?.By, Outcome?.Column, Weight, Address?.Column, Address?.Order, Area?.Column, Time }
            .OfType<string>()
            .Concat(Protected.Select(p => p.Column))
            .Concat(Memberships.SelectMany(m => m.Columns))
            .Concat(Controls)
            .Concat(Exclude)
            .Distinct(StringComparer.Ordinal);
}

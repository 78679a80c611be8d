using System.Globalization;
using System.Numerics;

namespace ScoringAudit.Privacy;

/// <summary>Whom a release protects, under which relation, and how many rows one unit can move.</summary>
/// <remarks>
/// Sensitivity of a table in which a row stands in one cell. A unit of c rows, added or removed: L1 = c, L2² = c²; replaced: L1 = 2c, L2² = 2c².
/// A unit that can also flip B other rows: added or removed L1 = c + 2B, L2² = (c + B)² + B²; replaced L1 = 2(c + B), L2² = 2(c + B)². All are reached
/// when every row moves between the same two cells, and no table can exceed them (docs/PRIVACY.md).
/// </remarks>
public sealed record PrivacyUnit
{
    private PrivacyUnit(PrivacyUnitKind kind, NeighbourRelation relation, int rows, int influence)
    {
        Kind = kind;
        Relation = relation;
        Rows = rows;
        Influence = influence;
    }

    /// <summary>Whom.</summary>
    public PrivacyUnitKind Kind { get; }

    /// <summary>Under which relation.</summary>
    public NeighbourRelation Relation { get; }

    /// <summary>Most rows of one unit that enter a table; more are left out (<see cref="ContributionCap"/>).</summary>
    public int Rows { get; }

    /// <summary>Most rows of others whose cell one unit can change.</summary>
    public int Influence { get; }

    /// <summary>One row.</summary>
    public static PrivacyUnit Row(NeighbourRelation relation) => new(PrivacyUnitKind.Row, relation, 1, 0);

    /// <summary>One person with at most this many rows.</summary>
    public static PrivacyUnit Person(int rows, NeighbourRelation relation) => new(PrivacyUnitKind.Person, relation, AtLeastOne(rows, nameof(rows)), 0);

    /// <summary>A household of at most so many persons with at most so many rows each.</summary>
    public static PrivacyUnit Household(int persons, int rows, NeighbourRelation relation) =>
        new(PrivacyUnitKind.Household, relation, checked(AtLeastOne(persons, nameof(persons)) * AtLeastOne(rows, nameof(rows))), 0);

    /// <summary>One record in a public graph; the influence comes from <see cref="InfluenceBound"/>.</summary>
    public static PrivacyUnit PublicGraphNode(int influence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(influence);
        return new PrivacyUnit(PrivacyUnitKind.PublicGraphNode, NeighbourRelation.Replace, 1, influence);
    }

    /// <summary>One person with all links, for the decoupled route: given the released aggregates only the person's own rows change.</summary>
    public static PrivacyUnit Node(int rows, NeighbourRelation relation) => new(PrivacyUnitKind.Node, relation, AtLeastOne(rows, nameof(rows)), 0);

    /// <summary>How far one unit can move a table in which each row stands in one cell.</summary>
    public Sensitivity OfTable()
    {
        BigInteger c = Rows, b = Influence;
        return Relation == NeighbourRelation.AddRemove
            ? new Sensitivity(c + (2 * b), ((c + b) * (c + b)) + (b * b))
            : new Sensitivity(2 * (c + b), 2 * (c + b) * (c + b));
    }

    /// <summary>One sentence for the report.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind switch
    {
        PrivacyUnitKind.Row => "one row; what its record does to the scores of others is not covered",
        PrivacyUnitKind.Person => $"one person with at most {Rows} row{Plural}",
        PrivacyUnitKind.Household => $"one household with at most {Rows} row{Plural}",
        PrivacyUnitKind.PublicGraphNode => $"one person's record in a public graph, with up to {Influence} scores of others",
        _ => $"one person with all links and at most {Rows} row{Plural}",
    }}, {(Relation == NeighbourRelation.AddRemove ? "added or removed" : "replaced")}");

    private string Plural => Rows == 1 ? string.Empty : "s";

    private static int AtLeastOne(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}

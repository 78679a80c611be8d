using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>A plan whose names have been found in a portfolio's columns.</summary>
public sealed class BoundPlan
{
    private const int MostPeriods = 60;

    private BoundPlan(IPortfolio rows, AuditPlan plan)
    {
        Rows = rows;
        Plan = plan;
    }

    /// <summary>The portfolio.</summary>
    public IPortfolio Rows { get; }

    /// <summary>The plan.</summary>
    public AuditPlan Plan { get; }

    /// <summary>Column of the recorded score.</summary>
    public ColumnId? Score { get; private init; }

    /// <summary>Recorded decision.</summary>
    public BinaryColumn? Decision { get; private init; }

    /// <summary>Cut-offs by the value of a column; null for one rule or none.</summary>
    public ProductCutoffs? Cutoffs { get; private init; }

    /// <summary>Outcome.</summary>
    public BinaryColumn? Outcome { get; private init; }

    /// <summary>Column of the weight.</summary>
    public ColumnId? Weight { get; private init; }

    /// <summary>Periods by the plan's time; null without. They are the last of <see cref="Attributes"/>.</summary>
    public GroupColumn? Periods { get; private init; }

    /// <summary>Why time makes no periods; null where it does, or where the plan has none.</summary>
    public string? WithoutPeriods { get; private init; }

    /// <summary>Protected attributes, controls and periods, in the plan's order: protected ones first.</summary>
    public IReadOnlyList<GroupColumn> Attributes { get; private init; } = [];

    /// <summary>Number of protected attributes among <see cref="Attributes"/>.</summary>
    public int ProtectedCount { get; private init; }

    /// <summary>Protected attributes and intersections.</summary>
    public IReadOnlyList<Grouping> Groupings { get; private init; } = [];

    /// <summary>Finds every name of a plan.</summary>
    /// <exception cref="AuditDataException">A name is missing or cannot be used; the plan asks for nothing that can be audited.</exception>
    public static BoundPlan Bind(IPortfolio rows, AuditPlan plan)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        var schema = rows.Schema;
        var roles = plan.Roles;
        var decision = roles.Decision is { Column: { } d, Favourable: { } favourable }
            ? BinaryColumn.Bind(schema, d, favourable, "columns.decision.favourable")
            : null;
        var score = roles.Score is { } s ? RequireNumber(schema, s.Column, "columns.score") : (ColumnId?)null;
        foreach (var (name, asked) in new[] { (roles.Row, "columns.row"), (roles.Subject, "columns.subject"), (roles.Time, "columns.time"), (roles.Address?.Order, "columns.address.order"), (roles.Address?.Column, "columns.address"), (roles.Area?.Column, "columns.area") })
        {
            if (name is not null)
            {
                schema.Require(name, "plan: " + asked);
            }
        }

        CheckBehind(schema, roles);
        foreach (var column in roles.Memberships.SelectMany(m => m.Columns))
        {
            RequireNumber(schema, column, "protected.probabilities");
        }

        var attributes = roles.Protected.Select(p => GroupColumn.Bind(rows, p)).ToList();
        var controls = roles.Controls.Select(c => GroupColumn.Bind(rows, ProtectedRole.Of(c))).ToList();
        var groupings = attributes.Select((a, i) => a.ToGrouping(i)).ToList();
        foreach (var set in roles.Intersections)
        {
            var parts = set.Select(name => groupings.FirstOrDefault(g => g.Parts.Count == 1 && g.Name == name)
                ?? throw new AuditDataException($"plan: intersections: '{name}' is not a protected attribute. {Hint(name, attributes.Select(a => a.Name))}")).ToList();
            groupings.Add(Grouping.Intersect(parts));
        }

        var (periods, without) = roles.Time is { } time && !roles.Controls.Contains(time) && roles.Protected.All(p => p.Column != time) ? PeriodsOf(rows, time) : (null, null);
        return new BoundPlan(rows, plan)
        {
            Score = score,
            Decision = decision,
            Cutoffs = roles.Decision?.By is null ? null : ProductCutoffs.Bind(schema, roles.Decision),
            Outcome = roles.Outcome is { } o ? BinaryColumn.Bind(schema, o.Column, o.Adverse, "columns.outcome.adverse") : null,
            Weight = roles.Weight is { } w ? RequireNumber(schema, w, "columns.weight") : null,
            Periods = periods,
            WithoutPeriods = without,
            Attributes = [.. attributes, .. controls, .. periods is null ? [] : new[] { periods }],
            ProtectedCount = attributes.Count,
            Groupings = groupings,
        };
    }

    /// <summary>The features by declaration, or every column without another role, origin own.</summary>
    public static IReadOnlyList<FeatureRole> Features(PortfolioSchema schema, Roles roles)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(roles);
        if (roles.Features is { } declared)
        {
            foreach (var feature in declared)
            {
                schema.Require(feature.Column, "plan: features");
            }

            return declared;
        }

        var taken = roles.NonFeatureColumns().ToHashSet(StringComparer.Ordinal);
        return [.. schema.Columns.Where(c => !taken.Contains(c.Name) && c.Kind != ColumnKind.Identifier).Select(c => FeatureRole.Of(c.Name))];
    }

    private static void CheckBehind(PortfolioSchema schema, Roles roles)
    {
        foreach (var feature in roles.Features ?? [])
        {
            foreach (var (name, key) in new[] { (feature.Behind?.People, "people"), (feature.Behind?.Largest, "largest") })
            {
                if (name is not null)
                {
                    RequireNumber(schema, name, "features.behind." + key);
                }
            }
        }
    }

    private static (GroupColumn? Periods, string? Why) PeriodsOf(IPortfolio rows, string time)
    {
        var column = rows.Schema[rows.Schema.Require(time, "plan: columns.time")];
        if (column.IsCoded && column.Levels.Count > MostPeriods)
        {
            return (null, FormattableString.Invariant($"column '{time}' has {column.Levels.Count} different values, and at most {MostPeriods} periods are compared; give months or years"));
        }

        try
        {
            return (GroupColumn.Bind(rows, ProtectedRole.Of(time)), null);
        }
        catch (AuditDataException)
        {
            return (null, $"column '{time}' has fewer than two values, or too many for periods; give months or years");
        }
    }

    private static ColumnId RequireNumber(PortfolioSchema schema, string name, string asked)
    {
        var id = schema.Require(name, "plan: " + asked);
        return schema[id].IsNumeric ? id : throw new AuditDataException(
            $"{schema.Source}: column '{name}' (plan: {asked}) holds text, expected numbers. Name a numeric column.");
    }

    private static string Hint(string name, IEnumerable<string> names)
    {
        var list = names.ToList();
        return Nearest.Of(name, list) is { } near ? $"Did you mean '{near}'?" : $"The protected attributes are: {string.Join(", ", list)}.";
    }
}

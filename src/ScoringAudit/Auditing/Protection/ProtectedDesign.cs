using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing.Protection;

/// <summary>What a protected audit will release and what each table costs: a function of the plan, the public schema and the model, never of a row.</summary>
public sealed class ProtectedDesign
{
    private PublicDimension? _areas;

    private ProtectedDesign(AuditPlan plan, PublicSchema schema, ProtectedModel? model, PrivacyUnit unit, PrivacyBudget budget)
    {
        Plan = plan;
        Schema = schema;
        Model = model;
        Unit = unit;
        Budget = budget;
    }

    /// <summary>The plan.</summary>
    public AuditPlan Plan { get; }

    /// <summary>The public schema.</summary>
    public PublicSchema Schema { get; }

    /// <summary>The model; null for a recorded score or decision.</summary>
    public ProtectedModel? Model { get; }

    /// <summary>Whom it protects.</summary>
    public PrivacyUnit Unit { get; }

    /// <summary>The promise for all reports on the data.</summary>
    public PrivacyBudget Budget { get; }

    /// <summary>Attributes and intersections.</summary>
    public IReadOnlyList<ProtectedGrouping> Groupings { get; private init; } = [];

    /// <summary>Public cells of the decoupled route, one for each aggregate of the plan.</summary>
    public IReadOnlyList<PublicDimension> Cells { get; private init; } = [];

    /// <summary>The areas of the plan; null where it names none, or the schema does not list them.</summary>
    public PublicDimension? Areas => Plan.Roles.Area is { } area && Schema.Find(area.Column) is { IsCategory: true } known ? _areas ??= PublicDimension.Of(known) : null;

    /// <summary>The model's features in public bands, in its order; null where one is not in the schema.</summary>
    public IReadOnlyList<PublicDimension?> Features { get; private init; } = [];

    /// <summary>Bands of the score; null where there are none.</summary>
    public PublicDimension? ScoreBands { get; private init; }

    /// <summary>Position of the edge between bands at which the score decides; −1 where decisions do not follow from the bands.</summary>
    public int CutAt => ScoreBands is { } bands && CutOf(Plan, Model) is { } cut ? Array.FindIndex([.. bands.Edges], e => Near(e, cut)) : -1;

    /// <summary>Whether the bands below that edge are favourable.</summary>
    public bool IsFavourableBelow => Model is { } model
        ? model.Scale is { Kind: ScoreKind.Points, Direction: ScoreDirection.HigherIsRiskier }
        : Plan.Roles.Score is { Direction: ScoreDirection.HigherIsRiskier };

    /// <summary>Tables in the order in which they are released.</summary>
    public IReadOnlyList<ProtectedTable> Tables { get; private init; } = [];

    /// <summary>What the promise does not cover.</summary>
    public IReadOnlyList<string> NotCovered { get; private init; } = [];

    /// <summary>What the plan asks for and a protected report leaves out, with the reason.</summary>
    public IReadOnlyList<AuditNote> LeftOut { get; private init; } = [];

    /// <summary>Everything beside a table's shape that decides its counts.</summary>
    public string Definition { get; private init; } = string.Empty;

    /// <summary>Whether rows of a unit beyond the cap are left out.</summary>
    public bool IsCapped => CapColumn is not null;

    /// <summary>The column whose values name units; null where each row is one.</summary>
    public string? CapColumn => CapOf(Plan);

    /// <summary>Designs the release.</summary>
    /// <param name="plan">A plan of class protected.</param>
    /// <param name="schema">Its public schema.</param>
    /// <param name="model">The model, or null.</param>
    /// <param name="influence">Most scores of others that one record reaches in the plan's public graph; null when no graph was read.</param>
    /// <exception cref="AuditDataException">The plan cannot be run under class protected; the message says what to change.</exception>
    public static ProtectedDesign Of(AuditPlan plan, PublicSchema schema, ProtectedModel? model, int? influence)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(schema);
        var privacy = plan.Disclosure.Privacy ?? throw new ArgumentException("The plan is not of class protected.", nameof(plan));
        var budget = new PrivacyBudget(privacy.Epsilon, privacy.Delta);
        ProtectedPlanCheck.Require(plan, model);
        var unit = ProtectedUnit.Of(plan, model, influence);
        var groupings = Grouped(plan, schema);
        var bands = Bands(plan, schema, model);
        IReadOnlyList<PublicDimension?> features = model is null ? [] : [.. model.Features.Select(f => schema.Find(f) is { } known && !privacy.Aggregates.Any(a => a.Feature == f) ? PublicDimension.Of(known) : null)];
        IReadOnlyList<PublicDimension> cells = unit.Kind == PrivacyUnitKind.Node ? [.. privacy.Aggregates.Select(a => PublicDimension.Of(schema.Require(a.Cell, "disclosure.aggregates")))] : [];
        var draft = new ProtectedDesign(plan, schema, model, unit, budget) { Groupings = groupings, Cells = cells, Features = features, ScoreBands = bands };
        var left = new List<AuditNote>(ProtectedPlanCheck.LeftOut(plan, model, bands is not null));
        var tables = ProtectedTables.Of(draft, left);
        return new ProtectedDesign(plan, schema, model, unit, budget)
        {
            Groupings = groupings,
            Cells = cells,
            Features = features,
            ScoreBands = bands,
            Tables = tables,
            NotCovered = ProtectedUnit.NotCovered(plan, model, unit),
            LeftOut = left,
            Definition = DefinitionOf(plan, schema, model, unit),
        };
    }

    /// <summary>The identity of a table's request in the ledger.</summary>
    public string RequestOf(ProtectedTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return HistogramMechanism.Request(table.Shape, table.Unit, table.Rho, Definition);
    }

    internal static string? CapOf(AuditPlan plan) => plan.Disclosure.Privacy switch
    {
        { Unit: PrivacyUnitKind.Row } => null,
        { Unit: PrivacyUnitKind.Household, Household: { } household } => household,
        _ => plan.Roles.Subject,
    };

    private static List<ProtectedGrouping> Grouped(AuditPlan plan, PublicSchema schema)
    {
        var parts = new Dictionary<string, PublicDimension>(StringComparer.Ordinal);
        var groupings = new List<ProtectedGrouping>();
        foreach (var role in plan.Roles.Protected)
        {
            var dimension = role.Bins.Count > 0 ? PublicDimension.Bins(role.Column, role.Bins)
                : role.Categories.Count > 0 ? PublicDimension.Categories(role.Column, Known(role, role.Categories))
                : schema.Require(role.Column, "protected") is { IsCategory: true } known ? PublicDimension.Categories(role.Column, Known(role, known.Categories))
                : PublicDimension.Bins(role.Column, schema.Find(role.Column)!.Bins);
            if (role.Reference is not (ProtectedRole.Largest or ProtectedRole.HighestRate) && !dimension.Shape.Levels.Contains(role.Reference))
            {
                var near = Nearest.Of(role.Reference, dimension.Shape.Levels);
                throw new AuditDataException($"plan: protected.reference: the public list of '{role.Column}' has no group '{role.Reference}'. {(near is null ? $"The groups are: {string.Join(", ", dimension.Shape.Levels.Take(12))}." : $"Did you mean '{near}'?")}");
            }

            parts.Add(role.Column, dimension);
            groupings.Add(new ProtectedGrouping(role.Column, [dimension], role.Reference));
        }

        foreach (var set in plan.Roles.Intersections)
        {
            groupings.Add(new ProtectedGrouping(string.Join('*', set), [.. set.Select(name => parts[name])], ProtectedRole.Largest));
        }

        if (groupings.Count == 0)
        {
            groupings.Add(new ProtectedGrouping(string.Empty, [], ProtectedRole.Largest));
        }

        return groupings;
    }

    // Values that mean "not known" are no group: they are counted with what the list lacks.
    private static List<string> Known(ProtectedRole role, IReadOnlyList<string> categories) => [.. categories.Except(role.Unknown)];

    private static PublicDimension? Bands(AuditPlan plan, PublicSchema schema, ProtectedModel? model)
    {
        if (model is not null)
        {
            // The common reading in points has public edges of its own.
            return PublicDimension.Bands("points", WithCut([.. Enumerable.Range(0, 21).Select(i => 300.0 + (25 * i))], CutOf(plan, model)), double.NegativeInfinity, double.PositiveInfinity);
        }

        if (plan.Roles.Score is not { } score || schema.Find(score.Column) is not { } known || known.IsCategory)
        {
            return null;
        }

        var inner = known.Bins.Count > 0 || !double.IsFinite(known.High - known.Low) ? known.Bins : [.. Enumerable.Range(1, 19).Select(i => known.Low + (i * (known.High - known.Low) / 20))];
        return inner.Count == 0 ? null : PublicDimension.Bands(score.Column, WithCut(inner, CutOf(plan, null) is { } cut && known.Low < cut && cut < known.High ? cut : null), known.Low, known.High);
    }

    // The edge at which the score decides, in the unit of the bands: the plan's, so public.
    private static double? CutOf(AuditPlan plan, ProtectedModel? model)
    {
        if (plan.Roles.Decision?.Cutoff is not { } cutoff)
        {
            return null;
        }

        var points = model is null ? cutoff : model.Scale.ToPoints(DecisionRule.AtCutoff(model.Scale, cutoff).Threshold);
        return double.IsFinite(points) ? points : null;
    }

    private static IReadOnlyList<double> WithCut(IReadOnlyList<double> edges, double? cut) =>
        cut is not { } at || edges.Any(e => Near(e, at)) ? edges : [.. edges.Append(at).Order()];

    private static bool Near(double edge, double cut) => Math.Abs(edge - cut) <= 1e-9 * Math.Max(1, Math.Abs(cut));

    private static string DefinitionOf(AuditPlan plan, PublicSchema schema, ProtectedModel? model, PrivacyUnit unit)
    {
        var roles = plan.Roles;
        var privacy = plan.Disclosure.Privacy!;
        IEnumerable<string?> parts =
        [
            "protected/2", roles.Score?.Column, roles.Score?.Direction.ToString(), roles.Decision?.Column, roles.Decision?.Favourable,
            roles.Decision?.Cutoff is { } cutoff ? BitConverter.DoubleToInt64Bits(cutoff).ToString("x16", System.Globalization.CultureInfo.InvariantCulture) : null,
            roles.Outcome?.Column, roles.Outcome?.Adverse, CapOf(plan), privacy.Rows.ToString(System.Globalization.CultureInfo.InvariantCulture), unit.Kind.ToString(), model?.Digest,
            .. privacy.Aggregates.Select(a => string.Join('\u001f', a.Feature, a.Cell, BitConverter.DoubleToInt64Bits(a.Scale).ToString("x16", System.Globalization.CultureInfo.InvariantCulture))),
            .. schema.Columns.Where(c => model?.Features.Contains(c.Name) == true).Select(c => PublicDimension.Of(c).Shape).Select(s => s.Name + '\u001f' + string.Join('\u001f', s.Levels)),
        ];
        return string.Join('\u001d', parts.Select(p => p ?? "\u0000"));
    }
}

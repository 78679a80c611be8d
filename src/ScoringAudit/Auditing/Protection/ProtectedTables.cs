using ScoringAudit.Evidence;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Which tables a design releases, and how the spend is shared among them.</summary>
/// <remarks>
/// Group × outcome × decision × score band is one histogram, released once at two resolutions: its cells, and its sums over the bands. A rate that
/// added the cells of 22 bands would have 4.7 times the noise; <see cref="ProtectedTally"/> makes one tally of both.
/// </remarks>
internal static class ProtectedTables
{
    /// <summary>Levels of the decision.</summary>
    public static readonly TableDimension Decision = new("decision", ["favourable", "unfavourable"]);

    /// <summary>The decision in the cells of the histogram: favourable, or anything else.</summary>
    public static readonly TableDimension Favourable = new("favourable", ["yes"]);

    /// <summary>Levels of the outcome.</summary>
    public static readonly TableDimension Outcome = new("outcome", ["not adverse", "adverse"]);

    private static readonly TableDimension Within = new("rows of the unit", ["all counted", "some left out"]);

    public static IReadOnlyList<ProtectedTable> Of(ProtectedDesign design, List<AuditNote> left)
    {
        var plan = design.Plan;
        var wanted = new List<(ProtectedTableKind Kind, TableSchema Shape, double Weight, string About)>();
        void Want(ProtectedTableKind kind, string name, IEnumerable<TableDimension> dimensions, double weight, string about = "") =>
            wanted.Add((kind, Shape(name, [.. dimensions]), weight, about));
        if (design.IsCapped)
        {
            Want(ProtectedTableKind.Capping, "capping", [Within], 0.3);
        }

        IEnumerable<TableDimension> outcome = plan.Roles.Outcome is null ? [] : [Outcome];
        for (var a = 0; a < design.Cells.Count; a++)
        {
            Want(ProtectedTableKind.Aggregate, "aggregate: " + plan.Disclosure.Privacy!.Aggregates[a].Feature, [design.Cells[a].Shape, Outcome], 3.0 / design.Cells.Count, a.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        Model(design, left, Want);
        for (var g = 0; g < design.Groupings.Count; g++)
        {
            var grouping = design.Groupings[g];
            var about = g.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var name = grouping.Name.Length == 0 ? string.Empty : ": " + grouping.Name;
            if (plan.Roles.Decision is null)
            {
                if (design.ScoreBands is { } alone)
                {
                    Want(ProtectedTableKind.Scores, "scores" + name, [.. grouping.Dimensions, .. outcome, alone.Shape], 3, about);
                }

                continue;
            }

            Want(ProtectedTableKind.Decisions, "decisions" + name, [.. grouping.Dimensions, Decision, .. outcome], 6, about);
            if (design.ScoreBands is { } bands)
            {
                IReadOnlyList<TableDimension> cells = [.. grouping.Dimensions, .. outcome, bands.Shape];
                var split = design.CutAt < 0 && Splits(design, name, cells, left);
                Want(ProtectedTableKind.Scores, "histogram" + name, split ? [.. grouping.Dimensions, Favourable, .. outcome, bands.Shape] : cells, split ? 5 : 3, about);
            }
        }

        Areas(design, left, Want);
        var total = wanted.Sum(w => Weight(w.Weight));
        var spend = design.Budget.Rho * Rational.FloorOf(plan.Disclosure.Privacy!.Spend, 20);
        return [.. wanted.OrderBy(w => w.Kind).Select(w => new ProtectedTable(w.Kind, w.Shape, UnitOf(design, w.Kind), spend * new Rational(Weight(w.Weight), total), w.About))];
    }

    // Recorded decisions split every cell in two. Where a public number of rows says that the cells would hold noise alone, they are not split.
    private static bool Splits(ProtectedDesign design, string name, IReadOnlyList<TableDimension> dimensions, List<AuditNote> left)
    {
        var cells = dimensions.Aggregate(2L, (product, d) => Math.Min(product * d.Size, long.MaxValue / 1000));
        var noise = Math.Sqrt((double)design.Unit.OfTable().SquaredL2 / (2 * design.Budget.Rho.ToDouble() * design.Plan.Disclosure.Privacy!.Spend));
        if (cells <= TableSchema.MostCells && !(design.Schema.Rows < cells * noise))
        {
            return true;
        }

        left.Add(new AuditNote("skipped", "histogram" + name, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Decisions by score band{name}: {cells} cells are too many for {(cells > TableSchema.MostCells ? "one table" : $"the {design.Schema.Rows} rows of the schema at this budget")}, so that decisions are counted without the bands and bands without the decisions. Use fewer bands or groups.")));
        return false;
    }

    // One person stands in one cell of a table of units, whatever the cap and the reach.
    private static PrivacyUnit UnitOf(ProtectedDesign design, ProtectedTableKind kind) => kind switch
    {
        ProtectedTableKind.Capping => PrivacyUnit.Person(1, design.Unit.Relation),
        _ => design.Unit,
    };

    private static void Areas(ProtectedDesign design, List<AuditNote> left, Action<ProtectedTableKind, string, IEnumerable<TableDimension>, double, string> want)
    {
        if (!Audit.Wants(design.Plan, "leakage") || design.Plan.Roles.Area is not { } area || design.Plan.Roles.Decision is null)
        {
            return;
        }

        if (design.Areas is { } areas)
        {
            want(ProtectedTableKind.Areas, "areas", [areas.Shape, Decision], 1, string.Empty);
        }
        else
        {
            left.Add(new AuditNote("skipped", "area_clustering", $"Likeness of decisions within areas: the public schema has no categories for '{area.Column}'. Add the public list of areas."));
        }
    }

    private static void Model(ProtectedDesign design, List<AuditNote> left, Action<ProtectedTableKind, string, IEnumerable<TableDimension>, double, string> want)
    {
        if (design.Model is not { } model)
        {
            return;
        }

        if (design.Cells.Count > 0)
        {
            want(ProtectedTableKind.Distortion, "distortion", [PointBands.Shape], 0.5, string.Empty);
        }

        var importance = Audit.Wants(design.Plan, "importance");
        var share = Audit.Wants(design.Plan, "leakage") && ProtectedUnit.Others(design.Plan, model).Count > 0;
        if (!importance && !share)
        {
            return;
        }

        var replaced = design.Plan.Disclosure.Privacy!.Aggregates.Select(a => a.Feature).ToHashSet(StringComparer.Ordinal);
        var unknown = model.Features.Where((f, i) => design.Features[i] is null && !replaced.Contains(f)).ToList();
        if (unknown.Count > 0)
        {
            left.Add(new AuditNote("skipped", "permutation_importance", $"Importance and association share: the public schema has no categories or edges for {string.Join(", ", unknown.Take(8))}{(unknown.Count > 8 ? " and more" : string.Empty)}, so no public value can stand in their place. Add them to the schema."));
            return;
        }

        var known = model.Features.Where((_, i) => design.Features[i] is not null).ToList();
        for (var f = 0; f < model.Features.Count; f++)
        {
            if (design.Features[f] is { } dimension)
            {
                want(ProtectedTableKind.Marginal, "feature: " + model.Features[f], [dimension.Shape], 1.0 / known.Count, model.Features[f]);
            }
        }

        if (share)
        {
            foreach (var channel in ProtectedMoves.Channels(design))
            {
                want(ProtectedTableKind.Moves, "moves: " + channel, [MoveBands.Shape], 0.5, channel);
            }
        }

        if (importance)
        {
            foreach (var feature in model.Features)
            {
                want(ProtectedTableKind.Importance, "importance: " + feature, [PointBands.Shape], 2.0 / model.Features.Count, feature);
            }
        }

        if (share)
        {
            want(ProtectedTableKind.OwnPart, "part of own features", [PointBands.Shape], 0.5, string.Empty);
            want(ProtectedTableKind.OthersPart, "part of other people's records", [PointBands.Shape], 0.5, string.Empty);
        }
    }

    private static TableSchema Shape(string name, IReadOnlyList<TableDimension> dimensions)
    {
        try
        {
            return new TableSchema(name, dimensions);
        }
        catch (ArgumentException)
        {
            throw new Primitives.AuditDataException($"plan: the protected table '{name}' has more than {TableSchema.MostCells} cells. Use fewer groups, bands or intersections.");
        }
    }

    private static long Weight(double weight) => Math.Max(1, (long)Math.Round(weight * 3600));
}

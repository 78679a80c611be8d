using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>A plan's rows with the columns of its area tables, its plan with those columns as features, and its events.</summary>
/// <param name="Rows">The rows, joined.</param>
/// <param name="Plan">The plan, whose features hold the joined columns with their origins.</param>
/// <param name="Areas">Area tables for the audit.</param>
/// <param name="Events">Events for the audit.</param>
/// <param name="Notes">What the reader must know of them.</param>
internal sealed record PlanTables(IPortfolio Rows, AuditPlan Plan, IReadOnlyList<AreaValues> Areas, IReadOnlyList<EventList> Events, IReadOnlyList<AuditNote> Notes)
{
    /// <summary>Reads a plan's tables.</summary>
    /// <param name="planPath">Path of the plan; paths inside it are relative to it.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="cancel">Stops the passes.</param>
    /// <exception cref="AuditDataException">A table cannot be read or does not go with the rows.</exception>
    public static PlanTables Read(string planPath, AuditPlan plan, IPortfolio rows, CancellationToken cancel)
    {
        var notes = new List<AuditNote>();
        var areas = new List<AreaValues>();
        var features = new List<FeatureRole>();
        foreach (var area in plan.Areas)
        {
            var column = plan.Roles.Area?.Column
                ?? throw new AuditDataException($"plan: areas: {area.File} is a table of areas, but the plan names no area column of the data. Add columns.area.");
            var table = AreaTable.Read(PlanFile.Resolve(planPath, area.File), area, area.Adjacency is { } path ? PlanFile.Resolve(planPath, path) : null, cancel);
            var (joined, ofRow, note) = AreaJoin.Join(rows, column, area, table, cancel);
            rows = joined;
            areas.Add(new AreaValues(Path.GetFileNameWithoutExtension(area.File), ofRow, table.Columns, table.Adjacency));
            features.AddRange(area.Columns.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => FeatureRole.Of(c.Key, c.Value)));
            notes.AddRange(note is null ? [] : [note]);
            if (table.Adjacency is { } edges && edges.Unknown + edges.SelfLoops > 0)
            {
                notes.Add(new AuditNote("data", "areas", FormattableString.Invariant($"{Path.GetFileName(area.Adjacency)}: {edges.Unknown} rows name an area that is not in {Path.GetFileName(area.File)} and were left out, {edges.SelfLoops} join an area to itself and were left out.")));
            }
        }

        if (features.Count > 0)
        {
            // Declared features stay as they are declared; joined columns come after them.
            var own = BoundPlan.Features(rows.Schema, plan.Roles).Where(f => features.All(j => j.Column != f.Column) || plan.Roles.Features?.Any(d => d.Column == f.Column) == true).ToList();
            plan = plan with { Roles = plan.Roles with { Features = [.. own, .. features.Where(j => own.All(f => f.Column != j.Column) && !plan.Roles.Exclude.Contains(j.Column))] } };
        }

        return new PlanTables(rows, plan, areas, Listings(planPath, plan, rows, cancel), notes);
    }

    private static List<EventList> Listings(string planPath, AuditPlan plan, IPortfolio rows, CancellationToken cancel)
    {
        var all = new List<EventList>();
        if (plan.Events.Count == 0)
        {
            return all;
        }

        var subject = plan.Roles.Subject ?? plan.Roles.Row
            ?? throw new AuditDataException("plan: events need the column that names subjects. Add columns.subject (or columns.row).");
        var nodes = NodeIndex.Of(rows, subject, cancel);
        var first = new int[nodes.Count];
        for (var r = nodes.OfRow.Length - 1; r >= 0; r--)
        {
            if (nodes.OfRow[r] >= 0)
            {
                first[nodes.OfRow[r]] = r;
            }
        }

        foreach (var events in plan.Events)
        {
            var table = EventTable.Read(PlanFile.Resolve(planPath, events.File), events, nodes, cancel);
            all.Add(new EventList(
                Path.GetFileNameWithoutExtension(events.File),
                [.. table.Node.Select(n => first[n])],
                [.. table.Period.Select(p => table.Periods[p])],
                [.. table.Kind.Select(k => table.Kinds[k])],
                table.Unknown));
        }

        return all;
    }
}

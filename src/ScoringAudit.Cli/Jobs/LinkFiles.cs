using ScoringAudit.Evidence;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Reads a plan's links, so that rows joined by them are not taken as independent.</summary>
internal static class LinkFiles
{
    /// <summary>Component of each row by link name.</summary>
    public static IReadOnlyDictionary<string, int[]> Components(string planPath, AuditPlan plan, IPortfolio rows)
    {
        var all = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        if (plan.Links.Count == 0)
        {
            return all;
        }

        var subject = plan.Roles.Subject ?? plan.Roles.Row
            ?? throw new AuditDataException("plan: links need the column that names subjects. Add columns.subject (or columns.row).");
        var nodes = NodeIndex.Of(rows, subject);
        foreach (var link in plan.Links)
        {
            var edges = EdgeFile.Read(PlanFile.Resolve(planPath, link.File), link, nodes);
            var component = Networks.Components.Of(nodes.Count, edges.From, edges.To);
            all.Add(link.Name, [.. nodes.OfRow.Select(s => component[s])]);
        }

        return all;
    }
}

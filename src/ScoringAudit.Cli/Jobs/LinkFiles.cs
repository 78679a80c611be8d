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

    /// <summary>Links between rows by name: a row reads every row of a subject that its subject reads.</summary>
    public static IReadOnlyDictionary<string, EdgeList> RowEdges(string planPath, AuditPlan plan, IPortfolio rows)
    {
        var all = new SortedDictionary<string, EdgeList>(StringComparer.Ordinal);
        if (plan.Links.Count == 0 || (plan.Roles.Subject ?? plan.Roles.Row) is not { } subject)
        {
            return all;
        }

        var nodes = NodeIndex.Of(rows, subject);
        var rowsOf = new List<int>[nodes.Count];
        for (var r = 0; r < nodes.OfRow.Length; r++)
        {
            if (nodes.OfRow[r] >= 0)
            {
                (rowsOf[nodes.OfRow[r]] ??= []).Add(r);
            }
        }

        foreach (var link in plan.Links)
        {
            var edges = EdgeFile.Read(PlanFile.Resolve(planPath, link.File), link, nodes);
            List<int> from = new(edges.Count), to = new(edges.Count);
            List<double> weight = new(edges.Count);
            for (var e = 0; e < edges.Count; e++)
            {
                foreach (var a in rowsOf[edges.From[e]])
                {
                    foreach (var b in rowsOf[edges.To[e]])
                    {
                        from.Add(a);
                        to.Add(b);
                        weight.Add(edges.Weight[e]);
                    }
                }
            }

            var list = EdgeList.Of(nodes.OfRow.Length, from.ToArray(), to.ToArray(), weight.ToArray(), edges.Unknown);
            all.Add(link.Name, list with { SelfLoops = edges.SelfLoops, Duplicates = edges.Duplicates });
        }

        return all;
    }
}

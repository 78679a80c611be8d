using ScoringAudit.Networks;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Auditing;

/// <summary>Finds the channels of an audit: address, area, links, and the origins of the model's features.</summary>
internal static class LeakageChannels
{
    internal const int WindowReach = 4;

    public static List<LeakageChannel> Of(AuditSubject subject)
    {
        var roles = subject.Plan.Roles;
        var rows = subject.Rows.Rows;
        var all = new List<LeakageChannel>();
        if (roles.Address is { } address)
        {
            var street = KeyColumn.Bind(rows.Schema, address.Column, "plan: columns.address").ReadAll(rows);
            all.Add(new LeakageChannel("neighbourhood", "address", new WindowGraph(street, address.Order is { } order ? HouseOrder.Read(rows, order) : [], WindowReach)));
        }

        if (roles.Area is { } area)
        {
            all.Add(new LeakageChannel("area", "area", new BlockGraph(KeyColumn.Bind(rows.Schema, area.Column, "plan: columns.area").ReadAll(rows))));
        }

        foreach (var (name, edges) in subject.Inputs.LinkEdges.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            all.Add(new LeakageChannel(name, name, SparseWeights.Of(Kept(edges, subject.Model?.HeldOut), RowStandardised(subject, name)), subject.Plan.Links.FirstOrDefault(l => l.Name == name)?.Origin));
            if (edges.Unknown + edges.SelfLoops + edges.Duplicates > 0)
            {
                subject.To.Note("data", name, FormattableString.Invariant($"Link '{name}': {edges.Unknown} rows name somebody who is not in the data and were left out, {edges.SelfLoops} link somebody to themselves and were left out, {edges.Duplicates} repeat a pair and were added up."));
            }
        }

        // Others' records that the model reads, or that the plan declares for a recorded score, though no graph says who stands behind them.
        var origins = subject.Model is { } model
            ? model.Scorer.Features.Features.Select(f => f.Origin)
            : BoundPlan.Features(rows.Schema, roles).Select(f => f.Origin);
        foreach (var origin in origins.Where(o => o != Origin.Own).Distinct().Order())
        {
            if (all.All(c => c.Origin != origin))
            {
                all.Add(new LeakageChannel(origin.ToString().ToLowerInvariant(), null, null, origin));
            }
        }

        return all;
    }

    /// <summary>The graph of a channel over nodes instead of rows.</summary>
    public static IWeights Graph(AuditSubject subject, PassiveNodes nodes, LeakageChannel channel)
    {
        var rows = subject.Rows.Rows;
        var roles = subject.Plan.Roles;
        switch (channel.Link)
        {
            case "address" when channel.Graph is WindowGraph:
                var street = nodes.Pick<int>(KeyColumn.Bind(rows.Schema, roles.Address!.Column, "plan: columns.address").ReadAll(rows));
                return new WindowGraph(street, roles.Address.Order is { } order ? nodes.Pick<double>(HouseOrder.Read(rows, order)) : [], WindowReach);
            case "area" when channel.Graph is BlockGraph:
                return new BlockGraph(PassiveSample.Dense(nodes.Pick<int>(KeyColumn.Bind(rows.Schema, roles.Area!.Column, "plan: columns.area").ReadAll(rows))));
            default:
                return SparseWeights.Of(Edges(subject, nodes, channel.Link!), RowStandardised(subject, channel.Link!));
        }
    }

    /// <summary>The edges of a link between nodes, as weighted by the plan.</summary>
    public static EdgeList Edges(AuditSubject subject, PassiveNodes nodes, string link) => nodes.Edges(Kept(subject.Inputs.LinkEdges[link], subject.Model?.HeldOut));

    private static bool RowStandardised(AuditSubject subject, string link) => subject.Plan.Links.FirstOrDefault(l => l.Name == link)?.RowStandardised ?? true;

    // Edges among the audited rows, numbered as they stand there.
    private static EdgeList Kept(EdgeList edges, bool[]? kept)
    {
        if (kept is null)
        {
            return edges;
        }

        var number = new int[edges.Nodes];
        var nodes = 0;
        for (var i = 0; i < number.Length; i++)
        {
            number[i] = kept[i] ? nodes++ : -1;
        }

        int[] at = [.. Enumerable.Range(0, edges.Count).Where(e => number[edges.From[e]] >= 0 && number[edges.To[e]] >= 0)];
        return EdgeList.Of(nodes, [.. at.Select(e => number[edges.From[e]])], [.. at.Select(e => number[edges.To[e]])], [.. at.Select(e => edges.Weight[e])]);
    }
}

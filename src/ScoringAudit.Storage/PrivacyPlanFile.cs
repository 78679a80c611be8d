using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Privacy;

namespace ScoringAudit.Storage;

/// <summary>The keys of class protected in a plan's disclosure.</summary>
internal static class PrivacyPlanFile
{
    /// <summary>Keys that belong to class protected.</summary>
    public static readonly string[] Keys = ["epsilon", "delta", "unit", "relation", "rows", "household", "schema", "spend", "hops", "aggregates"];

    private static readonly Dictionary<string, PrivacyUnitKind> Units = new()
    {
        ["row"] = PrivacyUnitKind.Row,
        ["person"] = PrivacyUnitKind.Person,
        ["household"] = PrivacyUnitKind.Household,
        ["public_node"] = PrivacyUnitKind.PublicGraphNode,
        ["node"] = PrivacyUnitKind.Node,
    };

    private static readonly Dictionary<string, NeighbourRelation> Relations = new()
    {
        ["add_remove"] = NeighbourRelation.AddRemove,
        ["replace"] = NeighbourRelation.Replace,
    };

    public static PrivacyPlan Read(Dictionary<string, PlanNode> map)
    {
        var defaults = new PrivacyPlan();
        var plan = defaults with
        {
            Epsilon = map.TryGetValue("epsilon", out var e) ? e.Number("a number above 0 and at most 10", x => x is > 0 and <= PrivacyBudget.MostEpsilon) : defaults.Epsilon,
            Delta = map.TryGetValue("delta", out var d) ? d.Number("a number above 0 and at most 0.000001", x => x is > 0 and <= PrivacyBudget.MostDelta) : defaults.Delta,
            Unit = map.TryGetValue("unit", out var u) ? u.Choice(Units) : null,
            Relation = map.TryGetValue("relation", out var r) ? r.Choice(Relations) : defaults.Relation,
            Rows = map.TryGetValue("rows", out var n) ? n.Whole("the most rows of one unit that are counted, at least 1", 1) : defaults.Rows,
            Household = map.TryGetValue("household", out var h) ? h.Text("the name of a column") : null,
            Schema = map.TryGetValue("schema", out var s) ? s.Text("the path of a file") : null,
            Spend = map.TryGetValue("spend", out var p) ? p.Number("a share above 0 and at most 1", x => x is > 0 and <= 1) : defaults.Spend,
            Hops = map.TryGetValue("hops", out var hops) ? hops.Whole("a whole number of links, at least 1", 1) : defaults.Hops,
            Aggregates = map.TryGetValue("aggregates", out var a) ? [.. a.Items("entries").Select(Aggregate)] : [],
        };
        if (plan.Household is not null && plan.Unit != PrivacyUnitKind.Household)
        {
            throw map["household"].Fail("'household' belongs to unit: household. Write that unit, or remove the key.");
        }

        if (plan.Unit == PrivacyUnitKind.PublicGraphNode && (plan.Rows != 1 || r is not null && plan.Relation == NeighbourRelation.AddRemove))
        {
            throw u!.Fail("unit public_node counts one row of each node, and nodes are replaced, not added: the graph is public. Remove 'rows' and 'relation'.");
        }

        if (plan.Unit == PrivacyUnitKind.Row && plan.Rows != 1)
        {
            throw u!.Fail("unit row has one row. Remove 'rows', or write unit: person.");
        }

        return plan.Unit == PrivacyUnitKind.PublicGraphNode ? plan with { Relation = NeighbourRelation.Replace } : plan;
    }

    public static IEnumerable<(string Key, string Text)> Write(PrivacyPlan plan)
    {
        var defaults = new PrivacyPlan();
        static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        yield return ("epsilon", Number(plan.Epsilon));
        yield return ("delta", Number(plan.Delta));
        if (plan.Unit is { } unit)
        {
            yield return ("unit", PlanWords.Of(Units, unit));
        }

        if (plan.Relation != defaults.Relation && plan.Unit != PrivacyUnitKind.PublicGraphNode)
        {
            yield return ("relation", PlanWords.Of(Relations, plan.Relation));
        }

        if (plan.Rows != defaults.Rows)
        {
            yield return ("rows", Number(plan.Rows));
        }

        if (!plan.Spend.Equals(defaults.Spend))
        {
            yield return ("spend", Number(plan.Spend));
        }

        if (plan.Hops != defaults.Hops)
        {
            yield return ("hops", Number(plan.Hops));
        }
    }

    private static AggregatePlan Aggregate(PlanNode node)
    {
        var map = node.Map(["feature", "cell", "scale"], "feature", "cell");
        return new AggregatePlan(map["feature"].Text("the name of a feature"), map["cell"].Text("the name of a column"), map.TryGetValue("scale", out var s) ? s.Number("a number other than 0", x => x != 0) : 1);
    }
}

using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Whom a plan protects, and what stays outside of the promise.</summary>
internal static class ProtectedUnit
{
    /// <summary>The unit of a plan.</summary>
    public static PrivacyUnit Of(AuditPlan plan, ProtectedModel? model, int? influence)
    {
        var privacy = plan.Disclosure.Privacy!;
        var others = Others(plan, model);
        switch (privacy.Unit)
        {
            case PrivacyUnitKind.Row:
                return PrivacyUnit.Row(privacy.Relation);
            case PrivacyUnitKind.Person:
                RequireSubject(plan);
                return PrivacyUnit.Person(privacy.Rows, privacy.Relation);
            case PrivacyUnitKind.Household:
                _ = privacy.Household ?? throw new AuditDataException("plan: disclosure.unit is household, but no column names it. Add disclosure.household: COLUMN, and disclosure.rows: the most rows of one household.");
                return PrivacyUnit.Household(privacy.Rows, 1, privacy.Relation);
            case PrivacyUnitKind.PublicGraphNode:
                return PrivacyUnit.PublicGraphNode(influence ?? throw new AuditDataException("plan: disclosure.unit is public_node, but the plan names no graph. Add the public links under 'links', or choose another unit."));
            case PrivacyUnitKind.Node:
                RequireDecoupled(plan, model, others);
                return PrivacyUnit.Node(privacy.Rows, privacy.Relation);
            default:
                break;
        }

        if (model is not null && others.Count > 0)
        {
            RequireDecoupled(plan, model, others);
            return PrivacyUnit.Node(privacy.Rows, privacy.Relation);
        }

        RequireSubject(plan);
        return PrivacyUnit.Person(privacy.Rows, privacy.Relation);
    }

    /// <summary>What the promise does not cover.</summary>
    public static IReadOnlyList<string> NotCovered(AuditPlan plan, ProtectedModel? model, PrivacyUnit unit)
    {
        var list = new List<string>();
        var others = Others(plan, model);
        if (model is not null)
        {
            list.Add("the model itself: if it was trained on these people, publishing it is not covered; every number here is conditional on it");
        }

        if (unit.Kind is PrivacyUnitKind.Row or PrivacyUnitKind.Person or PrivacyUnitKind.Household)
        {
            list.Add(others.Count > 0
                ? $"what a person's record does to the scores and decisions of others, through {string.Join(", ", others)}"
                : "what a person's record did to the scores and decisions of others, if the score read other people's records");
        }

        if (unit.Kind is PrivacyUnitKind.Node or PrivacyUnitKind.PublicGraphNode && plan.Roles.Outcome is not null)
        {
            list.Add("recorded outcomes, as far as they depend on the records of others");
        }

        if (unit.Kind == PrivacyUnitKind.PublicGraphNode)
        {
            list.Add("the links themselves: the graph counts as public");
        }

        if (plan.Disclosure.ExactElsewhere is { } ground)
        {
            list.Add("exact numbers of the same data, which were written before; stated by the plan: " + ground);
        }

        list.Add("the time that the computation took");
        list.Add("what the auditor sees on the screen and in the data");
        list.Add("what is true of a whole group or neighbourhood, whether or not a person is in the data");
        return list;
    }

    /// <summary>Features and roles through which a score may read other people's records.</summary>
    public static IReadOnlyList<string> Others(AuditPlan plan, ProtectedModel? model)
    {
        var features = (plan.Roles.Features ?? []).Where(f => f.Origin != Origin.Own && (model is null || model.Features.Contains(f.Column))).Select(f => $"'{f.Column}'").ToList();
        if (model is null)
        {
            features.AddRange(plan.Links.Select(l => $"the links '{l.Name}'"));
        }

        return features;
    }

    private static void RequireSubject(AuditPlan plan)
    {
        if (plan.Roles.Subject is null)
        {
            throw new AuditDataException("plan: class protected protects persons, and columns.subject does not say which rows are one person's. Add columns.subject, or write disclosure.unit: row if every row is another person.");
        }
    }

    private static void RequireDecoupled(AuditPlan plan, ProtectedModel? model, IReadOnlyList<string> others)
    {
        if (model is null)
        {
            throw new AuditDataException("plan: disclosure.unit is node, but there is no model: recorded scores and decisions were computed from the true links, and cannot be computed again from released ones. Add the model; or unit: public_node with public links; or unit: person, and the report says that influence on others is not covered.");
        }

        var aggregates = plan.Disclosure.Privacy!.Aggregates;
        foreach (var aggregate in aggregates)
        {
            if (!model.Features.Contains(aggregate.Feature))
            {
                var near = Nearest.Of(aggregate.Feature, model.Features);
                throw new AuditDataException($"plan: disclosure.aggregates: model '{model.Name}' has no feature '{aggregate.Feature}'. {(near is null ? $"Its features are: {string.Join(", ", model.Features.Take(12))}." : $"Did you mean '{near}'?")}");
            }
        }

        var open = others.Where(o => !aggregates.Any(a => $"'{a.Feature}'" == o)).ToList();
        if (open.Count > 0)
        {
            throw new AuditDataException($"plan: {string.Join(", ", open)} read{(open.Count == 1 ? "s" : string.Empty)} other people's records, and no released aggregate stands in for {(open.Count == 1 ? "it" : "them")}. Declare {(open.Count == 1 ? "it" : "each")} under disclosure.aggregates (feature, cell); or audit a model without; or write disclosure.unit: person, and the report says that influence on others is not covered.");
        }

        if (aggregates.Count > 0 && plan.Roles.Outcome is null)
        {
            throw new AuditDataException("plan: disclosure.aggregates count adverse outcomes in public cells, and the plan names no outcome. Add columns.outcome.");
        }
    }
}

using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Worlds;

/// <summary>Ready plans for a person world: the world's own score, and the four models of the demonstration.</summary>
public static class WorldPlans
{
    /// <summary>The approval rate at which scores are compared.</summary>
    public const double ApprovalRate = 0.7;

    /// <summary>The plan that audits a world's score with what its auditor sees: own features, and the others' features that the scenario is about.</summary>
    /// <remarks>Links are named by all parts of their table, so that the plan of any part is the plan of the whole.</remarks>
    /// <param name="spec">The world.</param>
    public static AuditPlan For(WorldSpec spec)
    {
        var scenario = ScenarioCatalogue.Require(spec.Checked().Scenario);
        if (scenario.Kind == WorldKind.Firms)
        {
            return FirmPlans.For(spec, scenario);
        }

        var named = !scenario.Id.StartsWith("six-worlds", StringComparison.Ordinal);
        IEnumerable<string> features = WorldOrigins.Own;
        if (named && scenario.Channels.Any(c => c.Origin == Origin.Area))
        {
            features = features.Concat(WorldOrigins.Area);
        }

        if (named && scenario.Channels.Any(c => c.Name == "neighbours"))
        {
            features = features.Concat(WorldOrigins.Neighbourhood);
        }

        var plan = Plan(spec, features, WorldOrigins.True, new ScoreRole("score", ScoreDirection.HigherIsSafer));
        return Persons.PersonExtension.Of(spec) is { } extension ? Extended(plan, extension) : plan;
    }

    // The added columns are features, but for ids, grades and benefits, which follow from the score.
    private static AuditPlan Extended(AuditPlan plan, Persons.PersonExtension extension)
    {
        var added = extension.Columns.Select(c => c.Name).ToList();
        var features = added.Where(WorldOrigins.Added.ContainsKey).ToList();
        string? link = extension.HasContacts ? Persons.PersonTables.Contacts : extension.HasFamilies ? Persons.PersonTables.Family : null;
        return plan with
        {
            Roles = plan.Roles with
            {
                Features = [.. plan.Roles.Features!, .. features.Select(f => FeatureRole.Of(f, WorldOrigins.Added[f]))],
                Exclude = [.. plan.Roles.Exclude, .. added.Except(features)],
            },
            Links = link is null ? [] : [new LinkPlan(link["links-".Length..], WorldFiles.AllParts(link), "from_id", "to_id", null)],
        };
    }

    /// <summary>The two corners of the demonstration, same people: place carries no risk of its own, and place does (0.6 log-odds per standard deviation).</summary>
    public static IReadOnlyList<WorldSpec> DemoCorners(WorldSpec spec) => [spec with { PlaceRisk = 0 }, spec with { PlaceRisk = 0.6 }];

    /// <summary>The four models of the demonstration, to be trained on defaults and compared at the same approval rate.</summary>
    /// <param name="spec">The world.</param>
    /// <param name="proxiesDeclaredOwn">Whether the plan of "own-proxies" is the naive one that declares the proxies to be the person's own, so that they stay on a move; false: their true origin, area.</param>
    public static IReadOnlyList<DemoPlan> Demo(WorldSpec spec, bool proxiesDeclaredOwn = false)
    {
        spec.Checked();
        var naive = WorldOrigins.True.ToDictionary(p => p.Key, p => WorldOrigins.Proxies.Contains(p.Key) ? Origin.Own : p.Value, StringComparer.Ordinal);
        return
        [
            Demo("own", "own record only", WorldOrigins.Own, WorldOrigins.True),
            Demo("own-area", "own record and area averages", WorldOrigins.Own.Concat(WorldOrigins.Area), WorldOrigins.True),
            Demo("own-neighbours", "own record and neighbours' scores", WorldOrigins.Own.Concat(WorldOrigins.Neighbourhood), WorldOrigins.True),
            Demo("own-proxies", "own record and innocent-looking proxies of place", WorldOrigins.Own.Concat(WorldOrigins.Proxies), proxiesDeclaredOwn ? naive : WorldOrigins.True),
        ];

        DemoPlan Demo(string name, string title, IEnumerable<string> features, IReadOnlyDictionary<string, Origin> origins) =>
            new(name, title, Plan(spec, features, origins, null));
    }

    private static AuditPlan Plan(WorldSpec spec, IEnumerable<string> features, IReadOnlyDictionary<string, Origin> origins, ScoreRole? score)
    {
        string[] used = [.. features];
        string[] others = ["household_id", "sex", .. WorldOrigins.Own.Concat(WorldOrigins.Area).Concat(WorldOrigins.Neighbourhood).Concat(WorldOrigins.Proxies).Except(used)];
        return new AuditPlan
        {
            Data = ".",
            Roles = new Roles
            {
                Row = "subject_id",
                Score = score,
                Decision = DecisionRole.AtApprovalRate(ApprovalRate),
                Outcome = new OutcomeRole("default_24m", "1"),
                Address = new AddressRole("street_id", "house_number"),
                Area = new AreaRole("postcode", 3),
                Protected = [new ProtectedRole("group", "A", ["A", "B"], [])],
                Features = [.. used.Select(f => FeatureRole.Of(f, origins[f], f == "tenure_months" ? OnMove.Reset : null))],
                Exclude = score is null ? [.. others, "score"] : others,
            },
            Seed = spec.Seed,
        };
    }
}

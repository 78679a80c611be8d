using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds.Catalogue;
using ScoringAudit.Worlds.Firms;

namespace ScoringAudit.Worlds;

/// <summary>Ready plans for firm worlds.</summary>
internal static class FirmPlans
{
    /// <summary>Features of the firm's own record.</summary>
    public static IReadOnlyList<string> Own { get; } = ["age_months", "employees", .. FirmRecords.FactorNames, "sector"];

    private static readonly (string Column, Origin Origin)[] Others =
    [
        ("partners_mean_score", Origin.Partner),
        ("worst_partner_score", Origin.Partner),
        ("partners_listed_share", Origin.Partner),
        ("founder_score", Origin.Founder),
        ("founder_rated_d", Origin.Founder),
        ("officer_on_debtor_list", Origin.Officer),
        ("blacklists", Origin.Authority),
        ("irregularity_lists", Origin.Authority),
        ("redlisted", Origin.Authority),
    ];

    /// <summary>The true origin of each feature of a firm world.</summary>
    public static IReadOnlyDictionary<string, Origin> True(WorldSpec spec) => new SortedDictionary<string, Origin>(
        Own.Select(f => (Column: f, Origin: Origin.Own)).Concat(OthersOf(spec)).ToDictionary(p => p.Column, p => p.Origin), StringComparer.Ordinal);

    private static IEnumerable<(string Column, Origin Origin)> OthersOf(WorldSpec spec) =>
        FirmSubjects.HasPrivateArrears(spec) ? Others.Append((FirmSubjects.PrivateArrears, Origin.Officer)) : Others;

    public static AuditPlan For(WorldSpec spec, Scenario scenario)
    {
        // Lists are part of every firm score; the other origins are shown where the scenario is about them.
        var others = OthersOf(spec).ToList();
        var shown = others.Where(o => o.Origin == Origin.Authority || scenario.Channels.Any(c => c.Origin == o.Origin)).ToList();
        var features = Own.Select(f => FeatureRole.Of(f)).Concat(shown.Select(o => FeatureRole.Of(o.Column, o.Origin)));
        var periods = scenario.Dials.Any(d => d.Name == "periods") && spec.Dial("periods") > 0;
        return new AuditPlan
        {
            Data = ".",
            Roles = new Roles
            {
                Row = "subject_id",
                Score = new ScoreRole("score", ScoreDirection.HigherIsSafer),
                Decision = DecisionRole.AtApprovalRate(WorldPlans.ApprovalRate),
                Outcome = new OutcomeRole("violation_24m", "1"),
                Area = new AreaRole("district", 4),
                Protected = [new ProtectedRole("ownership", FirmSubjects.Ownership[0], FirmSubjects.Ownership, [])],
                Features = [.. features],
                Exclude = ["uscc", "partners", "founder_id", "officers", "grade", .. others.Except(shown).Select(o => o.Column)],
            },
            Links = [new LinkPlan("partners", WorldFiles.AllParts(FirmFiles.Partners), "from_id", "to_id", "share")],
            Events = periods ? [new EventPlan(WorldFiles.AllParts(FirmFiles.Events), "subject_id", "quarter", "kind")] : [],
            Seed = spec.Seed,
        };
    }
}

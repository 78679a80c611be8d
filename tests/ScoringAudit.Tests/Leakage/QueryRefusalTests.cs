using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;
using ScoringAudit.Leakage;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

/// <summary>What cannot be measured is refused with its reason, and nothing answers where nothing is read.</summary>
public class QueryRefusalTests
{
    [Fact]
    public void Controls_EveryScenarioWithAllChannelsOff_AnswersToNobodysRecords()
    {
        foreach (var scenario in ScenarioCatalogue.All)
        {
            var world = World.Generate(WorldSpec.Of(scenario.Id).Control() with { Subjects = 400 });
            int[] rows = [.. Enumerable.Range(0, 400)];
            var probe = OwnOnlyProbe.Run(world.Interventions!.Replacing(_ => true)!, rows, rows, [], world.Truth.Scale, 5, Streams.FromSeed(1));
            Assert.True(probe.Violating == 0, scenario.Id);
        }
    }

    [Fact]
    public void Audit_ConstantScore_HasNoRecourseAndNoMediatedGap()
    {
        var evidence = Audit.Run(Rows(400, _ => 500), Plan(), new AuditInputs());
        var auc = evidence.Findings.Single(f => f.Measure == "proxy_auc" && f.Id.EndsWith("metric=score", StringComparison.Ordinal));
        Assert.Equal(0.5, auc.Value!.Value, 0.2); // a constant says nothing of the group; folds have constants of their own
        var part = evidence.Findings.Single(f => f.Measure == "mediated_disparity" && f.Channel == "all");
        Assert.Equal(0, part.Value!.Value, 1e-9);
        Assert.DoesNotContain("share", part.Details!.Keys);
        Assert.Contains("; no share: the gap of 0.0 points is not clearly different from 0", part.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_FewRowsOrOneStreet_RefusesProxies()
    {
        Assert.Equal("8 blocks are fewer than 10: a block would predict itself", Proxy(Audit.Run(Rows(8, i => i), Plan(area: false), new AuditInputs())).Reason);
        Assert.Equal("1 blocks are fewer than 10: a block would predict itself", Proxy(Audit.Run(Rows(400, i => i, _ => "one"), Plan(), new AuditInputs())).Reason);

        static Finding Proxy(AuditEvidence evidence) => evidence.Findings.First(f => f.Measure == "proxy_auc");
    }

    [Fact]
    public void Audit_WorldWithoutCutOff_SkipsRecourseWithTheReason()
    {
        var world = World.Generate(WorldSpec.Of("neighbours-area") with { Subjects = 600 });
        var ready = WorldPlans.For(world.Spec);
        var plan = ready with { Measures = ["leakage"], Roles = ready.Roles with { Decision = null } };
        var evidence = Audit.Run(world.Subjects, plan, new AuditInputs { Interventions = world.Interventions, Access = 'M' });
        Assert.Contains(evidence.Notes, n => n.Text == "Recourse gap: there is no cut-off that says which score is enough. Add columns.decision with a cutoff or an approvalRate.");
        Assert.DoesNotContain(evidence.Findings, f => f.Measure is "recourse_gap" or "captive_share");
    }

    [Fact]
    public void Audit_Strata_AskEveryRegionAndTheThinFiles()
    {
        var world = World.Generate(WorldSpec.Of("thin-file-gate") with { Subjects = 30_000 });
        var evidence = Audit.Run(world.Subjects, WorldPlans.For(world.Spec) with { Measures = ["leakage"] }, new AuditInputs { Interventions = world.Interventions, Access = 'M', Threads = 2 });
        var rows = evidence.Tables.Single(t => t.Name == "own-only-strata").Rows;
        var thin = rows.Single(r => ((string)r[1]!).StartsWith("thin file", StringComparison.Ordinal));
        Assert.True((long)thin[4]! > 50); // 0.3 % of 30,000: 90, all of them asked
        Assert.All(rows.Where(r => r != thin), r => Assert.Equal(0L, r[4]));
        Assert.All(rows, r => Assert.True((long)r[2]! >= 300 || r == thin));
    }

    private static ColumnPortfolio Rows(int n, Func<int, double> score, Func<int, string>? area = null) => ColumnPortfolio.Build("scores.csv")
        .Number("score", [.. Enumerable.Range(0, n).Select(score)])
        .Number("income", [.. Enumerable.Range(0, n).Select(i => (double)(i * 37 % 101))])
        .Number("area_mean", [.. Enumerable.Range(0, n).Select(i => (double)(i / 10 * 17 % 23))])
        .Category("plz", [.. Enumerable.Range(0, n).Select(area ?? (i => "a" + (i / 10)))])
        .Category("group", [.. Enumerable.Range(0, n).Select(i => i * 7919 % 13 < 6 ? "A" : "B")])
        .Build();

    private static AuditPlan Plan(bool area = true) => new()
    {
        Roles = new Roles
        {
            Score = new ScoreRole("score", ScoreDirection.HigherIsSafer),
            Area = area ? new AreaRole("plz", null) : null,
            Protected = [new ProtectedRole("group", "A", ["A", "B"], [])],
            Features = [FeatureRole.Of("income"), FeatureRole.Of("area_mean", Origin.Area)],
        },
        Measures = ["leakage"],
    };
}

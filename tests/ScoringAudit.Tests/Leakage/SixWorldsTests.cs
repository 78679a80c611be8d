using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Leakage;

/// <summary>The six test worlds at n = 20,000: the pattern of facts on what clusters, what own features leave, and what responds.</summary>
public class SixWorldsTests
{
    [Theory]
    [InlineData("a", 0, 0, 1)]
    [InlineData("b", 0, 0, 2)]
    [InlineData("c", 4, 0, 2)]
    [InlineData("d", 0, 4, 2)] // the area's value is exchanged alone: nothing answers
    [InlineData("e", 4, 0, 1)]
    [InlineData("f", 0, 0, 2)]
    public void Audit_World_ReachesTheRightRungs(string letter, int area, int neighbourhood, int scoresOnly)
    {
        var world = World.Generate(WorldSpec.Of("six-worlds-" + letter) with { Subjects = 20_000 });
        var plan = WorldPlans.For(world.Spec) with { Measures = ["leakage"] };
        var m = Audit.Run(world.Subjects, plan, new AuditInputs { Interventions = world.Interventions, Access = 'M', Threads = 2 });
        Assert.Equal((area, neighbourhood), (Step(m, "area").Value, Step(m, "neighbourhood").Value));
        var share = m.Findings.Single(f => f.Id == "leakage/own_only_violation_share");
        if (area + neighbourhood == 0)
        {
            Assert.Equal("none_found", Step(m, "area").Step);
            Assert.Equal("none_found", Step(m, "neighbourhood").Step);
            Assert.Equal(0, share.Value);
            Assert.Equal(1 - Math.Pow(0.05, 1 / 20_000.0), share.Interval!.Limits.High, 1e-9);
            Assert.Equal(Verdict.Met, share.Verdict);
        }
        else
        {
            Assert.Equal(Verdict.NotMet, share.Verdict);
            Assert.InRange(share.Value!.Value, letter == "e" ? 0.002 : 0.9, letter == "e" ? 0.004 : 1);
        }

        var s = Audit.Run(world.Subjects, plan, new AuditInputs { Interventions = world.Interventions, Truth = world.Truth, Access = 'S', Threads = 1 });
        Assert.Equal(scoresOnly, s.Findings.Where(f => f.Measure == "leakage_step").Max(f => f.Value));
        Assert.All(s.Findings.Where(f => f.Measure == "moran_i"), f => Assert.True(f.PValue <= 0.001)); // plain clustering is there in all six
        Assert.DoesNotContain(s.Findings, f => f.Measure is "own_only_violation_share" or "move_effect_place");
    }

    [Theory]
    [InlineData("c", "area")]
    [InlineData("d", "neighbourhood")]
    [InlineData("e", "area")]
    public void Audit_WorldWithAccessG_KnowsTheMechanism(string letter, string channel)
    {
        var world = World.Generate(WorldSpec.Of("six-worlds-" + letter) with { Subjects = 20_000 });
        var plan = WorldPlans.For(world.Spec) with { Measures = ["leakage"] };
        var g = Audit.Run(world.Subjects, plan, new AuditInputs { Interventions = world.Interventions, Truth = world.Truth, Access = 'G' });
        Assert.Equal((5.0, "mechanism_known"), (Step(g, channel).Value, Step(g, channel).Step));
        Assert.Equal((0.0, "none_found"), (Step(g, channel == "area" ? "neighbourhood" : "area").Value, Step(g, channel == "area" ? "neighbourhood" : "area").Step));
    }

    [Fact]
    public void Audit_TenureNotPlace_FindsNoPlaceAndSomeTenure()
    {
        var world = World.Generate(WorldSpec.Of("tenure-not-place") with { Subjects = 20_000 });
        var plan = WorldPlans.For(world.Spec) with { Measures = ["leakage"] };
        var m = Audit.Run(world.Subjects, plan, new AuditInputs { Interventions = world.Interventions, Access = 'M' });
        Assert.Equal(0, m.Findings.Single(f => f.Measure == "move_effect_place").Value);
        Assert.True(m.Findings.Single(f => f.Measure == "move_effect_tenure").Value > 5);
        Assert.All(m.Findings.Where(f => f.Measure == "leakage_step"), f => Assert.Equal(0, f.Value));
    }

    [Fact]
    public void Audit_StrengthZero_FindsNone()
    {
        var world = World.Generate(WorldSpec.Of("neighbours-scores").Control() with { Subjects = 20_000 });
        var m = Audit.Run(world.Subjects, WorldPlans.For(world.Spec) with { Measures = ["leakage"] }, new AuditInputs { Interventions = world.Interventions, Access = 'M' });
        Assert.All(m.Findings.Where(f => f.Measure == "leakage_step"), f => Assert.Equal("none_found", f.Step));
    }

    private static Finding Step(AuditEvidence evidence, string channel) => evidence.Findings.Single(f => f.Measure == "leakage_step" && f.Channel == channel);
}

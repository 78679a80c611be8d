using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
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

    // Facts, section 2b: move test mean, share of moves of more than a point; whether the residual clusters; part of the group gap by regression on area and neighbours.
    [Theory]
    [InlineData("a", 0, 0, false, false)]
    [InlineData("b", 0, 0, true, true)] // the hidden own feature goes with the place: the regression takes it for the place's (published failure)
    [InlineData("c", 22, 0.95, true, true)]
    [InlineData("d", 13, 0.95, true, null)] // the neighbours' scores of the columns are earlier ones: the regression sees some of it
    [InlineData("e", 0.2, 0.003, false, false)]
    [InlineData("f", 0, 0, true, false)]
    public void Audit_World_HasThePatternOfEveryColumn(string letter, double mean, double over1, bool residual, bool? mediated)
    {
        var world = World.Generate(WorldSpec.Of("six-worlds-" + letter) with { Subjects = 20_000 });
        var ready = WorldPlans.For(world.Spec);
        string[] columns = [.. WorldOrigins.Area.Take(1), .. WorldOrigins.Neighbourhood];
        var plan = ready with
        {
            Measures = ["leakage"],
            Roles = ready.Roles with { Features = [.. ready.Roles.Features!, .. columns.Select(c => FeatureRole.Of(c, WorldOrigins.True[c]))], Exclude = [.. ready.Roles.Exclude.Except(columns)] },
        };
        var s = Audit.Run(world.Subjects, plan, new AuditInputs { Access = 'S', Threads = 2 });
        var p = s.Findings.Single(f => f.Measure == "moran_i_residual" && f.Link == "address").PValue!.Value;
        Assert.True(residual ? p < 1e-6 : p > 0.01, $"p {p}");
        var part = s.Findings.Single(f => f.Measure == "mediated_disparity" && f.Channel == "all");
        Assert.True(mediated is null ? part.Value < -1.5 : mediated.Value ? part.Value < -5 : Math.Abs(part.Value!.Value) < 5, $"part {part.Value} of {part.Details!["gap"]}");

        var m = Audit.Run(world.Subjects, plan, new AuditInputs { Interventions = world.Interventions, Access = 'M', Threads = 2 });
        var move = m.Findings.Single(f => f.Measure == "move_effect_place");
        Assert.InRange(move.Value!.Value, 0.5 * mean, 1.5 * mean);

        // What others' records give to each score is known: a move exchanges it with that of somebody far away, so the mean is that of all pairs of distant rows.
        double[] given = [.. world.Truth.Part(Origin.Area).ToArray().Zip(world.Truth.Part(Origin.Neighbourhood).ToArray(), (a, n) => a + n)];
        var pairs = Enumerable.Range(1, 9).SelectMany(k => Enumerable.Range(0, given.Length).Select(i => Math.Abs(given[i] - given[(i + (k * given.Length / 10)) % given.Length]))).Average();
        if (letter != "e")
        {
            Assert.InRange(move.Value!.Value, 0.9 * pairs, 1.1 * pairs); // in e the gate is the mover's own: nobody without a thin file is touched
        }
        Assert.InRange(move.Details!["shareOver1Point"], 0.6 * over1, Math.Min(1, 1.5 * over1));
        Assert.Equal(mean == 0 ? 0 : move.Details["violatingShare"], move.Details["violatingShare"]);
        Assert.True(move.Details["outsideSupportShare"] < 0.2);

        // Asking is not fooled: what the place carries of the gap is 0 in a, b and f, however it looks.
        var asked = m.Findings.Single(f => f.Measure == "mediated_disparity" && f.Channel == "all");
        var truth = world.Truth.Gaps[0];
        Assert.Equal(mean == 0 ? 0 : (truth.ByOrigin[Origin.Area] + truth.ByOrigin[Origin.Neighbourhood]), asked.Value!.Value, mean == 0 ? 1e-9 : 0.8);
        Assert.Equal(truth.Total, asked.Details!["gap"], 1e-6);
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

using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Leakage;

/// <summary>The ladder for channels of firm worlds and of plans with links: right rungs at each access, and what to ask for.</summary>
public class LinkLadderTests
{
    [Theory]
    [InlineData("corporate-partners", "partners", Origin.Partner)]
    [InlineData("worst-partner", "partners", Origin.Partner)]
    [InlineData("founder-to-firm", "founder", Origin.Founder)]
    [InlineData("officers", "officer", Origin.Officer)]
    [InlineData("agency-spread", "authority", Origin.Authority)]
    public void Audit_FirmWorld_ReachesTheRightRungAtEachAccess(string scenario, string channel, Origin origin)
    {
        var world = World.Generate(WorldSpec.Of(scenario) with { Subjects = 3000 });
        Assert.Equal((4.0, "responds_to_intervention"), Rung(Run(world, 'M'), channel));
        var known = Run(world, 'G');
        Assert.Equal((5.0, "mechanism_known"), Rung(known, channel));
        Assert.All(known.Findings.Where(f => f.Measure == "leakage_step" && f.Channel != channel && !(f.Channel == "authority" && scenario == "agency-spread")), f => Assert.Equal("none_found", f.Step));
        var seen = Run(world, 'S');
        Assert.InRange(Rung(seen, channel).Value, 0, 2);
        Assert.Contains(seen.Tables.Single(t => t.Name == "request").Rows, r => (string)r[1]! == channel && (string)r[2]! == "responds_to_intervention" && (long)r[4]! == 2995 && ((string)r[3]!).Contains(origin.ToString().ToLowerInvariant(), StringComparison.Ordinal));
        Assert.All(Run(Control(world), 'M').Findings.Where(f => f.Measure == "leakage_step"), f => Assert.Equal("none_found", f.Step));
    }

    [Fact]
    public void Audit_CorporatePartners_HasTheQueriesInPointsAndPeople()
    {
        var evidence = Run(World.Generate(WorldSpec.Of("corporate-partners") with { Subjects = 3000 }), 'M');
        var swap = evidence.Findings.Single(f => f.Id == "leakage/swap_effect_partner/channel=partners/link=partners");
        Assert.InRange(swap.Value!.Value, 1, 20);
        Assert.InRange(swap.Details!["slopeNotSolvedAgain"], 0.25, 0.6); // level .3, and the lists of partners add to it
        Assert.True(swap.Details["gradePeople"] > 0);
        Assert.True(swap.Interval!.Limits.Low < swap.Value && swap.Value < swap.Interval.Limits.High);
        var random = evidence.Findings.Single(f => f.Id == "leakage/blast_radius/channel=partners/link=partners/stratum=seeds=random");
        var hubs = evidence.Findings.Single(f => f.Id == "leakage/blast_radius/channel=partners/link=partners/stratum=seeds=hubs");
        Assert.True(hubs.Value > random.Value);
        Assert.Null(hubs.Interval); // all hubs are there
        Assert.True(random.Details!["amplification"] > 1);
        var hops = evidence.Tables.Single(t => t.Name == "blast-radius");
        Assert.Equal([1L, 2L], hops.Rows.Where(r => (string)r[2]! == "hubs").Take(2).Select(r => (long)r[3]!));
        Assert.Equal(hubs.Details!["meanChanged"], hops.Rows.Where(r => (string)r[2]! == "hubs").Sum(r => (double)r[4]!), 1e-9);
        var flip = evidence.Findings.Single(f => f.Id == "leakage/neighbour_flip_effect/channel=partners/link=partners");
        Assert.True(flip.Value < 0);
        Assert.Equal(0, flip.Details!["unexposedAnswers"]);
        Assert.Contains(evidence.Findings, f => f.Id == "leakage/recourse_gap");
        Assert.Contains(evidence.Findings, f => f.Id == "leakage/captive_share");
        Assert.Equal(0, evidence.Findings.Single(f => f.Measure == "move_effect_place").Value); // no channel of a firm world reads a place
        Assert.Contains("One partner swapped", evidence.Findings.Single(f => f.Measure == "leakage_step" && f.Channel == "partners").Rungs![3].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_NeighboursScores_FlipsNeighboursOnTheStreet()
    {
        var world = World.Generate(WorldSpec.Of("neighbours-scores") with { Subjects = 4000 });
        var evidence = Run(world, 'M');
        var flip = evidence.Findings.Single(f => f.Measure == "neighbour_flip_effect");
        Assert.Equal("neighbourhood", flip.Channel);
        Assert.Equal(0, flip.Details!["unexposedAnswers"]); // a window wide enough was found
        Assert.InRange(flip.Value!.Value, -1.7, -0.3); // one of about 18 neighbours costs .3·100/18 = 1.7; the window holds others too
        var groups = evidence.Findings.Single(f => f.Measure == "interference_indirect_effect");

        // street's people listed with .3 instead of .1, 100 points each, ρ = .3 solved again: about −100·.2·.3/(1 − .3) = −8.6
        Assert.InRange(groups.Value!.Value, -11, -6);
        Assert.InRange(groups.Details!["direct"], -110, -95);
        var without = Run(World.Generate(WorldSpec.Of("neighbours-scores").Control() with { Subjects = 4000 }), 'M');
        Assert.Equal(0, without.Findings.Single(f => f.Measure == "neighbour_flip_effect").Value);
        Assert.Equal(0, without.Findings.Single(f => f.Measure == "neighbour_flip_effect").Details!["meanSolvedAgain"]);
    }

    [Fact]
    public void Audit_PermutedLinks_AreNotClusteredAndDoNotLift()
    {
        // the links of the file are dealt out anew: what they show is chance, whatever the score reads
        var world = World.Generate(WorldSpec.Of("corporate-partners") with { Subjects = 3000 });
        var random = ScoringAudit.Primitives.Streams.FromSeed(8).Sequence();
        var edges = Links(world);
        var to = edges.To.ToArray();
        random.Shuffle(to.AsSpan());
        var evidence = Audit.Run(world.Subjects, Plan(world), new AuditInputs { LinkEdges = new Dictionary<string, EdgeList> { ["partners"] = EdgeList.Of(3000, edges.From, to, []) }, Access = 'S' });
        Assert.Equal(0, Rung(evidence, "partners").Value);
    }

    [Fact]
    public void Audit_LinkOfAnUnknownKind_AsksForItsOrigin()
    {
        var world = World.Generate(WorldSpec.Of("corporate-partners") with { Subjects = 1500 });
        var edges = new Dictionary<string, EdgeList> { ["ties"] = Links(world) };
        var plan = Plan(world) with { Links = [new LinkPlan("ties", "x.csv", "a", "b", null)] };
        var unknown = Audit.Run(world.Subjects, plan, new AuditInputs { LinkEdges = edges, Interventions = world.Interventions, Access = 'M' });
        Assert.Equal("nothing says whose records 'ties' carries: add origin under links", unknown.Findings.Single(f => f.Measure == "leakage_step" && f.Channel == "ties").Rungs![3].Why);
        var named = Audit.Run(world.Subjects, plan with { Links = [new LinkPlan("ties", "x.csv", "a", "b", null, Origin.Partner)] }, new AuditInputs { LinkEdges = edges, Interventions = world.Interventions, Access = 'M' });
        Assert.Equal(4, Rung(named, "ties").Value);
    }

    private static World Control(World world) => World.Generate(world.Spec.Control());

    private static AuditPlan Plan(World world) => WorldPlans.For(world.Spec) with { Measures = ["leakage"] };

    private static AuditEvidence Run(World world, char access) => Audit.Run(
        world.Subjects,
        Plan(world),
        new AuditInputs
        {
            Interventions = world.Interventions,
            Truth = world.Truth,
            LinkEdges = world.Tables.Any(t => t.Name == "links-partners") ? new Dictionary<string, EdgeList> { ["partners"] = Links(world) } : new Dictionary<string, EdgeList>(),
            Access = access,
            Threads = 2,
        });

    private static EdgeList Links(World world)
    {
        var graph = world.Truth.Links[0].Graph;
        var from = new int[graph.Targets.Length];
        for (var i = 0; i < graph.Nodes; i++)
        {
            Array.Fill(from, i, (int)graph.Offsets[i], (int)(graph.Offsets[i + 1] - graph.Offsets[i]));
        }

        return EdgeList.Of(graph.Nodes, from, graph.Targets, [.. graph.Shares.ToArray().Select(s => (double)s)]);
    }

    private static (double Value, string? Step) Rung(AuditEvidence evidence, string channel) =>
        evidence.Findings.Single(f => f.Measure == "leakage_step" && f.Channel == channel) is { } f ? (f.Value!.Value, f.Step) : default;
}

using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Worlds;

/// <summary>Interventions on worlds, against worlds that are solved again as a whole.</summary>
public class InterventionTests
{
    [Theory]
    [InlineData("corporate-partners")]
    [InlineData("worst-partner")]
    [InlineData("founder-to-firm")]
    [InlineData("officers")]
    [InlineData("agency-spread")]
    [InlineData("exemption-year")]
    [InlineData("neighbours-scores")]
    [InlineData("neighbours-area")]
    [InlineData("social-contacts")]
    [InlineData("voluntary-platform")]
    [InlineData("social-media-trust")]
    public void Links_OfAWorld_HaveItsScores(string scenario)
    {
        var world = Make(scenario);
        var links = Assert.Single(world.Interventions!.Links);
        Assert.Equal(world.Subjects.Rows, links.Graph.Nodes);
        for (var i = 0; i < links.Graph.Nodes; i++)
        {
            Assert.Equal(world.Truth.Score[i], links.Scores[i], scenario == "voluntary-platform" ? 0.02 : 0.011); // the world rounds to hundredths; shares of listed contacts to 1e-4
        }
    }

    [Theory]
    [InlineData("corporate-partners")]
    [InlineData("worst-partner")]
    public void List_OneFirm_IsTheWholeWorldSolvedAgain(string scenario)
    {
        var world = Make(scenario);
        var links = world.Interventions!.Links[0];
        var treated = new bool[links.Graph.Nodes];
        var whole = new double[treated.Length];
        foreach (var firm in new[] { 3, 77, 500, 1400 })
        {
            treated[firm] = true;
            links.Flip(treated, true, whole);
            treated[firm] = false;
            var changes = links.List(firm, true).ToDictionary(c => c.Row);
            for (var i = 0; i < whole.Length; i++)
            {
                Assert.Equal(whole[i], changes.TryGetValue(i, out var change) ? change.After : links.Scores[i], 5e-4);
            }
        }
    }

    [Fact]
    public void Swap_Partner_IsTheWholeWorldSolvedAgain()
    {
        var world = Make("corporate-partners");
        var links = world.Interventions!.Links[0];
        var graph = links.Graph;
        var same = new double[1];
        for (var firm = 0; firm < 1500; firm += 211)
        {
            var at = (int)graph.Offsets[firm];
            var give = graph.Targets[at];
            var take = Enumerable.Range(0, graph.Nodes).First(j => j != firm && links.Likeness[j] == links.Likeness[give] && !graph.Targets[at..(int)graph.Offsets[firm + 1]].Contains(j));
            links.Swap([firm], [give], [take], true, same);
            var other = new LinkedScore("partners", Origin.Partner, With(graph, at, take), new NetworkFeed(0.3, 800, 0, 0, 0, 1000), Fixed(world), Listed(world), 40, 150, []);
            Assert.Equal(other.Scores[firm], same[0], 5e-4);
        }
    }

    [Theory]
    [InlineData("corporate-partners", Origin.Partner, true)]
    [InlineData("corporate-partners", Origin.Founder, false)]
    [InlineData("corporate-partners", Origin.Authority, false)]
    [InlineData("founder-to-firm", Origin.Founder, true)]
    [InlineData("founder-to-firm", Origin.Partner, false)]
    [InlineData("officers", Origin.Officer, true)]
    [InlineData("agency-spread", Origin.Authority, true)]
    [InlineData("neighbours-area", Origin.Area, true)]
    [InlineData("neighbours-area", Origin.Neighbourhood, false)]
    [InlineData("neighbours-scores", Origin.Neighbourhood, true)]
    [InlineData("neighbours-scores", Origin.Area, false)]
    [InlineData("social-contacts", Origin.Contact, true)]
    [InlineData("parent-to-child", Origin.Family, true)]
    [InlineData("household", Origin.Household, true)]
    public void Replacing_AnOrigin_AnswersWhereItsChannelIsOpen(string scenario, Origin origin, bool answers)
    {
        foreach (var strength in new[] { false, true })
        {
            var spec = WorldSpec.Of(scenario) with { Subjects = 1500 };
            var world = World.Generate(strength ? spec : spec.Control());
            int[] rows = [.. Enumerable.Range(0, 1500)], donors = [.. rows.Select(i => (i + 700) % 1500)];
            double[] home = new double[1500], away = new double[1500];
            var others = world.Interventions!.Replacing(o => o == origin)!;
            others.Move(rows, rows, false, home);
            Assert.Equal(world.Truth.Score.ToArray(), home);
            others.Move(rows, donors, false, away);
            Assert.Equal(strength && answers, away.Zip(home, (a, b) => Math.Abs(a - b)).Max() > 1e-6);
        }
    }

    [Fact]
    public void Replacing_Founder_GivesTheNewFirmTheDonorsFounder()
    {
        // s = clip(f(own) + founder(firm, its founder)): exchanging there and back is the firm's own score
        var world = Make("founder-to-firm");
        var score = world.Truth.Score.ToArray();
        var founder = world.Truth.Part(Origin.Founder).ToArray();
        var others = world.Interventions!.Replacing(o => o == Origin.Founder)!;
        int harmed = Array.IndexOf(founder, founder.Min()), free = Array.FindIndex(founder, f => f == 0);
        var two = new double[2];
        others.Move([harmed, free], [free, harmed], false, two);
        Assert.True(two[0] > score[harmed]);
        Assert.True(two[1] < score[free] || score[free] == 0);
    }

    [Fact]
    public void Links_OfAPartOfTheFirms_AreNotOffered()
    {
        var part = World.Generate(WorldSpec.Of("corporate-partners") with { Subjects = 1500 }, new WorldShard(1, 3));
        Assert.Null(part.Interventions);
        Assert.Empty(part.Truth.Links);
    }

    private static World Make(string scenario) => World.Generate(WorldSpec.Of(scenario) with { Subjects = 1500 });

    private static CsrGraph With(CsrGraph graph, int edge, int target)
    {
        var targets = graph.Targets.ToArray();
        targets[edge] = target;
        return new CsrGraph(graph.Offsets.ToArray(), targets, graph.Shares.ToArray());
    }

    // What depends on no partner: in this scenario the own part alone.
    private static double[] Fixed(World world) => world.Truth.Part(Origin.Own).ToArray();

    private static bool[] Listed(World world)
    {
        var column = world.Subjects.Values(world.Subjects.Schema.Require("blacklists", "test")).Integers;
        return [.. column.Take(1500).Select(b => b > 0)];
    }
}

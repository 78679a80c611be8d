using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Leakage;

/// <summary>Swap, listing and flips: worked examples, and worlds whose strength is known.</summary>
public class LinkQueryTests
{
    private static readonly Streams Stream = Streams.FromSeed(11).Derive("leakage");

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void Swap_ScoreThatReadsTheMean_HasTheStrengthAsDirectSlope(double strength)
    {
        var links = Firms(strength, 0);
        var result = SwapTest.Run(links, All(links), null, 3, Stream);
        Assert.Equal(strength, result.DirectSlope, 0.02); // scores at the limits of the scale answer less
        Assert.True(result.Slope >= result.DirectSlope);
        Assert.True(result.Violating > 0.99 * result.Asked);
        for (var k = 0; k < result.Rows.Length; k++)
        {
            Assert.Equal(links.Likeness[result.Partners[k]], links.Likeness[result.Replacements[k]]);
            Assert.NotEqual(links.Scores[result.Partners[k]], links.Scores[result.Replacements[k]]);
            Assert.Contains(result.Partners[k], links.Graph.Targets[(int)links.Graph.Offsets[result.Rows[k]]..(int)links.Graph.Offsets[result.Rows[k] + 1]].ToArray());
        }
    }

    [Fact]
    public void Swap_StrengthZero_ChangesNothingAtAll()
    {
        var links = Firms(0, 0);
        var result = SwapTest.Run(links, All(links), DecisionRule.AtCutoff(links.Scale, 800), 3, Stream);
        Assert.Equal(0, result.Violating);
        Assert.All(result.Effects, e => Assert.Equal(0.0, e));
        Assert.All(result.Crossed, Assert.False);
        Assert.All(result.Regraded, Assert.False);
    }

    [Fact]
    public void Swap_NobodyHasAPartner_IsRefused()
    {
        var links = new LinkedScore("partners", Origin.Partner, CsrGraph.Of(EdgeList.Of(40, [], [], [])), new NetworkFeed(0.3, 0, 0, 0, 0, 100), new double[40], [], 0, 1, []);
        Assert.Equal("no row has a partner that another one of like size and kind and another score could stand in for", SwapTest.Run(links, All(links), null, 3, Stream).Refusal);
    }

    [Fact]
    public void Blast_ChainOfFour_CountsByHopAndAmplifies()
    {
        // 3 reads 2 reads 1 reads 0, level .5: a listing of 100 at 0 moves them by 50, 25, 12.5; directly by 50 alone: 87.5/50 = 1.75
        var links = new LinkedScore("partners", Origin.Partner, Chain(4), new NetworkFeed(0.5, 500, 0, 0, 0, 1000), [500, 500, 500, 500], [], 0, 100, []);
        var blast = BlastRadius.Run(links, [0], DecisionRule.AtCutoff(links.Scale, 480)); // 500 all: 450 and 475 fall below, 487.5 does not
        Assert.Equal([3], blast.Reached);
        Assert.Equal([2], blast.Crossed);
        Assert.Equal([1, 1, 1, 0, 0, 0], blast.ReachedByHop);
        Assert.Equal([1, 1, 0, 0, 0, 0], blast.CrossedByHop);
        Assert.Equal(87.5, blast.Points[0], 1e-3);
        Assert.Equal(1.75, blast.Amplification, 1e-4);
        Assert.Empty(blast.Regraded);
        Assert.Equal([0, 1, 2], BlastRadius.AtHubs(links, 3)); // read by one each, ties by number; nobody reads 3
        Assert.Equal(0, BlastRadius.Run(links, [3], null).Points[0]);
    }

    [Fact]
    public void Blast_FirmWorld_HubsReachFurtherThanRandomOnes()
    {
        var links = Firms(0.3, 40);
        var random = BlastRadius.Run(links, BlastRadius.AtRandom(3000, 50, Stream), null);
        var hubs = BlastRadius.Run(links, BlastRadius.AtHubs(links, 20), null);
        Assert.True(hubs.Regraded.Average() > 5 * random.Regraded.Average());
        Assert.True(random.Amplification > 1.05);
        Assert.Equal(1, BlastRadius.Run(Firms(0, 40), BlastRadius.AtRandom(3000, 50, Stream), null).Amplification); // lists act on those who read, and no further
    }

    [Fact]
    public void Flip_RingOfFourNeighbours_FindsTheReachAndTheEffect()
    {
        // Everybody reads the two on either side; level .4, a listing of 100: one listed neighbour of four costs .4·100/4 = 10. Exposed by k of 4, k at least 1:
        // E = 10·4p/(1 − (1 − p)⁴), p = 1/(2·5) = .1: 4/.3439 = 11.631
        const int n = 1000;
        var links = new LinkedScore("address", Origin.Neighbourhood, CsrGraph.Of(Ring(n, 2)), new NetworkFeed(0.4, 500, 0, 0, 0, 1000), [.. Enumerable.Repeat(500.0, n)], [], 0, 100, []);
        var result = FlipTest.Run(links, [("one", SparseWeights.Of(Ring(n, 1))), ("two", SparseWeights.Of(Ring(n, 2)))], null, 20, 0.95, Stream);
        Assert.Equal(("two", true, 0.0), (result.Mapping, result.Complete, result.UnexposedAnswers));
        Assert.Equal(0.1, result.Probability, 1e-12);
        Assert.True(result.Indirect.Interval!.Value.Contains(-11.631), $"{result.Indirect}");
        Assert.True(result.IndirectHorvitzThompson.Interval!.Value.Contains(-11.631), $"{result.IndirectHorvitzThompson}");
        Assert.Equal(-100, result.Direct.Value.Value, 1e-9); // listed, nobody near listed: exactly 100
        Assert.Equal(0, result.Islands);

        var near = FlipTest.Run(links, [("one", SparseWeights.Of(Ring(n, 1)))], null, 20, 0.95, Stream);
        Assert.False(near.Complete);
        Assert.Equal(near.Indirect.Value.Value, near.IndirectHorvitzThompson.Value.Value, 1.5); // its unexposed lose 2·10p = 3.3 on average: both contrasts take them off
        Assert.InRange(near.UnexposedAnswers, 0.2, 0.5); // 1 − (1 − p)² of the unexposed, p = 1/6: .31
        Assert.True(near.Indirect.Value.Value > result.Indirect.Value.Value * 1.5); // p differs too, but a mapping that is too short loses part of the effect
    }

    [Fact]
    public void Flip_NoNeighboursOrNobodyInAClass_IsRefused()
    {
        var alone = new LinkedScore("address", Origin.Neighbourhood, CsrGraph.Of(EdgeList.Of(50, [], [], [])), new NetworkFeed(0, 0, 0, 0, 0, 1), new double[50], [], 0, 1, []);
        Assert.Equal("nobody has a neighbour in this graph", FlipTest.Run(alone, [("none", SparseWeights.Of(EdgeList.Of(50, [], [], [])))], null, 2, 0.95, Stream).Refusal);

        // Two people: in some assignment nobody is listed next to somebody who is not.
        var pair = new LinkedScore("address", Origin.Neighbourhood, CsrGraph.Of(EdgeList.Of(2, [0, 1], [1, 0], [])), new NetworkFeed(0, 0, 0, 0, 0, 1), new double[2], [], 0, 1, []);
        Assert.Equal("nobody had this exposure", FlipTest.Run(pair, [("pair", SparseWeights.Of(EdgeList.Of(2, [0, 1], [1, 0], [])))], null, 20, 0.95, Stream).Refusal);
    }

    [Fact]
    public void Queries_TwiceAndOnAnyOrderOfRows_GiveTheSameBits()
    {
        var links = Firms(0.3, 40);
        int[] some = [5, 900, 17, 2400], reversed = [2400, 17, 900, 5];
        var a = SwapTest.Run(links, some, null, 3, Stream);
        var b = SwapTest.Run(Firms(0.3, 40), reversed, null, 3, Stream);
        Assert.Equal(a.Rows.Zip(a.Effects).OrderBy(p => p), b.Rows.Zip(b.Effects).OrderBy(p => p));
        var one = BlastRadius.Run(links, [5, 900], null);
        var two = BlastRadius.Run(links, [5, 900], null);
        Assert.Equal(one.Points, two.Points);
    }

    private static int[] All(ILinkInterventions links) => [.. Enumerable.Range(0, links.Graph.Nodes)];

    private static ILinkInterventions Firms(double level, double listed) => World.Generate(
        WorldSpec.Of("corporate-partners").WithStrength("partner-level", level).WithStrength("partner-listed", listed) with { Subjects = 3000 }).Interventions!.Links[0];

    private static CsrGraph Chain(int n) => CsrGraph.Of(EdgeList.Of(n, [.. Enumerable.Range(1, n - 1)], [.. Enumerable.Range(0, n - 1)], []));

    private static EdgeList Ring(int n, int reach)
    {
        var pairs = (from i in Enumerable.Range(0, n) from k in Enumerable.Range(1, reach) select (i, (i + k) % n)).ToList();
        return EdgeList.Of(n, [.. pairs.Select(p => p.i), .. pairs.Select(p => p.Item2)], [.. pairs.Select(p => p.Item2), .. pairs.Select(p => p.i)], []);
    }
}

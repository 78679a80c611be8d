using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Tests.Networks;

namespace ScoringAudit.Tests.Leakage;

public class InterferenceTests
{
    private static readonly SparseWeights Toy = KnownGraphs.Undirected(
        10,
        new[] { (1, 2), (1, 3), (1, 5), (2, 3), (2, 4), (2, 10), (3, 4), (3, 5), (3, 6), (3, 9), (4, 5), (4, 6), (4, 7), (5, 6), (5, 8), (7, 8), (7, 9), (8, 9), (8, 10), (9, 10) }.Select(e => (e.Item1 - 1, e.Item2 - 1)),
        false);

    [Fact]
    public void Classes_ToyOfAronowAndSamii_AreThePublishedOnes()
    {
        var classes = ExposureMapping.Classes([.. Enumerable.Range(1, 10).Select(i => i is 6 or 9)], Toy); // szonszein/interference, toy example
        Assert.Equal([], Of(Exposure.DirectAndIndirect));
        Assert.Equal([6, 9], Of(Exposure.Direct));
        Assert.Equal([3, 4, 5, 7, 8, 10], Of(Exposure.Indirect));
        Assert.Equal([1, 2], Of(Exposure.None));
        Assert.Equal("nobody had this exposure", ExposureMapping.Mean(new double[10], classes, Exposure.DirectAndIndirect, Toy, 0.2).Hajek.Reason);

        IEnumerable<int> Of(Exposure e) => Enumerable.Range(1, 10).Where(i => classes[i - 1] == e);
    }

    [Fact]
    public void HorvitzThompson_OverAllTreatments_IsUnbiased()
    {
        // all 2^10 treatments by their probability: the mean of the estimate is the mean potential outcome, y = i + 10 where indirectly exposed
        double sum = 0;
        for (var mask = 0; mask < 1024; mask++)
        {
            bool[] treated = [.. Enumerable.Range(0, 10).Select(i => ((mask >> i) & 1) == 1)];
            var chance = treated.Aggregate(1.0, (p, t) => p * (t ? 0.3 : 0.7));
            var classes = ExposureMapping.Classes(treated, Toy);
            double[] y = [.. Enumerable.Range(0, 10).Select(i => classes[i] == Exposure.Indirect ? i + 10.0 : -5.0)];
            sum += chance * ExposureMapping.Mean(y, classes, Exposure.Indirect, Toy, 0.3).HorvitzThompson.Or(0);
        }

        Assert.Equal(14.5, sum, 1e-9);
    }

    [Fact]
    public void Rank_OfKnownGraphs_IsThatOfBramoulle()
    {
        Assert.Equal(2, PeerIdentification.Rank(Groups([4, 4, 4, 4, 4])));
        Assert.Equal(3, PeerIdentification.Rank(Groups([3, 5])));
        Assert.Equal(3, PeerIdentification.Rank(KnownGraphs.Undirected(8, Enumerable.Range(0, 8).Select(i => (i, (i + 1) % 8)), true)));
    }

    [Fact]
    public void PeerEffect_OfAKnownNetwork_CoversTheTruthAndRefusesEqualGroups()
    {
        // 100 streets of 30; y solves y = .4 Wy + 3x + noise
        int[] street = [.. Enumerable.Range(0, 3000).Select(i => i / 30)];
        var random = Streams.FromSeed(8).Sequence();
        double[] x = [.. Enumerable.Range(0, 3000).Select(_ => random.NextUniform() - 0.5)];
        double[] e = [.. Enumerable.Range(0, 3000).Select(_ => random.NextUniform() - 0.5)];
        var graph = new WindowGraph(street, [], 2);
        var result = PeerEffect.Run(Solve(graph), [x], graph, street, 0.95);
        Assert.True(result.Interval!.Value.Contains(0.4), $"{result}");
        Assert.InRange(result.Rho.Value, 0.25, 0.55);
        Assert.True(result.FirstStageF > PeerEffect.LeastF);

        var groups = new BlockGraph(street);
        Assert.Equal("the features of neighbours' neighbours add nothing to those of neighbours, so peer effects are not identified (complete groups of one size)", PeerEffect.Run(Solve(groups), [x], groups, street, 0.95).Rho.Reason);
        Assert.Equal("1 clusters are fewer than 30", PeerEffect.Run(Solve(graph), [x], graph, new int[3000], 0.95).Rho.Reason);

        double[] Solve(IWeights w)
        {
            double[] y = new double[3000], lag = new double[3000];
            for (var step = 0; step < 60; step++)
            {
                w.Lag(y, lag);
                for (var i = 0; i < y.Length; i++)
                {
                    y[i] = (0.4 * lag[i]) + (3 * x[i]) + e[i];
                }
            }

            return y;
        }
    }

    private static SparseWeights Groups(int[] sizes)
    {
        int[] block = [.. sizes.SelectMany((size, g) => Enumerable.Repeat(g, size))];
        return KnownGraphs.Undirected(block.Length, from i in Enumerable.Range(0, block.Length) from j in Enumerable.Range(0, i) where block[i] == block[j] select (j, i), true);
    }
}

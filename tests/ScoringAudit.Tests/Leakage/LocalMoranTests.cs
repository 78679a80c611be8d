using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Tests.Networks;

namespace ScoringAudit.Tests.Leakage;

public class LocalMoranTests
{
    [Fact]
    public void Permuted_SmallGraph_IsTheShareOfAllNeighbourhoods()
    {
        // node 0 reads 1 and 2; of the other nine values all 36 pairs are equally likely: p is the share of pairs whose sum is at least that of values 1 and 2
        double[] y = [9, 8, 6, 1, 7, 2, 5, 3, 4, 0];
        var graph = KnownGraphs.Directed(10, [(0, 1, 1), (0, 2, 1), (3, 0, 1), (3, 5, 1)], true);
        var pairs = (from a in Enumerable.Range(1, 9) from b in Enumerable.Range(1, 9) where a < b select y[a] + y[b]).ToList();
        var high = pairs.Count(s => s >= 14) / 36.0; // z_0 > 0: large sums
        var result = LocalMoran.Permuted(y, graph, Streams.FromSeed(3));
        Assert.Equal(high, result.PValue[0], 0.003); // 99,999 draws, about 20,000 less that hold node 0: standard error below .001
        var others = (from a in Enumerable.Range(0, 10) from b in Enumerable.Range(0, 10) where a < b && a != 3 && b != 3 select y[a] + y[b]).ToList();
        Assert.Equal(others.Count(s => s <= 11) / 36.0, result.PValue[3], 0.006);
        Assert.Equal(1, result.PValue[9]); // an island
        Assert.Equal(LocalMoran.Run(y, graph).I, result.I);
    }

    [Fact]
    public void Permuted_UnequalWeights_DrawsForEachNode()
    {
        double[] y = [9, 8, 6, 1, 7, 2, 5, 3, 4, 0];
        var graph = KnownGraphs.Directed(10, [(0, 1, 3), (0, 2, 1), (3, 0, 1), (3, 5, 2)], false);
        var orders = (from a in Enumerable.Range(1, 9) from b in Enumerable.Range(1, 9) where a != b select (3 * y[a]) + y[b]).ToList();
        Assert.Equal(orders.Count(s => s >= 30) / 72.0, LocalMoran.Permuted(y, graph, Streams.FromSeed(3)).PValue[0], 0.05); // stops at 20 more extreme: standard error p/√20
    }

    [Fact]
    public void Permuted_NoClustering_DiscoversNothing()
    {
        var street = Enumerable.Range(0, 4000).Select(i => i / 40).ToArray();
        var graph = new WindowGraph(street, [], 4).Stored();
        var worlds = Enumerable.Range(0, 40).Count(seed =>
        {
            var random = Streams.FromSeed((ulong)seed).Sequence();
            double[] y = [.. Enumerable.Range(0, 4000).Select(_ => random.NextUniform() is var u ? u * u * u : 0)]; // skewed: normal tails would be wrong
            return LocalMoran.Permuted(y, graph, Streams.FromSeed(1)).Discoveries(0.05) > 0;
        });
        Assert.InRange(worlds, 0, 7); // false discoveries in at most 5 % of worlds: 2 of 40 expected, more than 7 has probability .002
    }

    [Fact]
    public void Permuted_APatch_IsFoundAnd99DrawsCouldNot()
    {
        var graph = new WindowGraph([.. Enumerable.Range(0, 4000).Select(i => i / 40)], [], 4).Stored();
        var random = Streams.FromSeed(2).Sequence();
        double[] y = [.. Enumerable.Range(0, 4000).Select(i => random.NextUniform() + (i < 40 ? 1.0 : 0))];
        var result = LocalMoran.Permuted(y, graph, Streams.FromSeed(1));
        Assert.InRange(Enumerable.Range(0, 40).Count(i => result.QValue[i] <= 0.05), 30, 40);
        Assert.InRange(Enumerable.Range(44, 3900).Count(i => result.QValue[i] <= 0.05), 0, 8);
        Assert.Equal(0, LocalMoran.Permuted(y, graph, Streams.FromSeed(1), 99).Discoveries(0.05)); // p is at least .01, and 40 of 4,000 need .0005
    }

    [Fact]
    public void Stored_OfAWindow_IsTheSameGraph()
    {
        var window = new WindowGraph([0, 1, 0, 0, 1, 2], [3, 1, 1, 2, 2, 1], 1);
        var stored = window.Stored();
        Assert.Equal((window.Pairs, window.Islands, window.Sums), (stored.Pairs, stored.Islands, stored.Sums));
        double[] a = new double[6], b = new double[6], y = [30, 100, 10, 20, 200, 7];
        window.Lag(y, a);
        stored.Lag(y, b);
        Assert.Equal(a, b);
    }
}

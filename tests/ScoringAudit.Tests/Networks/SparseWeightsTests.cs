using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Networks;

public class SparseWeightsTests
{
    // 0 → 1 (3), 0 → 2 (1), 1 → 0 (2), 3 alone
    private static readonly (int, int, double)[] Edges = [(0, 1, 3), (0, 2, 1), (1, 0, 2)];

    [Fact]
    public void Of_WeightedDirected_KeepsOrStandardisesWeights()
    {
        var given = KnownGraphs.Directed(4, Edges, false);
        var shares = KnownGraphs.Directed(4, Edges, true);
        Assert.Equal(2, given.Islands); // 2 reads nobody, 3 is alone
        Assert.Equal(3, given.Weight(0, 1));
        Assert.Equal(0.75, shares.Weight(0, 1));
        Assert.Equal(1, shares.Weight(1, 0));
        Assert.Equal(0, given.Weight(2, 0));
        var lag = new double[4];
        given.Lag([10, 20, 40, 80], lag);
        Assert.Equal([100, 20, 0, 0], lag); // 3·20 + 40; 2·10
        given.TransposedLag([10, 20, 40, 80], lag);
        Assert.Equal([40, 30, 10, 0], lag); // 2·20; 3·10; 10
    }

    [Fact]
    public void Sums_AsymmetricWeights_AreTheHandResult()
    {
        // S0 = 6; S1 = ½ Σ over ordered pairs: (3+2)² twice, 1² twice → 26; S2 = (4+2)² + (2+3)² + (0+1)² = 62
        var sums = KnownGraphs.Directed(4, Edges, false).Sums;
        Assert.Equal(new WeightSums(6, 26, 62), sums);
    }

    [Fact]
    public void Of_Undirected_TakesTheLargerWeightBothWays()
    {
        var graph = SparseWeights.Of(EdgeList.Of(3, [0, 1, 1], [1, 0, 2], [3, 2, 5]), false, true);
        Assert.Equal(3, graph.Weight(1, 0));
        Assert.Equal(5, graph.Weight(2, 1));
        Assert.Equal(4, graph.Pairs);
    }

    [Fact]
    public void Sums_OfImplicitGraphs_EqualThoseOfTheSameStoredGraph()
    {
        int[] street = [0, 0, 0, 0, 0, 1, 2, 2, 2, 0];
        var window = new WindowGraph(street, [], 2);
        var block = new BlockGraph(street);
        Same(window, Stored(street, (i, j) => Math.Abs(Rank(street, i) - Rank(street, j)) <= 2));
        Same(block, Stored(street, (_, _) => true));
    }

    [Fact]
    public void CrossProducts8_OfEveryGraph_IsTheCrossProductOfTheLag()
    {
        // streets in order, so lanes in the order of houses are those of nodes
        int[] street = [.. Enumerable.Range(0, 101).Select(i => i / 7)];
        IWeights[] graphs = [new WindowGraph(street, [], 3), new BlockGraph(street), KnownGraphs.Directed(101, [.. Enumerable.Range(0, 100).Select(i => (i, (i * 37) % 101, 1.0 + (i % 3)))], true)];
        var lanes = new float[808];
        var values = new double[8][];
        for (var v = 0; v < 8; v++)
        {
            values[v] = [.. Enumerable.Range(0, 101).Select(i => (double)(((i * (v + 3)) % 17) - 8))];
            for (var i = 0; i < 101; i++)
            {
                lanes[(8 * i) + v] = (float)values[v][i];
            }
        }

        foreach (var graph in graphs)
        {
            var sums = new double[8];
            graph.CrossProducts8(lanes, sums);
            for (var v = 0; v < 8; v++)
            {
                var lag = new double[101];
                graph.Lag(values[v], lag);
                Assert.Equal(values[v].Zip(lag, (a, b) => a * b).Sum(), sums[v], 1e-3);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void CrossProducts8_OfStreetsOfEveryLength_IsTheCrossProductOfTheLag(int reach)
    {
        // streets of 1 to 30 houses and one of 700: shorter than a window, just as long, and longer than one run of the inner loop
        int[] street = [.. Enumerable.Range(1, 31).SelectMany(s => Enumerable.Repeat(s, s == 31 ? 700 : s))];
        var graph = new WindowGraph(street, [], reach);
        double[] y = [.. Enumerable.Range(0, street.Length).Select(i => (double)((i * 7 % 17) - 8))], lag = new double[street.Length];
        var lanes = new float[8 * street.Length];
        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i] = (float)(y[i / 8] * (1 + (i % 8)));
        }

        var sums = new double[8];
        graph.CrossProducts8(lanes, sums);
        graph.Lag(y, lag);
        var expected = y.Zip(lag, (a, b) => a * b).Sum();
        for (var v = 0; v < 8; v++)
        {
            Assert.Equal(expected * (1 + v) * (1 + v), sums[v], 1e-4 * (1 + Math.Abs(sums[v])));
        }
    }

    private static int Rank(int[] street, int i) => Enumerable.Range(0, i).Count(j => street[j] == street[i]);

    private static SparseWeights Stored(int[] street, Func<int, int, bool> near)
    {
        var pairs = from i in Enumerable.Range(0, street.Length) from j in Enumerable.Range(0, street.Length) where i != j && street[i] == street[j] && near(i, j) select (i, j, 1.0);
        return KnownGraphs.Directed(street.Length, [.. pairs], true);
    }

    private static void Same(IWeights implicitly, SparseWeights stored)
    {
        Assert.Equal(stored.Sums.S0, implicitly.Sums.S0, 12);
        Assert.Equal(stored.Sums.S1, implicitly.Sums.S1, 12);
        Assert.Equal(stored.Sums.S2, implicitly.Sums.S2, 12);
        Assert.Equal(stored.Islands, implicitly.Islands);
        Assert.Equal(stored.Pairs, implicitly.Pairs);
        double[] values = [.. Enumerable.Range(0, stored.Nodes).Select(i => (double)(i * i))];
        double[] a = new double[values.Length], b = new double[values.Length];
        stored.TransposedLag(values, a);
        implicitly.TransposedLag(values, b);
        Assert.Equal(a, b.Select(x => Math.Round(x, 9)), (x, y) => Math.Abs(x - y) < 1e-8);
    }
}

using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

public class MoranTestTests
{
    [Fact]
    public void Run_PathOfFour_IsTheHandResult()
    {
        // one street, reach 1, values 1 2 3 4, z = −1.5 −.5 .5 1.5, z'z = 5
        // lags: −.5, −.5, .5, .5; z'Wz = .75 + .25 + .25 + .75 = 2; n/S0 = 1; I = 2/5
        var graph = new WindowGraph([0, 0, 0, 0], [1, 2, 3, 4], 1);
        var result = MoranTest.Run([1, 2, 3, 4], graph, 99, Streams.FromSeed(1));
        Assert.Equal(0.4, result.I.Value, 12);
        Assert.Equal(6, result.Pairs);
        Assert.Equal(-1.0 / 3, result.Expected, 12);
    }

    [Fact]
    public void Run_BlocksOfEqualValues_IsOneAndSignificant()
    {
        int[] block = [.. Enumerable.Range(0, 60).Select(i => i / 6)];
        double[] values = [.. block.Select(b => (double)(b * b))];
        var result = MoranTest.Run(values, new BlockGraph(block), 199, Streams.FromSeed(1));
        Assert.Equal(1, result.I.Value, 12);
        Assert.Equal(1 / 200.0, result.PValue, 12); // (1 + 0) / (1 + 199), never 0
    }

    [Fact]
    public void Run_Constant_IsUndefined() =>
        Assert.Equal("the score is constant", MoranTest.Run([5, 5, 5, 5], new BlockGraph([0, 0, 1, 1]), 99, Streams.FromSeed(1)).I.Reason);

    [Fact]
    public void Run_NoNeighbours_IsUndefined() =>
        Assert.Equal("nobody has a neighbour in this graph", MoranTest.Run([1, 2, 3], new BlockGraph([0, 1, 2]), 99, Streams.FromSeed(1)).I.Reason);

    [Fact]
    public void BlockGraph_Lag_LeavesTheNodeOut()
    {
        // with the node in, a block of one would correlate a score with itself
        var graph = new BlockGraph([0, 0, 0, 1]);
        var lag = new double[4];
        graph.Lag([1, 2, 6, 9], lag);
        Assert.Equal([4, 3.5, 1.5, 0], lag);
        Assert.Equal(1, graph.Islands);
    }

    [Fact]
    public void WindowGraph_AnyOrderOfRows_HasTheSameNeighbours()
    {
        var graph = new WindowGraph([0, 1, 0, 0, 1], [3, 1, 1, 2, 2], 1);
        var lag = new double[5];
        graph.Lag([30, 100, 10, 20, 200], lag);
        Assert.Equal([20, 200, 20, 20, 100], lag); // street 0 in order 10, 20, 30
    }

    [Fact]
    public void Components_OfThreePieces_AreNumberedByTheirFirstNode() =>
        Assert.Equal([0, 1, 0, 2, 1, 0], Components.Of(6, [0, 1, 5], [2, 4, 2]));
}

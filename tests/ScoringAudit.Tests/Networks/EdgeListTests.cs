using ScoringAudit.Networks;

namespace ScoringAudit.Tests.Networks;

public sealed class EdgeListTests
{
    [Fact]
    public void Of_WeightedEdges_AreSortedMergedAndCounted()
    {
        var edges = EdgeList.Of(4, [2, 0, 1, 2, 0], [1, 3, 1, 1, 2], [0.5, 1, 9, 0.25, 2], 7);

        // 1 → 1 is a loop; 2 → 1 stands there twice and weighs 0.5 + 0.25.
        Assert.Equal([0, 0, 2], edges.From);
        Assert.Equal([2, 3, 1], edges.To);
        Assert.Equal([2, 1, 0.75], edges.Weight);
        Assert.Equal((4, 3, 7L, 1L, 1L), (edges.Nodes, edges.Count, edges.Unknown, edges.SelfLoops, edges.Duplicates));
    }

    [Fact]
    public void Of_UnweightedEdges_WeighOneEach()
    {
        var edges = EdgeList.Of(3, [0, 0, 0], [1, 1, 2], []);

        Assert.Equal([1, 1], edges.Weight);
        Assert.Equal(1, edges.Duplicates);
    }

    [Fact]
    public void Of_AnotherOrderOfRows_IsTheSame()
    {
        var a = EdgeList.Of(3, [0, 2, 1], [1, 0, 2], [1, 2, 4]);
        var b = EdgeList.Of(3, [1, 0, 2], [2, 1, 0], [4, 1, 2]);

        Assert.Equal(a.From, b.From);
        Assert.Equal(a.To, b.To);
        Assert.Equal(a.Weight, b.Weight);
    }
}

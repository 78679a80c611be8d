using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Networks;

/// <summary>Following a change gives what solving the whole network again gives.</summary>
public class ScoreCascadeTests
{
    private const double Least = 1e-6;
    private static readonly NetworkFeed Mean = new(0.4, 600, 0, 0, 0, 1000);

    [Fact]
    public void Follow_LineOfThree_MovesEachByTheLevelOfTheLast()
    {
        // 2 reads 1 reads 0, level .4: −100 at 0 gives −40 at 1 and −16 at 2; nobody reads 2
        var graph = Graph(3, [(1, 0, 1), (2, 1, 1)]);
        double[] fixedPart = [500, 500, 500], solved = new double[3];
        ScoreFixpoint.Solve(graph, fixedPart, Mean, 1e-9, solved); // 500; 500 + .4·(500 − 600) = 460; 500 + .4·(460 − 600) = 444
        Assert.Equal([500, 460, 444], solved, (a, b) => Math.Abs(a - b) < 1e-9);
        var cascade = new ScoreCascade(graph, Mean, fixedPart, solved, Least);
        cascade.Shift(0, -100);
        cascade.Follow();
        Assert.Equal([400, 420, 428], Enumerable.Range(0, 3).Select(cascade.Score), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(cascade.Hop));
        cascade.Undo();
        Assert.Equal(solved, Enumerable.Range(0, 3).Select(cascade.Score));
        Assert.Equal(-1, cascade.Hop(0));
        cascade.Shift(0, -100);
        cascade.Follow(1); // one link only
        Assert.Equal([400, 420, 444], Enumerable.Range(0, 3).Select(cascade.Score), (a, b) => Math.Abs(a - b) < 1e-5);
        cascade.Undo();
        cascade.Swap(2, 1, 0);
        cascade.Follow(); // 500 + .4·(500 − 600) = 460
        Assert.Equal(460, cascade.Score(2), 1e-5);
    }

    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(0, 0.5)]
    [InlineData(0.3, 0.4)]
    [InlineData(0.9, 0)]
    public void Follow_ShiftsAndSwaps_AreTheFullSolution(double level, double worst)
    {
        const int n = 400;
        var feed = new NetworkFeed(level, 600, worst, 700, 0, 1000);
        var random = Streams.FromSeed(5).Sequence();
        var edges = new List<(int From, int To, double Weight)>();
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < 4; k++)
            {
                edges.Add((i, (i + 1 + random.NextBelow(n - 1)) % n, 1 + random.NextBelow(3)));
            }
        }

        edges = [.. edges.DistinctBy(e => (e.From, e.To))];
        double[] fixedPart = [.. Enumerable.Range(0, n).Select(_ => 300 + (800 * random.NextUniform()))]; // some at the limits
        var graph = Graph(n, edges);
        var solved = new double[n];
        ScoreFixpoint.Solve(graph, fixedPart, feed, 1e-10, solved);
        var cascade = new ScoreCascade(graph, feed, fixedPart, solved, Least);
        for (var trial = 0; trial < 20; trial++)
        {
            var node = random.NextBelow(n);
            var row = edges.Where(e => e.From == node).ToList();
            var give = row[random.NextBelow(row.Count)];
            int take;
            do
            {
                take = random.NextBelow(n);
            }
            while (take == node || row.Any(e => e.To == take));
            var other = random.NextBelow(n);
            cascade.Swap(node, give.To, take);
            cascade.Shift(node, 15);
            cascade.Shift(other, -120);
            cascade.Follow();
            var changed = (double[])fixedPart.Clone();
            changed[node] += 15;
            changed[other] -= 120;
            var expected = new double[n];
            ScoreFixpoint.Solve(Graph(n, edges.Select(e => e == give ? (node, take, give.Weight) : e)), changed, feed, 1e-10, expected);
            for (var i = 0; i < n; i++)
            {
                Assert.Equal(expected[i], cascade.Score(i), cascade.ErrorBound + 1e-3 * 1e-3 + 2e-5 * Math.Abs(level)); // shares are single precision, summed in another order
            }

            cascade.Undo();
            Assert.Equal(solved, Enumerable.Range(0, n).Select(cascade.Score)); // exactly
        }
    }

    [Fact]
    public void Swap_WhatCannotBe_IsRefused()
    {
        var graph = Graph(4, [(0, 1, 1), (0, 2, 1)]);
        double[] zero = new double[4], solved = new double[4];
        ScoreFixpoint.Solve(graph, zero, Mean, 1e-9, solved);
        var cascade = new ScoreCascade(graph, Mean, zero, solved, Least);
        Assert.StartsWith("Node 0 cannot read 1 in the place of 3.", Assert.Throws<ArgumentException>(() => cascade.Swap(0, 3, 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Node 0 cannot read 2 in the place of 1.", Assert.Throws<ArgumentException>(() => cascade.Swap(0, 1, 2)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Node 0 cannot read 0 in the place of 1.", Assert.Throws<ArgumentException>(() => cascade.Swap(0, 1, 0)).Message, StringComparison.Ordinal);
    }

    private static CsrGraph Graph(int nodes, IEnumerable<(int From, int To, double Weight)> edges)
    {
        var list = edges.ToList();
        return CsrGraph.Of(EdgeList.Of(nodes, [.. list.Select(e => e.From)], [.. list.Select(e => e.To)], [.. list.Select(e => e.Weight)]));
    }
}

using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Networks;

public class ScoreFixpointTests
{
    private static CsrGraph Ring(int n) => CsrGraph.Of(EdgeList.Of(n, [.. Enumerable.Range(0, n)], [.. Enumerable.Range(1, n).Select(i => i % n)], []));

    [Fact]
    public void Solve_RingWithOneBadNode_IsTheGeometricSeries()
    {
        // s_i = b_i + 0.5·s_{i+1} around a ring of 40, b = 0 but b_0 = −64: s_0 = −64/(1 − 0.5^40), s_{39} = 0.5·s_0, s_{38} = 0.25·s_0 ...
        var fixedPart = new double[40];
        fixedPart[0] = -64;
        var scores = new double[40];
        var result = ScoreFixpoint.Solve(Ring(40), fixedPart, new NetworkFeed(0.5, 0, 0, 0, -1000, 1000), 1e-12, scores);
        Assert.Equal(0.5, result.Contraction);
        Assert.InRange(result.ErrorBound, 0, 1e-12);
        for (var k = 0; k < 40; k++)
        {
            Assert.Equal(-64 / (1 - Math.Pow(0.5, 40)) * Math.Pow(0.5, (40 - k) % 40), scores[k], 1e-11);
        }
    }

    [Fact]
    public void Solve_RandomGraph_ErrorBoundHoldsAgainstADenseSolution()
    {
        const int n = 60;
        var stream = Streams.FromSeed(5).Derive("fixpoint-test");
        var from = new int[4 * n];
        var to = new int[4 * n];
        for (var e = 0; e < from.Length; e++)
        {
            (from[e], to[e]) = (e / 4, (int)(stream.Uniform((ulong)e, 0) * n));
        }

        var graph = CsrGraph.Of(EdgeList.Of(n, from, to, []));
        var fixedPart = Enumerable.Range(0, n).Select(i => 500 + (200 * stream.Uniform((ulong)i, 7))).ToArray();
        var dense = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(n);
        for (var i = 0; i < n; i++)
        {
            for (var e = (int)graph.Offsets[i]; e < (int)graph.Offsets[i + 1]; e++)
            {
                dense[i, graph.Targets[e]] -= 0.8 * graph.Shares[e];
            }
        }

        var right = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense([.. fixedPart.Select((f, i) => f - (graph.Offsets[i] == graph.Offsets[i + 1] ? 0 : 0.8 * 600))]);
        var exact = dense.Solve(right);
        foreach (var tolerance in new[] { 10, 0.1, 1e-6 })
        {
            var scores = new double[n];
            var result = ScoreFixpoint.Solve(graph, fixedPart, new NetworkFeed(0.8, 600, 0, 0, -1e9, 1e9), tolerance, scores);
            Assert.True(result.ErrorBound <= tolerance);
            Assert.True(scores.Select((s, i) => Math.Abs(s - exact[i])).Max() <= result.ErrorBound + 1e-9);
        }
    }

    [Fact]
    public void Solve_WorstPartner_TakesTheWorstOnly()
    {
        // Node 0 reads 1 (score 500) and 2 (score 300): 0.5·(700 − 300) = 200 points.
        var graph = CsrGraph.Of(EdgeList.Of(3, [0, 0], [1, 2], []));
        var scores = new double[3];
        ScoreFixpoint.Solve(graph, [800, 500, 300], new NetworkFeed(0, 0, 0.5, 700, 0, 1000), 1e-9, scores);
        Assert.Equal([600, 500, 300], scores);
        Assert.Equal(-200, ScoreFixpoint.FeedOf(graph, new NetworkFeed(0, 0, 0.5, 700, 0, 1000), 0, scores));
    }

    [Theory]
    [InlineData(1.25, 0, "fixpoint: scores feed scores with a contraction factor of 1.25 (mean of partners 1.25, worst partner 0); below 1 they converge. Multiply the strengths by less than 0.8; the largest strength of the mean is below 1.")]
    [InlineData(0, 2, "fixpoint: scores feed scores with a contraction factor of 2 (mean of partners 0, worst partner 2); below 1 they converge. Multiply the strengths by less than 0.5; the largest strength of the worst partner is below 1.")]
    [InlineData(0.6, 0.6, "fixpoint: scores feed scores with a contraction factor of 1.2 (mean of partners 0.6, worst partner 0.6); below 1 they converge. Multiply the strengths by less than 0.8333.")]
    public void Solve_NoContraction_IsRefusedWithTheLargestStrength(double level, double worst, string message) =>
        Assert.Equal(message, Assert.Throws<AuditDataException>(() =>
            ScoreFixpoint.Solve(Ring(5), new double[5], new NetworkFeed(level, 0, worst, 0, 0, 1), 1e-9, new double[5])).Message);

    [Fact]
    public void ListFixpoint_TwoFirmsThatHoldEachOther_LeastAndGreatestDiffer()
    {
        // Two firms, each the other's only partner, score 620, penalty 40, cut 600: alone neither is listed; if one is, the other has 580.
        var graph = Ring(2);
        var both = ListFixpoint.Solve(graph, [false, false], [620, 620], 40, 600);
        Assert.Equal([false, false], both.Least);
        Assert.Equal([true, true], both.Greatest);
        Assert.Equal(2, both.Undecided);
        var one = ListFixpoint.Solve(graph, [true, false], [620, 620], 40, 600);
        Assert.Equal([true, true], one.Least);
        Assert.Equal(0, one.Undecided);
        var none = ListFixpoint.Solve(graph, [false, false], [641, 620], 40, 600);
        Assert.Equal([false, false], none.Greatest);
    }

    [Fact]
    public void CsrGraph_Lag_IsTheWeightedMeanAndIslandsAreZero()
    {
        var graph = CsrGraph.Of(EdgeList.Of(3, [0, 0, 1], [1, 2, 2], [1, 3, 5]));
        var lag = new double[3];
        graph.Lag([100, 8, 4], lag);
        Assert.Equal([5, 4, 0], lag);
        Assert.Equal(1, graph.Islands);
        Assert.Equal([0, 0, 1, 3], graph.Reversed().Offsets.ToArray());
        Assert.Equal([0, 0, 1], graph.Reversed().Targets.ToArray());
        Assert.Throws<ArgumentException>(() => new CsrGraph([0, 1], [0], [0.5f]));
    }

    // What the solver reads without looking is looked at here.
    [Fact]
    public void CsrGraph_LinksOutsideTheNodes_AreRefused()
    {
        Says("Node 1 reads node 2, expected 0 to 1.", () => new CsrGraph([0, 1, 2], [1, 2], [1, 1]));
        Says("Node 0 reads node -1, expected 0 to 1.", () => new CsrGraph([0, 1, 2], [-1, 0], [1, 1]));
        Says("The links of node 0 end at 3, expected 0 to 2.", () => new CsrGraph([0, 3, 2], [1, 0], [1, 1]));
        Says("The links of node 1 end at 1, expected 2 to 2.", () => new CsrGraph([0, 2, 1, 2], [1, 2], [0.5f, 0.5f]));
        Says("3 fixed parts and 2 scores for 2 nodes; there must be one of each for each node.", () => ScoreFixpoint.Solve(Ring(2), new double[3], new NetworkFeed(0.5, 0, 0, 0, 0, 1), 1, new double[2]));

        static void Says(string message, Func<object> action) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    // Sweeps by the definition, in the order of nodes: the same numbers to the last bit, with and without links far apart, long rows and islands.
    [Fact]
    public void Solve_AnyGraph_IsTheDefinitionBitForBit()
    {
        const int n = 700;
        var stream = Streams.FromSeed(11).Derive("fixpoint-bits");
        var edges = Enumerable.Range(0, n).Where(i => i % 9 != 0).SelectMany(i => Enumerable.Range(0, i == 5 ? 400 : 1 + (i % 12)).Select(k => (From: i, To: (int)(stream.Uniform((ulong)i, (uint)k) * n), Weight: 1.0 + (k % 3)))).ToArray();
        var graph = CsrGraph.Of(EdgeList.Of(n, [.. edges.Select(e => e.From)], [.. edges.Select(e => e.To)], [.. edges.Select(e => e.Weight)]));
        var fixedPart = Enumerable.Range(0, n).Select(i => 500 + (400 * stream.Uniform((ulong)i, 9999))).ToArray();
        foreach (var (level, worst) in new[] { (0.7, 0.0), (0.4, 0.3), (0.0, 0.8) })
        {
            var feed = new NetworkFeed(level, 600, worst, 650, 100, 900);
            var scores = new double[n];
            var result = ScoreFixpoint.Solve(graph, fixedPart, feed, 1e-9, scores);
            var expected = Enumerable.Range(0, n).Select(i => Math.Clamp(fixedPart[i] + (level * (Mean(fixedPart) - 600) / (1 - level)), 100, 900)).ToArray();
            for (var sweep = 0; sweep < result.Steps; sweep++)
            {
                for (var i = 0; i < n; i++)
                {
                    expected[i] = Math.Clamp(fixedPart[i] + ScoreFixpoint.FeedOf(graph, feed, i, expected), 100, 900);
                }
            }

            Assert.Equal(expected, scores);
        }

        static double Mean(double[] values)
        {
            var mean = 0.0;
            foreach (var v in values)
            {
                mean += v / values.Length;
            }

            return mean;
        }
    }
}

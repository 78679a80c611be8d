using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

/// <summary>The claims of docs/PRIVACY.md on nodes with private edges, tried on all graphs of up to five nodes.</summary>
public class DecoupledRouteTests
{
    private static readonly PrivacyUnit Node = PrivacyUnit.Node(1, NeighbourRelation.AddRemove);

    // Decision of a person: the own record is good, and the aggregate of the stratum is not bad.
    private static int Decide(int bit, int bad, int good) => bit == 1 && bad <= good ? 1 : 0;

    private static int[] Strata(int kind, int n) => [.. Enumerable.Range(0, n).Select(i => kind == 0 ? 0 : i % 2)];

    /// <summary>(stratum × record) counts of the persons present.</summary>
    private static long[] Aggregates(int bits, int present, int[] strata)
    {
        var counts = new long[4];
        for (var i = 0; i < strata.Length; i++)
        {
            if ((present >> i & 1) == 1)
            {
                counts[(2 * strata[i]) + (bits >> i & 1)]++;
            }
        }

        return counts;
    }

    private static long[] Histogram(int n, int present, Func<int, int> decision)
    {
        var counts = new long[2];
        for (var i = 0; i < n; i++)
        {
            if ((present >> i & 1) == 1)
            {
                counts[decision(i)]++;
            }
        }

        return counts;
    }

    private static (long L1, long L2) Change(long[] a, long[] b) => (a.Zip(b, (x, y) => Math.Abs(x - y)).Sum(), a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    [Fact]
    public void DecoupledRoute_AllGraphsUpToFiveNodes_OneNodeMovesEachReleaseByOne()
    {
        var sensitivity = Node.OfTable();
        long naive = 0, checks = 0;
        for (var n = 1; n <= 5; n++)
        {
            var pairs = (from i in Enumerable.Range(0, n) from j in Enumerable.Range(i + 1, n - i - 1) select (i, j)).ToArray();
            for (var graph = 0; graph < 1 << pairs.Length; graph++)
            {
                var neighbours = new int[n];
                for (var e = 0; e < pairs.Length; e++)
                {
                    if ((graph >> e & 1) == 1)
                    {
                        neighbours[pairs[e].i] |= 1 << pairs[e].j;
                        neighbours[pairs[e].j] |= 1 << pairs[e].i;
                    }
                }

                for (var bits = 0; bits < 1 << n; bits++)
                {
                    var all = (1 << n) - 1;
                    for (var v = 0; v < n; v++)
                    {
                        var without = all & ~(1 << v);

                        // What a score that reads neighbours' records along edges would do: nothing is bad among the neighbours present.
                        int Along(int i, int present) => (bits >> i & 1) == 1 && (neighbours[i] & present & ~bits) == 0 ? 1 : 0;
                        naive = Math.Max(naive, Change(Histogram(n, all, i => Along(i, all)), Histogram(n, without, i => Along(i, without))).L2);
                        if (graph != 0 && graph != (1 << pairs.Length) - 1)
                        {
                            continue;
                        }

                        // The decoupled route reads no edge, so its two graphs stand for all.
                        for (var kind = 0; kind < 2; kind++)
                        {
                            var strata = Strata(kind, n);
                            var first = Change(Aggregates(bits, all, strata), Aggregates(bits, without, strata));
                            Assert.True(first.L1 <= sensitivity.L1 && first.L2 <= sensitivity.SquaredL2);
                            for (var bad = 0; bad <= n; bad++)
                            {
                                for (var good = 0; good <= n; good++)
                                {
                                    var (b, g) = (bad, good);
                                    var second = Change(Histogram(n, all, i => Decide(bits >> i & 1, b, g)), Histogram(n, without, i => Decide(bits >> i & 1, b, g)));
                                    Assert.True(second.L1 <= sensitivity.L1 && second.L2 <= sensitivity.SquaredL2);
                                    checks++;
                                }
                            }
                        }
                    }
                }
            }
        }

        Assert.True(checks > 20_000);

        // Four neighbours of a bad hub flip at once: (B + 1)² + B² is not exceeded with B = 4, and a row's promise would be broken 16 times and more.
        Assert.InRange(naive, 16, (5 * 5) + (4 * 4));
    }

    [Fact]
    public void AggregatesWithoutNoise_AllGraphs_MoveManyScores()
    {
        // Negative control: were the aggregates used exactly, one person could flip all others of the stratum.
        long worst = 0;
        for (var bits = 0; bits < 32; bits++)
        {
            for (var v = 0; v < 5; v++)
            {
                long[] Scores(int present)
                {
                    var a = Aggregates(bits, present, Strata(0, 5));
                    return Histogram(5, present, i => Decide(bits >> i & 1, (int)a[0], (int)a[1]));
                }

                worst = Math.Max(worst, Change(Scores(31), Scores(31 & ~(1 << v))).L2);
            }
        }

        Assert.True(worst > (long)Node.OfTable().SquaredL2);
    }

    [Fact]
    public void TwoReleases_ExactJointLoss_IsTheSumOfTheSpends()
    {
        // One stratum, v has a bad record. Over every pair of noisy aggregates the second table's shift is the cell in which v then stands;
        // the joint Rényi divergence is summed over all outputs of the first release.
        var rho = new Rational(1, 8);
        var law = HistogramMechanism.Law(Node, rho);
        foreach (var order in new[] { 1.5, 2, 4 })
        {
            double sum = 0;
            for (long bad = -45; bad <= 45; bad++)
            {
                for (long good = -45; good <= 45; good++)
                {
                    // With v: (3, 2); without: (2, 2).
                    double p = law.Pmf(bad - 3) * law.Pmf(good - 2), q = law.Pmf(bad - 2) * law.Pmf(good - 2);
                    var stands = Decide(1, (int)bad, (int)good);
                    var second = PrivacyLoss.Of(law, stands == 1 ? [0, 1] : [1, 0]).Renyi(order);
                    sum += p <= 0 || q <= 0 ? 0 : Math.Exp((order * Math.Log(p)) + ((1 - order) * Math.Log(q)) + ((order - 1) * second));
                }
            }

            Assert.Equal(2 * rho.ToDouble() * order, Math.Log(sum) / (order - 1), 1e-4);
        }
    }
}

using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Statistics;

public class ClusterRobustTests
{
    [Fact]
    public void Mean_ThreeClusters_MatchesTheJackknifeByHand()
    {
        // Sums 2, 4, 12 over counts 2, 2, 2: mean 3. Leaving one out: 16/4 = 4, 14/4 = 3.5, 6/4 = 1.5.
        // Variance 2/3 × (1 + 0.25 + 2.25) = 7/3; t with 2 df at 95 % = 4.302652729749.
        var result = ClusterRobust.Mean([2, 2, 2], [2, 4, 12], 0.95);
        Assert.Equal(3, result.Value.Value, 1e-14);
        Assert.Equal(Math.Sqrt(7.0 / 3), result.StandardError!.Value, 1e-12);
        Assert.Equal(3 + (4.302652729749 * Math.Sqrt(7.0 / 3)), result.Interval!.Value.High, 1e-9);
        Assert.Equal(("cluster_jackknife_mean_t", 3L, 2.0), (result.Method, result.Clusters!.Value, Math.Round(result.DegreesOfFreedom!.Value, 12)));
    }

    [Fact]
    public void Ratio_FortyStreets_MatchesTheLinearisedVarianceByHand()
    {
        // 40 streets of 10 + 10: group successes 4 and 6 in turn, reference always 8 and 8 but 7 and 9 in turn.
        // p1 = .5, p0 = .8; u = ±(1/.5)(1/400) ∓ … the same street has −1 in both: u = −2/400 + 1.25/400 = −.75/400, 40 of them:
        // V = 40/39 × 40 × (.75/400)² = 40/39 × 1.40625e-4; t with 39 df.
        var (n1, x1, n0, x0) = Alternating();
        var result = ClusterRobust.Ratio(n1, x1, n0, x0, 0.95);
        var se = Math.Sqrt(40.0 / 39 * 1.40625e-4);
        Assert.Equal("cluster_log_ratio_t", result.Method);
        Assert.Equal(se, result.StandardError!.Value, 1e-14);
        Assert.Equal(39, result.DegreesOfFreedom!.Value, 1e-9);
        Assert.Equal(0.625 * Math.Exp(-2.022690920037 * se), result.Interval!.Value.Low, 1e-9);

        // Independent rows: (1 − .5)/(.5 × 400) + (1 − .8)/(.8 × 400) = .003125.
        Assert.Equal(se * se / 0.003125, result.DesignEffect!.Value, 1e-12);

        // Difference: u = (−1 + 1)/400 = 0 in every street, so nothing varies: the interval is the point.
        Assert.Equal(0, ClusterRobust.Difference(n1, x1, n0, x0, 0.95).Interval!.Value.Width, 1e-12);
    }

    [Fact]
    public void SingleRowClusters_AreCloseToIndependentRows()
    {
        var (n1, x1, n0, x0) = Rows(370, 1000, 600, 1200);
        Rate a = new(370, 1000), b = new(600, 1200);
        Near(Mover.Ratio(a, b, 0.95), ClusterRobust.Ratio(n1, x1, n0, x0, 0.95), 0.01);
        Near(Mover.Difference(a, b, 0.95), ClusterRobust.Difference(n1, x1, n0, x0, 0.95), 0.01);
        var rate = ClusterRobust.Rate(n1, x1, 0.95);
        var independent = BinomialInterval.MidP(370, 1000, 0.95);
        Assert.Equal(independent.Low, rate.Interval!.Value.Low, 1e-4);
        Assert.Equal(independent.High, rate.Interval.Value.High, 1e-4);
        Assert.Equal(1, rate.DesignEffect!.Value, 0.002);
    }

    [Theory]
    [InlineData(0, 30, 10, 40)]
    [InlineData(30, 30, 10, 40)]
    [InlineData(5, 30, 0, 40)]
    [InlineData(5, 30, 40, 40)]
    [InlineData(0, 30, 0, 40)]
    public void SingleRowClusters_DegenerateCounts_FallBackToMover(int x, int n, int y, int m)
    {
        var (n1, x1, n0, x0) = Rows(x, n, y, m);
        var ratio = ClusterRobust.Ratio(n1, x1, n0, x0, 0.95);
        Assert.Equal("mover_cluster_midp", ratio.Method);
        Near(Mover.Ratio(new Rate(x, n), new Rate(y, m), 0.95), ratio, 0.05);
        var difference = ClusterRobust.Difference(n1, x1, n0, x0, 0.95);
        Assert.Equal("mover_cluster_midp", difference.Method);
        Assert.True(difference.Interval!.Value.Width > 0);
    }

    [Fact]
    public void Rate_FiveStreets_MatchesKornAndGraubardByHand()
    {
        // 3, 5, 4, 6, 7 of 10 each: p = .5, Σu² = (4 + 0 + 1 + 1 + 4)/2500 = .004, V = 5/4 × .004 = .005, n* = .25/.005 = 50;
        // t with 49 df 2.009575237, with 4 df 2.776445105: effective 50 × (.7237943)² = 26.19391.
        var rate = ClusterRobust.Rate([10, 10, 10, 10, 10], [3, 5, 4, 6, 7], 0.95);
        var effective = 50 * Math.Pow(2.009575237 / 2.776445105, 2);
        var expected = BinomialInterval.MidP(effective / 2, effective, 0.95);
        Assert.Equal(expected.Low, rate.Interval!.Value.Low, 1e-8);
        Assert.Equal(expected.High, rate.Interval.Value.High, 1e-8);
        Assert.Equal((0.5, "cluster_korn_graubard_midp"), (rate.Value.Value, rate.Method));
        Assert.Equal(Math.Sqrt(0.005), rate.StandardError!.Value, 1e-14);
        Assert.Equal(1, rate.DesignEffect!.Value, 1e-12);
    }

    [Fact]
    public void ThinCounts_AreNotLinearisedWhereThatUndercovers()
    {
        // 4 refusals among 100: few failures, so neither form is linearised.
        var (n1, x1, n0, x0) = Rows(96, 100, 60, 100);
        Assert.Equal("mover_cluster_midp", ClusterRobust.Ratio(n1, x1, n0, x0, 0.95).Method);
        Assert.Equal("mover_cluster_midp", ClusterRobust.Difference(n1, x1, n0, x0, 0.95).Method);

        // 4 approvals among 100: the log ratio copes, the difference does not.
        (n1, x1, n0, x0) = Rows(4, 100, 60, 100);
        Assert.Equal("cluster_log_ratio_t", ClusterRobust.Ratio(n1, x1, n0, x0, 0.95).Method);
        Assert.Equal("mover_cluster_midp", ClusterRobust.Difference(n1, x1, n0, x0, 0.95).Method);
    }

    [Fact]
    public void ThinCountsThatMoveTogether_NarrowTheMoverInterval()
    {
        // Both groups lose one in the same 8 of 40 streets: the rates are perfectly correlated and their ratio hardly varies.
        double[] n = [.. Enumerable.Repeat(10.0, 40)], x = [.. Enumerable.Range(0, 40).Select(g => g % 5 == 0 ? 9.0 : 10)];
        var together = ClusterRobust.Ratio(n, x, n, x, 0.95);
        var limits = ClusterRobust.Rate(n, x, 0.95).Interval!.Value;
        var apart = Mover.Ratio(0.98, limits, 0.98, limits);
        Assert.Equal("mover_cluster_midp", together.Method);
        Assert.True(together.Interval!.Value.Width < 0.5 * apart.Width);
    }

    [Fact]
    public void GroupInOneStreet_CountsAsOneObservation()
    {
        // 50 refusals, all in one street, tell of one street: ½ (1 − p)^1 = .025 gives an upper limit of .95.
        var rate = ClusterRobust.Rate([50, 0, 0], [0, 0, 0], 0.95);
        Assert.Equal(0.95, rate.Interval!.Value.High, 1e-12);
        Assert.Equal(1, rate.Clusters);
        Assert.Null(rate.StandardError);
    }

    [Fact]
    public void CopiesOfRowsInTheSameCluster_DoNotNarrowAnyInterval()
    {
        for (var world = 0; world < 30; world++)
        {
            var (n1, x1, n0, x0) = Clustered(40, (ulong)world, 0.4, 0.5, 1);
            double[] Double(double[] values) => [.. values.Select(v => 2 * v)];
            AtLeast(ClusterRobust.Ratio(n1, x1, n0, x0, 0.95), ClusterRobust.Ratio(Double(n1), Double(x1), Double(n0), Double(x0), 0.95));
            AtLeast(ClusterRobust.Difference(n1, x1, n0, x0, 0.95), ClusterRobust.Difference(Double(n1), Double(x1), Double(n0), Double(x0), 0.95));
            AtLeast(ClusterRobust.Rate(n1, x1, 0.95), ClusterRobust.Rate(Double(n1), Double(x1), 0.95));
            AtLeast(ClusterRobust.Mean(n1, x1, 0.95), ClusterRobust.Mean(Double(n1), Double(x1), 0.95));
        }

        static void AtLeast(IntervalEstimate once, IntervalEstimate twice) =>
            Assert.True(twice.Interval!.Value.Width >= once.Interval!.Value.Width * (1 - 1e-9), $"{once.Method}: {once.Interval} {twice.Interval}");
    }

    [Fact]
    public void SwappedGroups_InvertTheRatioAndItsInterval()
    {
        foreach (var rate in new[] { 0.02, 0.4 })
        {
            for (var world = 0; world < 20; world++)
            {
                var (n1, x1, n0, x0) = Clustered(60, (ulong)world, rate, rate, 0.5);
                var forward = ClusterRobust.Ratio(n1, x1, n0, x0, 0.95).Interval!.Value;
                var back = ClusterRobust.Ratio(n0, x0, n1, x1, 0.95).Interval!.Value;
                Assert.Equal(forward.Low, 1 / back.High, 1e-9);
                Assert.Equal(Math.Min(forward.High, 1e9), Math.Min(1 / back.Low, 1e9), 1e-6);
            }
        }
    }

    [Fact]
    public void OrderOfClustersAndEmptyClusters_ChangeNothing()
    {
        var (n1, x1, n0, x0) = Clustered(50, 3, 0.4, 0.5, 0.5);
        double[] Turned(double[] values) => [0, .. values.Reverse(), 0];
        var straight = ClusterRobust.Ratio(n1, x1, n0, x0, 0.95);
        var turned = ClusterRobust.Ratio(Turned(n1), Turned(x1), Turned(n0), Turned(x0), 0.95);
        Assert.Equal(straight.Interval!.Value.Low, turned.Interval!.Value.Low, 1e-12);
        Assert.Equal(straight.Clusters, turned.Clusters);
        Assert.Equal(straight.DegreesOfFreedom!.Value, turned.DegreesOfFreedom!.Value, 1e-9);
    }

    [Fact]
    public void HigherLevel_IsWider()
    {
        var (n1, x1, n0, x0) = Clustered(50, 4, 0.03, 0.5, 0.5);
        double low = double.PositiveInfinity, high = 0;
        foreach (var level in new[] { 0.01, 0.5, 0.9, 0.95, 0.999 })
        {
            var interval = ClusterRobust.Ratio(n1, x1, n0, x0, level).Interval!.Value;
            Assert.True(interval.Low <= low && interval.High >= high);
            (low, high) = (interval.Low, interval.High);
        }
    }

    [Fact]
    public void ConcentratedGroup_HasFewerDegreesOfFreedomThanStreets()
    {
        // 40 people of the group in each of 5 streets, one in each of 95: (295)²/(5 × 1600 + 95) = 10.75 effective streets.
        var n1 = Enumerable.Range(0, 100).Select(g => g < 5 ? 40.0 : 1).ToArray();
        var x1 = n1.Select((n, g) => g < 5 ? 12.0 + g : g % 2).ToArray();
        var n0 = Enumerable.Repeat(20.0, 100).ToArray();
        var x0 = n0.Select((_, g) => 8.0 + (g % 5)).ToArray();
        var result = ClusterRobust.Ratio(n1, x1, n0, x0, 0.95);
        Assert.Equal("cluster_jackknife_log_ratio_t", result.Method);
        Assert.InRange(result.DegreesOfFreedom!.Value, 9.7, 15);
        Assert.Equal(100, result.Clusters);
    }

    [Fact]
    public void TwoWayMean_NestedWays_IsTheCoarserOne()
    {
        // Second way nested in the first: the intersection is the second way, so V = V1 + V2 − V2.
        double[] n1 = [4, 6, 5, 5], s1 = [3, 5, 1, 6], n2 = [2, 2, 3, 3, 2, 3, 1, 4], s2 = [1, 2, 2, 3, 0, 1, 2, 4];
        var twoWay = ClusterRobust.TwoWayMean(new(n1, s1), new(n2, s2), new(n2, s2), 0.95);
        var mean = 15.0 / 20;
        var scatter = n1.Zip(s1, (n, s) => Math.Pow((s - (mean * n)) / 20, 2)).Sum();
        Assert.Equal(Math.Sqrt(scatter * 4 / 3), twoWay.StandardError!.Value, 1e-12);
        Assert.Equal("two_way_cluster_mean_t", twoWay.Method);
        Assert.Throws<ArgumentException>(() => ClusterRobust.TwoWayMean(new([1], [1]), new([2], [1]), new([1], [1]), 0.95));
    }

    [Fact]
    public void WithoutRowsOrWithBadSums_SaysWhy()
    {
        Assert.Equal("the group has no rows", ClusterRobust.Ratio([0, 0], [0, 0], [1, 2], [1, 1], 0.95).Value.Reason);
        Assert.Equal("there are no rows", ClusterRobust.Mean([], [], 0.95).Value.Reason);
        Assert.Null(ClusterRobust.Mean([3], [1], 0.95).Interval);
        Assert.Throws<ArgumentException>(() => ClusterRobust.Rate([2, 2], [1, 3], 0.95));
        Assert.Throws<ArgumentException>(() => ClusterRobust.Rate([2, 2], [1], 0.95));
        Assert.Throws<ArgumentException>(() => ClusterRobust.Mean([2, 2], [1, double.NaN], 0.95));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.8)]
    public void Ratio_PeopleClusteredInStreets_CoversWhereIndependentRowsDoNot(double air)
    {
        // 400 worlds of 100 streets of 20. If coverage is 95 %, the number covered is Binomial(400, .95): mean 380, SD 4.36;
        // below 362 lies with probability 1e-4. Independent rows with a design effect near 3 cover about 75 %: 300, SD 8.7; above 340 with less than 1e-5.
        int robust = 0, rows = 0;
        for (var world = 0; world < 400; world++)
        {
            var (n1, x1, n0, x0) = Clustered(100, (ulong)world + 1000, air * 0.5, 0.5, 1);
            robust += ClusterRobust.Ratio(n1, x1, n0, x0, 0.95).Interval!.Value.Contains(air) ? 1 : 0;
            rows += Mover.Ratio(new Rate((long)x1.Sum(), (long)n1.Sum()), new Rate((long)x0.Sum(), (long)n0.Sum()), 0.95).Interval!.Value.Contains(air) ? 1 : 0;
        }

        Assert.InRange(robust, 362, 395);
        Assert.InRange(rows, 200, 340);
    }

    private static void Near(IntervalEstimate expected, IntervalEstimate actual, double tolerance)
    {
        Assert.Equal(expected.Value.IsDefined, actual.Value.IsDefined);
        Assert.Equal(expected.Interval!.Value.Low, actual.Interval!.Value.Low, tolerance);
        Assert.Equal(Math.Min(expected.Interval.Value.High, 1e9), Math.Min(actual.Interval.Value.High, 1e9), tolerance * Math.Max(1, Math.Min(expected.Interval.Value.High, 1e9)));
    }

    private static (double[] N1, double[] X1, double[] N0, double[] X0) Alternating()
    {
        var g = Enumerable.Range(0, 40).ToArray();
        return (
            [.. g.Select(_ => 10.0)],
            [.. g.Select(i => i % 2 == 0 ? 4.0 : 6)],
            [.. g.Select(_ => 10.0)],
            [.. g.Select(i => i % 2 == 0 ? 7.0 : 9)]);
    }

    private static (double[] N1, double[] X1, double[] N0, double[] X0) Rows(int x, int n, int y, int m)
    {
        var i = Enumerable.Range(0, n + m).ToArray();
        return (
            [.. i.Select(r => r < n ? 1.0 : 0)],
            [.. i.Select(r => r < x ? 1.0 : 0)],
            [.. i.Select(r => r < n ? 0.0 : 1)],
            [.. i.Select(r => r >= n && r < n + y ? 1.0 : 0)]);
    }

    /// <summary>Streets of 20 that are mostly of one group; in half of them the rate is up and in half down by up to half of min(p, 1 − p).</summary>
    private static (double[] N1, double[] X1, double[] N0, double[] X0) Clustered(int streets, ulong seed, double p1, double p0, double pull)
    {
        double[] n1 = new double[streets], x1 = new double[streets], n0 = new double[streets], x0 = new double[streets];
        var stream = Streams.FromSeed(seed).Derive("clustered");
        for (var g = 0; g < streets; g++)
        {
            var random = stream.Sequence((ulong)g);
            var share = random.NextUniform() < 0.4 ? 0.9 : 0.05;
            var shift = pull * (random.NextUniform() - 0.5) * 1.4;
            for (var i = 0; i < 20; i++)
            {
                var inGroup = random.NextUniform() < share;
                var p = inGroup ? p1 : p0;
                var yes = random.NextUniform() < p + (shift * Math.Min(p, 1 - p)) ? 1 : 0;
                (inGroup ? n1 : n0)[g]++;
                (inGroup ? x1 : x0)[g] += yes;
            }
        }

        return (n1, x1, n0, x0);
    }
}

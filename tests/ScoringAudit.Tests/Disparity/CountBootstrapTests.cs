using ScoringAudit.Disparity;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

public class CountBootstrapTests
{
    private static readonly Grouping Race = new("race", ["B", "W"], "W", [0], [2]);
    private static readonly Streams Stream = Streams.FromSeed(9).Derive("bootstrap");

    [Fact]
    public void Replicates_OfARate_HaveItsStandardError()
    {
        // 141/340: se = √(p(1 − p)/340) = .0267; 2,000 replicates give their sd to ± 3.2 % (2 se)
        var tally = RateMetricsTests.Decisions((141, 340), (1854, 3623));
        var draws = CountBootstrap.Replicates(tally, Stream, 2_000, [RateMetrics.SelectionRate]).Select(r => r[0]).ToArray();
        var mean = draws.Average();
        var sd = Math.Sqrt(draws.Sum(d => (d - mean) * (d - mean)) / (draws.Length - 1));
        Assert.Equal(141 / 340.0, mean, 0.003);
        Assert.InRange(sd / Math.Sqrt(141 / 340.0 * (199 / 340.0) / 340), 0.94, 1.06);
    }

    [Fact]
    public void Of_TheCallersMetric_GivesGroupDifferenceAndRatio()
    {
        var mine = CompositeMetric.Custom("mine", c => Estimate.Of(c.FalseNegative.Weight / (c.TruePositive.Weight + 1)));
        var tally = ConfusionData.Of(
            [.. Enumerable.Range(0, 400).Select(i => i % 5 < 3 ? 1 : 0)], [.. Enumerable.Range(0, 400).Select(i => i % 3 == 0 ? 0 : 1)], [.. Enumerable.Range(0, 400).Select(i => i / 200)], 2);
        var results = CountBootstrap.Of(tally, Race, mine, 0.95, Stream, 500);
        Assert.Equal(["mine", "mine", "mine_difference", "mine_ratio"], results.Select(r => r.Measure));
        Assert.All(results, r => Assert.True(r.Estimate.Interval!.Value.Contains(r.Estimate.Value.Value), r.Measure));
        Assert.Equal(results[0].Estimate.Value.Value - results[1].Estimate.Value.Value, results[2].Estimate.Value.Value, 12);
        // the same stream gives the same bits
        Assert.Equal(results.Select(r => r.Estimate), CountBootstrap.Of(tally, Race, mine, 0.95, Stream, 500).Select(r => r.Estimate));
    }

    [Fact]
    public void Of_ACellBelowTen_GivesNoInterval()
    {
        var tally = ConfusionData.Of([1, 1, 0, 0, 1, 0], [1, 0, 1, 0, 1, 1], [0, 0, 0, 0, 1, 1], 2);
        var results = CountBootstrap.Of(tally, Race, CompositeMetrics.BalancedAccuracy, 0.95, Stream, 100);
        Assert.All(results, r => Assert.Null(r.Estimate.Interval));
        Assert.Equal(0.5, results[0].Estimate.Value.Value);
    }

    [Fact]
    public void Replicates_OfClusteredRows_SpreadByCluster()
    {
        // 40 clusters of 10 equal rows: the rate's sd is that of 40 observations, not of 400
        var tally = ConfusionData.Of(
            [.. Enumerable.Repeat(1, 400)], [.. Enumerable.Range(0, 400).Select(i => i / 10 % 2)], new int[400], 1, null, [.. Enumerable.Range(0, 400).Select(i => i / 10)]);
        var draws = CountBootstrap.Replicates(tally, Stream, 1_000, [RateMetrics.SelectionRate]).Select(r => r[0]).ToArray();
        var mean = draws.Average();
        Assert.InRange(Math.Sqrt(draws.Sum(d => (d - mean) * (d - mean)) / draws.Length), 0.9 * Math.Sqrt(0.25 / 40), 1.1 * Math.Sqrt(0.25 / 40));
    }

    [Fact]
    public void Replicates_OfWeightedRows_HaveKishsStandardError()
    {
        // weights 1 and 3 by turns: effective size 800² / 2000 = 320 of 400
        var n = 400;
        var tally = ConfusionData.Of(
            [.. Enumerable.Repeat(1, n)], [.. Enumerable.Range(0, n).Select(i => i % 4 < 2 ? 1 : 0)], new int[n], 1, [.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? 1.0 : 3.0)]);
        var draws = CountBootstrap.Replicates(tally, Stream, 2_000, [RateMetrics.SelectionRate]).Select(r => r[0]).ToArray();
        var mean = draws.Average();
        Assert.Equal(0.5, mean, 0.005);
        Assert.InRange(Math.Sqrt(draws.Sum(d => (d - mean) * (d - mean)) / draws.Length), 0.94 * Math.Sqrt(0.25 / 320), 1.06 * Math.Sqrt(0.25 / 320));
    }
}

using ScoringAudit.Disparity;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Disparity;

public class EqualizedOddsTests
{
    private static readonly Grouping Race = new("race", ["B", "W"], "W", [0], [2]);

    [Fact]
    public void Of_TwoGroups_TakesTheWorseOfTwoSignedDifferences()
    {
        // B: TPR 60/100 = .6, FPR 10/50 = .2; W: TPR 160/200 = .8, FPR 30/100 = .3; ΔTPR −.2, ΔFPR −.1
        var tally = Tally((60, 40, 10, 40), (160, 40, 30, 70));
        var results = EqualizedOdds.Of(tally, Race, 0.95).ToDictionary(r => r.Measure);
        Assert.Equal(0.2, results[EqualizedOdds.Worst].Estimate.Value.Value, 12);
        Assert.Equal(0.15, results[EqualizedOdds.Mean].Estimate.Value.Value, 12);
        Assert.Equal(-0.15, results[EqualizedOdds.Average].Estimate.Value.Value, 12);
        Assert.Equal(-0.2, results[EqualizedOdds.Worst].Details!["true_positive_rate_difference"], 12);
        Assert.Equal(-0.1, results[EqualizedOdds.Worst].Details!["false_positive_rate_difference"], 12);
        // interval: the box of two 97.5 % intervals; 0 lies outside the first, so it lies outside the worst
        var tpr = Mover.Difference(Rate.Of(60, 100), Rate.Of(160, 200), 0.975).Interval!.Value;
        Assert.Equal(-tpr.High, results[EqualizedOdds.Worst].Estimate.Interval!.Value.Low, 9);
        Assert.InRange(results[EqualizedOdds.Worst].PValue!.Value, 1e-5, 0.05);
    }

    [Fact]
    public void Of_GroupWithoutAdverseOutcomes_SaysWhy()
    {
        var results = EqualizedOdds.Of(Tally((5, 5, 0, 0), (5, 5, 5, 5)), Race, 0.95);
        Assert.All(results, r => Assert.Equal("the group has no row whose outcome is adverse", r.Estimate.Value.Reason));
        results = EqualizedOdds.Of(Tally((5, 5, 5, 5), (0, 0, 5, 5)), Race, 0.95);
        Assert.All(results, r => Assert.Equal("the reference group has no row whose outcome is not adverse", r.Estimate.Value.Reason));
    }

    [Fact]
    public void Interval_WithoutDifference_HoldsZeroAtItsLevel()
    {
        // 400 worlds of 2 × 200 rows with equal rates: the lower limit is above 0 in at most 5 % (4 standard errors: 9.4 %)
        var above = 0;
        for (var world = 0; world < 400; world++)
        {
            var random = Streams.FromSeed(11).Derive(world).Sequence();
            var counts = new int[2][];
            for (var g = 0; g < 2; g++)
            {
                counts[g] = new int[4];
                for (var i = 0; i < 200; i++)
                {
                    var adverse = random.NextUniform() < 0.4;
                    var favourable = random.NextUniform() < (adverse ? 0.3 : 0.7);
                    counts[g][adverse ? favourable ? 2 : 3 : favourable ? 0 : 1]++;
                }
            }

            var tally = Tally((counts[0][0], counts[0][1], counts[0][2], counts[0][3]), (counts[1][0], counts[1][1], counts[1][2], counts[1][3]));
            above += EqualizedOdds.Of(tally, Race, 0.95)[0].Estimate.Interval!.Value.Low > 0 ? 1 : 0;
        }

        Assert.InRange(above, 0, 38);
    }

    private static ConfusionTally Tally(params (int TruePositive, int FalseNegative, int FalsePositive, int TrueNegative)[] groups)
    {
        var tally = new ConfusionTally(0, groups.Length, false, false);
        for (var g = 0; g < groups.Length; g++)
        {
            foreach (var (n, good, favourable) in new[] { (groups[g].TruePositive, 1, 1), (groups[g].FalseNegative, 1, 0), (groups[g].FalsePositive, 0, 1), (groups[g].TrueNegative, 0, 0) })
            {
                tally.Add(ConfusionData.Batch([.. Enumerable.Repeat(good, n)], [.. Enumerable.Repeat(favourable, n)], [.. Enumerable.Repeat(g, n)]));
            }
        }

        return tally;
    }
}

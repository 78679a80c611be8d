using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Mitigation;

public class ThresholdTests
{
    // Group 0: risks 1..10, group 1: risks 6..15. Half of each is approved up to 5 and up to 10; half of all (10 of 20) up to 8 (1..8 and 6, 7, 8 are 11; up to 7: 9).
    [Fact]
    public void GroupThresholds_EqualSelectionRates_AreTheGroupsQuantiles()
    {
        double[] risk = [.. Enumerable.Range(1, 10).Select(i => (double)i), .. Enumerable.Range(6, 10).Select(i => (double)i)];
        int[] group = [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 10)];
        var fit = GroupThresholds.Fit(risk, group, 3, [], [], 0.5, GroupThresholdRule.SelectionRate);
        Assert.Equal([5.0, 10.0, fit.Common], fit.ByGroup);
        Assert.Equal(8, fit.Common);
    }

    [Fact]
    public void GroupThresholds_EqualTruePositiveRates_HoldTheRateOverAll()
    {
        var streams = Streams.FromSeed(3).Derive("thresholds");
        const int n = 4_000;
        var risk = new double[n];
        var group = new int[n];
        var adverse = new sbyte[n];
        for (var i = 0; i < n; i++)
        {
            group[i] = i % 3 == 0 ? 1 : 0;
            risk[i] = streams.Uniform((ulong)i, 0) + (0.3 * group[i]);
            adverse[i] = streams.Uniform((ulong)i, 1) < risk[i] / 1.3 ? (sbyte)1 : (sbyte)0;
        }

        var fit = GroupThresholds.Fit(risk, group, 2, adverse, [], 0.6, GroupThresholdRule.TruePositiveRate);
        double Tpr(int g) => (double)Count(i => group[i] == g && adverse[i] == 0 && risk[i] <= fit.ByGroup[g]) / Count(i => group[i] == g && adverse[i] == 0);
        long Count(Func<int, bool> which) => Enumerable.Range(0, n).LongCount(which);
        Assert.Equal(Tpr(0), Tpr(1), 0.003); // one person of the smaller group's 400 others
        Assert.Equal(0.6, (double)Count(i => risk[i] <= fit.ByGroup[group[i]]) / n, 0.002);
    }

    // Risks .1 (group 0, fine), .2 (group 1, adverse), .3 (group 0, fine), .4 (group 1, fine). An approved adverse outcome costs 2.
    // Up to .1: ratio 0/1, benefit 1. Up to .2: (1/2)/(1/2) = 1, benefit −1. Up to .3: (1/2)/1 = 0.5, benefit 0. Up to .4: 1, benefit 1.
    [Fact]
    public void Sweep_FourPeople_GivesEveryThreshold()
    {
        var sweep = ThresholdSearch.Sweep([0.1, 0.2, 0.3, 0.4], [0, 1, 0, 1], 2, 0, [0, 1, 0, 0], [], 2);
        Assert.Equal([0.25, 0.5, 0.75, 1], sweep.Select(t => t.ApprovalRate));
        Assert.Equal([0.0, 1, 0.5, 1], sweep.Select(t => t.ImpactRatio.Value));
        Assert.Equal([1.0, -1, 0, 1], sweep.Select(t => t.Benefit));
        Assert.Equal(0.4, ThresholdSearch.Best(sweep, 0.8)!.Threshold);
        Assert.Equal(0.2, ThresholdSearch.Best(sweep, 0.8, mostApproval: 0.6)!.Threshold);
        Assert.Null(ThresholdSearch.Best(sweep, 1.1));
    }

    [Fact]
    public void Sweep_ReferenceWithoutRows_IsUndefined() =>
        Assert.Equal("the reference group has no favourable decision", ThresholdSearch.Sweep([0.1, 0.2], [1, 1], 2, 0, [0, 1], [], 1)[0].ImpactRatio.Reason);
}

using ScoringAudit.Leakage;
using ScoringAudit.Networks;

namespace ScoringAudit.Tests.Leakage;

public class GroupInterferenceTests
{
    [Fact]
    public void Effects_TwoStageExample_AreThoseByHand()
    {
        // groups of 2; groups 0, 1 with .5, groups 2, 3 with .25. Y(1;.5): (4/2/.5 + 6/2/.5)/2 = 5; Y(0;.5): (8/2/.5 + 2/2/.5)/2 = 5; Y(0;.25): ((9+7)/2/.75 + 6/2/.75)/2 = (10.667 + 4)/2
        double[] y = [4, 8, 6, 2, 9, 7, 3, 6];
        bool[] treated = [true, false, true, false, false, false, true, false];
        int[] group = [0, 0, 1, 1, 2, 2, 3, 3];
        double[] phi = [0.5, 0.5, 0.25, 0.25];
        var (direct, indirect, total, overall) = GroupInterference.Effects(y, treated, group, phi, 0.5, 0.25);
        var low = ((16 / 2.0 / 0.75) + (6 / 2.0 / 0.75)) / 2;
        Assert.Equal(0, direct.Value, 1e-12);
        Assert.Equal(5 - low, indirect.Value, 1e-12);
        Assert.Equal(direct.Value + indirect.Value, total.Value, 1e-12);
        Assert.Equal(((12 / 2.0) + (8 / 2.0)) / 2 - (((16 / 2.0) + (9 / 2.0)) / 2), overall.Value, 1e-12);
    }

    [Fact]
    public void Mean_OverAllTreatments_IsUnbiasedForAnotherAllocation()
    {
        // one kind of group of 3, treated with .5 each; y_j = 10 + 3·(own) − 2·(number of treated others). Under α = .3 Y(0; α) = 10 − 2·(2·.3) = 8.8; Y(1; α) = 11.8
        double zero = 0, one = 0;
        for (var mask = 0; mask < 64; mask++)
        {
            bool[] treated = [.. Enumerable.Range(0, 6).Select(i => ((mask >> i) & 1) == 1)];
            int[] group = [0, 0, 0, 1, 1, 1];
            double[] y = [.. Enumerable.Range(0, 6).Select(i => 10.0 + (treated[i] ? 3 : 0) - (2.0 * Enumerable.Range(3 * (i / 3), 3).Count(j => j != i && treated[j])))];
            zero += GroupInterference.Mean(y, treated, group, [0.5, 0.5], 0.3, false).Mean.Value / 64;
            one += GroupInterference.Mean(y, treated, group, [0.5, 0.5], 0.3, true).Mean.Value / 64;
        }

        Assert.Equal(8.8, zero, 1e-9);
        Assert.Equal(11.8, one, 1e-9);
    }

    [Fact]
    public void Mean_WithoutGroups_IsUndefinedWithTheReason()
    {
        Assert.Equal("1 groups were treated with probability 0.5, expected two or more", GroupInterference.Mean([1, 2], [true, false], [0, 0], [0.5], 0.5, true).Mean.Reason);
        Assert.Equal(1, GroupInterference.CrossGroupLinks(CsrGraph.Of(EdgeList.Of(3, [0, 1], [1, 2], [])), [0, 0, 1]));
    }
}

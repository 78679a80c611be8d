using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Mitigation;

public class QuantileRepairTests
{
    private static readonly float[] Values = [1, 2, 3, 4, 5, 11, 12, 13, 14, 15];
    private static readonly int[] Groups = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];

    // Quantiles of the groups: 1..5 and 11..15; their median at each level is the mean: 6..10. Half the amount goes half the way.
    [Fact]
    public void Repair_TwoShiftedGroups_MeetInTheMiddle()
    {
        var full = QuantileRepair.Fit(Values, Groups, 2, 1);
        var half = QuantileRepair.Fit(Values, Groups, 2, 0.5);
        var none = QuantileRepair.Fit(Values, Groups, 2, 0);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(6 + i, full.Repair(1 + i, 0), 1e-5);
            Assert.Equal(6 + i, full.Repair(11 + i, 1), 1e-5);
            Assert.Equal(3.5 + i, half.Repair(1 + i, 0), 1e-5);
            Assert.Equal(1 + i, none.Repair(1 + i, 0), 1e-6);
        }
    }

    // Three groups: the median of the quantiles is the middle group's.
    [Fact]
    public void Repair_ThreeGroups_TakesTheMedianDistribution()
    {
        var repair = QuantileRepair.Fit([0, 2, 10, 12, 100, 102], [0, 0, 1, 1, 2, 2], 3, 1);
        Assert.Equal(10, repair.Repair(0, 0), 1e-5);
        Assert.Equal(11, repair.Repair(101, 2), 1e-5);
    }

    [Fact]
    public void Repair_MissingNoGroupOrBeyondTheData_HasARule()
    {
        var repair = QuantileRepair.Fit(Values, Groups, 3, 1);
        Assert.True(float.IsNaN(repair.Repair(float.NaN, 0)));
        Assert.Equal(3, repair.Repair(3, -1));
        Assert.Equal(3, repair.Repair(3, 2)); // a group without training rows
        Assert.Equal(10, repair.Repair(1_000, 0), 1e-5);
        Assert.Equal(6, repair.Repair(-1_000, 0), 1e-5);
    }

    // Most values are equal: the heap goes to its own middle, and ranks within the group never cross.
    [Fact]
    public void Repair_Ties_KeepTheOrder()
    {
        var repair = QuantileRepair.Fit([0, 0, 0, 0, 5, 1, 2, 3, 4, 5], Groups, 2, 1);
        float[] repaired = [.. new[] { 0f, 1, 2, 5 }.Select(v => repair.Repair(v, 0))];
        Assert.Equal(repaired.Order(), repaired);
        Assert.InRange(repaired[0], 1f, 3f);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    public void Fit_AmountOutOfRange_SaysWhatIsExpected(double amount)
    {
        var error = Assert.Throws<AuditDataException>(() => QuantileRepair.Fit(Values, Groups, 2, amount));
        Assert.Equal(FormattableString.Invariant($"quantile repair: the amount is {amount}, expected a number from 0 (no repair) to 1 (one distribution for all groups)."), error.Message);
    }
}

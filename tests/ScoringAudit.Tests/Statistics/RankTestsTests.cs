using ScoringAudit.Disparity;
using ScoringAudit.Metrics;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Statistics;

/// <summary>Conventional tests and small measures whose known answers are in the oracle file: here their properties and undefined cases.</summary>
public class RankTestsTests
{
    [Fact]
    public void KolmogorovSmirnov_SmallSamples_AreByCounting()
    {
        // 2 against 2, distance 1: orders aabb and bbaa of 6
        Assert.Equal(2 / 6.0, RankTests.KolmogorovSmirnov(2, 2, 1).Value, 12);
        // distance at least ½: all but none: every order of aabb has a distance of ½ or 1
        Assert.Equal(1, RankTests.KolmogorovSmirnov(2, 2, 0.5).Value, 12);
        // 3 against 1: distance 1 when the one is first or last: 2 of 4
        Assert.Equal(0.5, RankTests.KolmogorovSmirnov(3, 1, 1).Value, 12);
        Assert.Equal("the group has no scores", RankTests.KolmogorovSmirnov(0, 2, 1).Reason);
        Assert.Equal("there are too many rows for the exact law", RankTests.KolmogorovSmirnov(10_000, 10_000, 0.1).Reason);
    }

    [Fact]
    public void MannWhitney_TiesAndSides_AreSymmetric()
    {
        double[] a = [1, 2, 2, 3], b = [2, 3, 4, 4, 5];
        var (u, p) = RankTests.MannWhitney(a, b);
        var (v, q) = RankTests.MannWhitney(b, a);
        Assert.Equal(20, u.Value + v.Value, 12); // n m
        Assert.Equal(p.Value, q.Value, 12);
        // pairs won: 1 none; 2: half of one, twice; 3: one and a half: U = .5 + .5 + 1.5 = 2.5
        Assert.Equal(2.5, u.Value, 12);
        // ties: 2 thrice (24), 3 twice (6), 4 twice (6): 36; variance 20/12 (10 − 36/72) = 15.83; (7.5 − .5)/3.979 = 1.759: p .0785
        Assert.Equal(0.0785, p.Value, 0.0002);
        Assert.Equal("all scores are equal", RankTests.MannWhitney([1, 1], [1]).PValue.Reason);
        Assert.Equal("the reference group has no scores", RankTests.MannWhitney([1, 1], []).U.Reason);
    }

    [Fact]
    public void PooledZ_Squared_IsPearsonsChiSquare()
    {
        Rate a = Rate.Of(37, 100), b = Rate.Of(50, 100);
        var z = ContingencyTests.PooledZ(a, b).Value;
        Assert.Equal(ContingencyTests.PearsonChiSquare(a, b).Value, StudentQuantile.TwoSidedPValue(z, double.PositiveInfinity), 9);
        Assert.True(z < 0 && ContingencyTests.PooledLogRatioZ(a, b).Value < 0);
        Assert.Equal("a rate is 0, whose logarithm is infinite", ContingencyTests.PooledLogRatioZ(Rate.Of(0, 5), b).Reason);
        Assert.Equal("all rows have the same decision", ContingencyTests.PooledZ(Rate.Of(5, 5), Rate.Of(3, 3)).Reason);
        Assert.Equal("a group has no rows", ContingencyTests.PooledZ(Rate.Of(0, 0), b).Reason);
    }

    [Fact]
    public void NumericErrors_WithoutRowsOrSpread_SayWhy()
    {
        Assert.Equal("there are no rows", NumericErrors.RootMeanSquare([], []).Reason);
        Assert.Equal("all rows have the same outcome", NumericErrors.RSquared([1, 2], [3, 3]).Reason);
        Assert.Equal("there is no error", NumericErrors.JainIndex([1, 2], [1, 2]).Reason);
        Assert.Equal(0.5, NumericErrors.JainIndex([2, 2], [1, 2]).Value, 12); // one of two rows has the error: 1/2
        Assert.Throws<ArgumentException>(() => NumericErrors.MeanAbsolute([1], [1, 2]));
    }

    [Fact]
    public void BalanceAndCutoffs_WithoutRowsOrSupport_SayWhy()
    {
        Assert.Equal("a label of the group does not occur in the reference group", GroupBalance.LabelDivergence([1, 1], [2, 0]).Reason);
        Assert.Equal("the group has no rows", GroupBalance.LabelDivergence([0, 0], [2, 0]).Reason);
        Assert.Equal(0, GroupBalance.LabelDivergence([2, 4], [1, 2]).Value, 12);
        Assert.Equal("neither group has rows", GroupBalance.ClassImbalance(default, default).Reason);
        Assert.Equal("no score of the reference group is above the cut-off", ScoreCutoffs.RatioAbove([5, 6], [1, 2], 0.5).Reason);
        Assert.Equal(1, ScoreCutoffs.LargestEven([3, 1], [3, 1, 3, 1]).Value - 2, 12); // at 3: ½ against ½
        Assert.Equal("the reference group has no scores", ScoreCutoffs.RatioAbove([5], [], 0.5).Reason);
    }
}

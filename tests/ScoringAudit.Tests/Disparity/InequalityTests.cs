using ScoringAudit.Disparity;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

/// <summary>Known answers of AIF360 3487791 and of SolasAI 7bdcc33, and derived ones.</summary>
public class InequalityTests
{
    [Fact]
    public void GeneralizedEntropy_OfDecisions_AsAif360()
    {
        var tally = ConfusionData.Of([1, 0, 0, 1, 0, 0, 1, 0, 1, 1], [1, 0, 0, 0, 1, 1, 1, 0, 1, 0], [0, 0, 1, 1, 1, 1, 2, 2, 2, 2], 3);
        Assert.Equal(0.2, GeneralizedEntropy.Of(tally.Total(), 2).Value, 12);
        Assert.Equal(0.2772588722239781, GeneralizedEntropy.Of(tally.Total(), 1).Value, 12); // 4 ln 2 / 10
        Assert.Equal(0.025, GeneralizedEntropy.Between([tally.Counts(0), tally.Counts(1), tally.Counts(2)], 2).Value, 12);
        Assert.Equal(0.6324555320336759, Math.Sqrt(2 * GeneralizedEntropy.Of(tally.Total(), 2).Value), 12);
        var second = ConfusionData.Of([1, 0, 0, 1, 0, 0], [0, 0, 0, 0, 1, 1], [0, 0, 1, 1, 1, 1], 2);
        Assert.Equal(0.0625, GeneralizedEntropy.Between([second.Counts(0), second.Counts(1)], 2).Value, 12);
        // a refused good row has benefit 0: its logarithm is infinite
        Assert.Equal("a benefit is 0, whose logarithm or negative power is infinite", GeneralizedEntropy.Of(tally.Total(), 0).Reason);
    }

    [Theory]
    [InlineData(0, 0.04985675617422339)] // AIF360 and holisticai: .0399
    [InlineData(1, 0.05411532090976842)]
    [InlineData(2, 0.06000000000000011)]
    public void GeneralizedEntropy_MeanNotOne_IsRightForEveryAlpha(double alpha, double expected) =>
        Assert.Equal(expected, GeneralizedEntropy.Of([1, 2, 1, 1, 1, 2, 1, 1], alpha).Value, 12);

    [Fact]
    public void GeneralizedEntropy_Weights_AreCopies() =>
        Assert.Equal(GeneralizedEntropy.Of([1, 1, 2, 3, 3, 3], 0.5).Value, GeneralizedEntropy.Of([1, 2, 3], 0.5, [2, 1, 3]).Value, 12);

    [Fact]
    public void GeneralizedEntropy_AllZero_SaysWhy() => Assert.Equal("every benefit is 0", GeneralizedEntropy.Of([0.0, 0], 2).Reason);

    [Fact]
    public void DifferentialFairness_ThreeGroups_NamesTheWorstPair()
    {
        // smoothed rates .7727, .2692, .55; worst: unfavourable rates .7308/.2273 of b against a
        var result = DifferentialFairness.Of([Count(8, 10), Count(3, 12), Count(5, 9)]);
        Assert.Equal(1.167946982069174, result.Epsilon.Value, 12);
        Assert.Equal((1, 0, false), (result.Lower, result.Higher, result.Favourable));
        Assert.False(DifferentialFairness.Of([Count(1, 2), Count(0, 0)]).Epsilon.IsDefined);
    }

    [Fact]
    public void ConditionalDemographicDisparity_ThreeStrata_IsTheWeightedMeanOfShares()
    {
        // stratum 1: group 10 refused of 20, 5 favourable of 20: .5 − .25 = .25 (n 40); stratum 2: 5 of 10, 5 of 10: 0 (n 20); stratum 3: nobody refused.
        var value = DemographicDisparity.Conditional([(Count(5, 15), Count(20, 40)), (Count(5, 10), Count(10, 20)), (Count(3, 3), Count(9, 9))]);
        Assert.Equal(0.25 * 40 / 60, value.Value, 12);
        Assert.Equal("no stratum has both decisions", DemographicDisparity.Conditional([(Count(3, 3), Count(9, 9))]).Reason);
    }

    [Fact]
    public void ConditionalDemographicDisparity_OfAif360sWeights_AsPublished()
    {
        // AIF360 conditions on sex itself: Σ n_g (neg_g/neg − pos_g/pos)/n over the groups = .015625, weights 1 2 | 3 4 | 3 2 1
        GroupCount[] groups = [new(2, 2, 3, 5, 1), new(2, 4, 7, 25, 1), new(3, 2, 6, 14, 1)];
        var all = new GroupCount(7, 8, 16, 44, 3);
        Assert.Equal(0.015625, groups.Sum(g => g.Trials * DemographicDisparity.Of(g, all).Value) / 16, 12);
    }

    [Fact]
    public void Consistency_SelfExcluded_AsDerived()
    {
        double[] x = [0, 0, 0, 1, 1, 0, 1, 1, 5, 5, 5, 6, 6, 5, 6, 6.5];
        Assert.Equal(0.5, Consistency.Of(x, 2, [1, 1, 1, 0, 0, 0, 1, 0], 3).Value, 12);
        Assert.Equal("there are not more rows than neighbours", Consistency.Of([0, 1], 1, [1, 0], 2).Reason);
    }

    [Theory]
    [InlineData("151 33 1279 333 117 56 1195 632 72 52 1149 889", 0.8986632625508317, 0.8993356871229791, 0.7971257128269084, 3.2643681170536625, 0.07080029422269435, 3.04297312278993, 0.08108727916408018, 0.04768028082831209, 0.9764417908623345, 0.047668717925305304, 0.9764474361295132)]
    [InlineData("528 107 735 195 316 160 499 297 190 147 388 316", 0.8573131464868589, 0.8614491753853069, 0.7135229666491452, 13.981287484500228, 0.00018463913539154921, 13.647550734935553, 0.00022052879879238722, 0.19768815580393118, 0.905883944337508, 0.19765749134861763, 0.90589783366285)]
    [InlineData("69 22 1279 333 89 67 1195 632 169 154 1149 889", 1.2411109716384858, 1.243871789990184, 2.309694583684197, 31.55615128494067, 1.9375563590341403e-08, 30.820421200939954, 2.8304357246435148e-08, 5.69133977607356, 0.0580953363309689, 5.603160566696962, 0.06071404138619659)]
    [InlineData("9 3 1279 333 6 4 1195 632 5 2 1149 889", 0.9589730001391195, 0.9586909366729259, 0.9215300078927486, 0.03636714412971569, 0.848759294922911, 0.003196401289481718, 0.9549142398684181, 4.4685040160473655, 0.1070721890458579, 4.467821568857404, 0.10710873083723275)]
    [InlineData("242 40 1285 352 183 74 1210 684 83 53 1313 1036", 0.7099473750611804, 0.7131289342756054, 0.5140916921210764, 38.5247575478336, 5.406350262355158e-10, 37.87947272316356, 7.525288626417912e-10, 0.148110610733899, 0.928620334732714, 0.14721338189079022, 0.9290370206656948)]
    public void SegmentedImpact_SolasIncomeTertiles_AsPublishedAndRecomputed(
        string counts, double standardised, double riskRatio, double oddsRatio, double chi2, double p, double corrected, double correctedP, double bd, double bdP, double tarone, double taroneP)
    {
        long[] n = [.. counts.Split(' ').Select(long.Parse)];
        var result = SegmentedImpact.Of([.. Enumerable.Range(0, 3).Select(s => (Rate.Of(n[(4 * s) + 1], n[4 * s]), Rate.Of(n[(4 * s) + 3], n[(4 * s) + 2])))]);
        Assert.Equal(standardised, result.StandardisedRatio.Value, 9);
        Assert.Equal(riskRatio, result.RiskRatio.Value.Value, 9);
        Assert.Equal(oddsRatio, result.OddsRatio.Value, 9);
        Assert.Equal(chi2, result.ChiSquare.Value, 9);
        Assert.Equal(1, result.PValue.Value / p, 8);
        Assert.Equal(corrected, result.CorrectedChiSquare.Value, 9);
        Assert.Equal(1, result.CorrectedPValue.Value / correctedP, 8);
        Assert.Equal(bd, result.BreslowDay.Value, 9);
        Assert.Equal(bdP, result.BreslowDayPValue.Value, 9);
        Assert.Equal(tarone, result.Tarone.Value, 9);
        Assert.Equal(taroneP, result.TaronePValue.Value, 9);
        Assert.True(result.RiskRatio.Interval!.Value.Contains(riskRatio));
    }

    [Fact]
    public void SegmentedImpact_EmptyAndOneSidedStrata_SayWhy()
    {
        var none = SegmentedImpact.Of([(Rate.Of(0, 0), Rate.Of(1, 2))]);
        Assert.Equal("no stratum has rows of both groups", none.RiskRatio.Value.Reason);
        var all = SegmentedImpact.Of([(Rate.Of(2, 2), Rate.Of(3, 3))]);
        Assert.Equal(1, all.StandardisedRatio.Value);
        Assert.Equal("no stratum has both decisions", all.ChiSquare.Reason);
    }

    private static GroupCount Count(double x, double n) => new((long)n, x, n, n, (long)x);
}

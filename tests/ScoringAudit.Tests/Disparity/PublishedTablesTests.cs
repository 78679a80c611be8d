using ScoringAudit.Disparity;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

public class PublishedTablesTests
{
    [Theory]
    [InlineData(340, 141, 3623, 1854, "yates", 0.0007667615510566426, null)]
    [InlineData(20, 9, 3623, 1854, "fisher", 0.657053955311845, false)]
    [InlineData(508, 167, 3808, 2072, "yates", 1.099404137026138e-19, true)]
    public void ImpactScreen_SolasCounts_TakesThePublishedTest(int n, int x, int m, int y, string test, double expected, bool? flagged)
    {
        // p-values recomputed with scipy 1.10 from SolasAI's published counts
        var (p, used) = ImpactScreen.Conventional(Rate.Of(x, n), Rate.Of(y, m));
        Assert.Equal(test, used);
        Assert.Equal(1, p.Value / expected, 8);
        // Black|White: AIR .8104: not below .8, but below .9
        Assert.Equal(flagged ?? false, new ImpactScreen().Flags(Rate.Of(x, n), Rate.Of(y, m)));
        Assert.Equal(flagged ?? true, new ImpactScreen(RatioBelow: 0.9).Flags(Rate.Of(x, n), Rate.Of(y, m)));
    }

    [Fact]
    public void ImpactScreen_NoFavourableReference_IsUndefined()
    {
        Assert.Null(new ImpactScreen().Flags(Rate.Of(1, 5), Rate.Of(0, 5)));
        Assert.Equal("p_ratio_difference(p < 0.05, ratio < 0.8, difference > 0): undefined", new ImpactScreen().Describe(Rate.Of(1, 5), Rate.Of(0, 5)));
    }

    [Fact]
    public void LocalLaw144_SmallCategories_AreListedWithoutARatio()
    {
        // a 30/100, b 50/100, c 1/2 (1 % of 202): the best that takes part is b; 3 unknown
        var tally = RateMetricsTests.Decisions((30, 100), (50, 100), (2, 2));
        tally.Add(ConfusionData.Batch([-1, -1, -1], [1, 0, 0], [-1, -1, -1]));
        var table = ImpactRatioTable.LocalLaw144(tally, new Grouping("g", ["a", "b", "c"], "largest", [0], [3]));
        Assert.Equal("b", table.Best);
        Assert.Equal(3, table.Unknown);
        Assert.Equal([0.6, 1.0], table.Rows.Take(2).Select(r => r.ImpactRatio.Value));
        Assert.True(table.Rows[2].LeftOut);
        Assert.Equal(1, table.Rows[2].Rate.Value);
        Assert.Equal("the category holds less than the least share", table.Rows[2].ImpactRatio.Reason);
        Assert.Equal("no category has a favourable decision", ImpactRatioTable.LocalLaw144(RateMetricsTests.Decisions((0, 5), (0, 5)), new Grouping("g", ["a", "b"], "largest", [0], [2])).Rows[0].ImpactRatio.Reason);
    }

    [Fact]
    public void SoftMembership_Ratio_AsDerived()
    {
        double[] group = [0.9, 0.2, 0.6, 0.1, 0.5, 0.8], reference = [0.1, 0.8, 0.4, 0.9, 0.5, 0.2];
        sbyte[] favourable = [0, 1, 1, 1, 0, 1];
        Assert.Equal(0.5483870967741935, SoftMembership.Rate(group, favourable).Value, 12);
        Assert.Equal(0.7931034482758621, SoftMembership.Rate(reference, favourable).Value, 12);
        var ratio = SoftMembership.Ratio(group, reference, favourable, [], [], 0.95);
        Assert.Equal(0.6914446002805048, ratio.Value.Value, 12);
        Assert.True(ratio.Interval!.Value.Contains(ratio.Value.Value));
    }

    [Fact]
    public void SoftMembership_CertainMembership_IsTheOrdinaryRatio()
    {
        double[] group = [.. Enumerable.Range(0, 200).Select(i => i < 100 ? 1.0 : 0)];
        sbyte[] favourable = [.. Enumerable.Range(0, 200).Select(i => (sbyte)(i % 4 == 0 || i > 150 ? 1 : 0))];
        var ratio = SoftMembership.Ratio(group, [.. group.Select(p => 1 - p)], favourable, [], [], 0.95);
        Assert.Equal(favourable.Take(100).Sum(f => f) / (double)favourable.Skip(100).Sum(f => f), ratio.Value.Value, 12);
    }

    [Fact]
    public void SoftMembership_SumsThatAreNotOne_AreRefusedWithTheRow()
    {
        SoftMembership.CheckSums("t.csv", ["a", "b"], [[0.4, 1], [0.6, 0]]);
        Assert.Equal(
            "t.csv: row 2: the membership probabilities (a, b) sum to 1.1, expected 1. Add the column of the remaining group, or rescale them.",
            Assert.Throws<AuditDataException>(() => SoftMembership.CheckSums("t.csv", ["a", "b"], [[0.4, 0.5], [0.6, 0.6]])).Message);
        Assert.Equal(
            "t.csv: row 1, column 'b' (membership): found 1.6, expected a probability in [0, 1]. Correct the column, or leave such rows out.",
            Assert.Throws<AuditDataException>(() => SoftMembership.CheckSums("t.csv", ["a", "b"], [[0.4], [1.6]])).Message);
    }

    [Fact]
    public void PermutationTest_SmallSample_IsNearTheExactPValue()
    {
        // 4 against 4, fully separated: 2 of 70 labelings are as extreme: p = .0286; 1,999 shuffles: se .0037
        var result = PermutationTest.Of([1, 2, 3, 4, 5, 6, 7, 8], [true, true, true, true, false, false, false, false], [], Streams.FromSeed(3).Derive("p"), 1_999);
        Assert.InRange(result.PValue.Value, 0.0286 - 0.015, 0.0286 + 0.015);
        Assert.Equal(-4, result.Statistic.Value, 12);
        Assert.Equal("rows", result.Shuffled);
    }

    [Fact]
    public void PermutationTest_CopiesInClusters_DoNotMakeItSmaller()
    {
        double[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        bool[] member = [true, true, true, true, false, false, false, false];
        int[] clusters = [.. Enumerable.Range(0, 80).Select(i => i / 10)];
        var result = PermutationTest.Of([.. clusters.Select(c => values[c])], [.. clusters.Select(c => member[c])], clusters, Streams.FromSeed(3).Derive("p"), 999);
        Assert.Equal("clusters", result.Shuffled);
        Assert.InRange(result.PValue.Value, 0.01, 0.06);
        var mixed = PermutationTest.Of(values, member, [0, 0, 1, 1, 0, 0, 1, 1], Streams.FromSeed(3).Derive("p"), 99);
        Assert.Equal("rows_within_clusters", mixed.Shuffled);
        Assert.Equal("the reference group has no rows", PermutationTest.Of([1, 2], [true, true], [], Streams.FromSeed(3).Derive("p")).PValue.Reason);
    }

    [Fact]
    public void Audit_AirOfIndependentRows_CarriesScreenAndConventionalP()
    {
        var evidence = OutcomeDisparityStepTests.Run([("B", -1, 1, 141), ("B", -1, 0, 199), ("W", -1, 1, 1854), ("W", -1, 0, 1769), ("N", 1, 1, 1), ("N", 0, 0, 1)], false);
        var air = evidence.Findings.Single(f => f.Id == "disparity/adverse_impact_ratio/g/B");
        Assert.Equal("p_ratio_difference(p < 0.05, ratio < 0.8, difference > 0): not flagged", air.Screen);
        Assert.Equal(0.0006542858933918231, air.Details!["fisherP"], 12);
        Assert.Equal(0.0007667615510566426, air.Details["yatesP"], 12);
    }
}

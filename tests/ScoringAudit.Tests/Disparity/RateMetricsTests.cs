using ScoringAudit.Disparity;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

/// <summary>Known answers of fairlearn ebf8fa7, aequitas 4dc71c6, SolasAI 7bdcc33 and responsible-ai-toolbox 94379f6.</summary>
public class RateMetricsTests
{
    private static readonly int[] True18 = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1];
    private static readonly int[] Pred18 = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0];
    private const string Group18 = "bbabbcccaacabccbcc";

    [Fact]
    public void Fairlearn18Rows_ByGroupAndSpread_AsPublished()
    {
        // fairlearn docs, common_fairness_metrics.rst: sel .75 .5 .5; tpr .5 .6 .4; fpr 1 0 2/3
        var tally = ConfusionData.Of(True18, Pred18, Group18, "abc");
        AssertRates(RateMetrics.SelectionRate, tally, 0.75, 0.5, 0.5);
        AssertRates(RateMetrics.TruePositiveRate, tally, 0.5, 0.6, 0.4);
        AssertRates(RateMetrics.FalsePositiveRate, tally, 1, 0, 2.0 / 3);
        Assert.Equal(5 / 9.0, RateMetrics.SelectionRate.Of(tally.Total()).Value, 12);
        var sel = Between(RateMetrics.SelectionRate, tally);
        Assert.Equal(0.25, sel.Difference.Value, 12);
        Assert.Equal(2 / 3.0, sel.Ratio.Value, 12);
        Assert.Equal((1, 0), (sel.Lowest, sel.Highest)); // who is named: b (first of two) and a
        var tpr = Between(RateMetrics.TruePositiveRate, tally);
        var fpr = Between(RateMetrics.FalsePositiveRate, tally);
        Assert.Equal(1.0, Math.Max(tpr.Difference.Value, fpr.Difference.Value), 12); // eo_diff
        Assert.Equal(0.6, (tpr.Difference.Value + fpr.Difference.Value) / 2, 12); // eo_diff_mean
        Assert.Equal(0.0, Math.Min(tpr.Ratio.Value, fpr.Ratio.Value), 12); // eo_ratio
        var (difference, ratio) = Spread.ToOverall(All(RateMetrics.FalsePositiveRate, tally), RateMetrics.FalsePositiveRate.Of(tally.Total()));
        Assert.Equal(2 / 3.0, difference.Value, 12);
        Assert.Equal(0, ratio.Value, 12);
        (difference, ratio) = Spread.ToOverall(All(RateMetrics.SelectionRate, tally), RateMetrics.SelectionRate.Of(tally.Total()));
        Assert.Equal(0.19444444444444442, difference.Value, 12);
        Assert.Equal(0.7407407407407408, ratio.Value, 12);
    }

    [Fact]
    public void FairlearnIntersection_PrecisionAndRecall_AsPublishedWhereDefined()
    {
        int[] second = [8, 6, 8, 8, 8, 8, 6, 6, 6, 8, 6, 6, 6, 6, 8, 6, 6, 6];
        int[] codes = [.. Group18.Select((c, i) => ("abc".IndexOf(c) * 2) + (second[i] == 8 ? 1 : 0))];
        var tally = ConfusionData.Of(True18, Pred18, codes, 6);
        AssertRates(RateMetrics.PositivePredictiveValue, tally, 0, 0.5, 1, 1, 2 / 3.0, 0);
        // a|6: one good row, refused: 0. c|8: one good row, refused: 0.
        AssertRates(RateMetrics.TruePositiveRate, tally, 0, 1, 2 / 3.0, 0.5, 0.5, 0);
    }

    [Fact]
    public void EmptyCell_HasCount0AndNoRate_AndTakesNoPartInTheSpread()
    {
        // fairlearn-empty-cell: c|8 is absent. Convention: count 0, rates undefined (fairlearn: count NaN too).
        int[] yTrue = [0, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1];
        int[] yPred = [0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1, 0];
        string first = "bbabbccaacabcbcc";
        int[] second = [8, 6, 8, 8, 8, 6, 6, 6, 8, 6, 6, 6, 6, 6, 6, 6];
        var tally = ConfusionData.Of(yTrue, yPred, [.. first.Select((c, i) => ("abc".IndexOf(c) * 2) + (second[i] == 8 ? 1 : 0))], 6);
        AssertRates(RateMetrics.SelectionRate, tally, 0.5, 1, 2 / 3.0, 1 / 3.0, 0.5, null);
        Assert.Equal(0, tally.Counts(5).Sum(ConfusionCells.Decided).Rows);
        var spread = Between(RateMetrics.SelectionRate, tally);
        Assert.Equal(2 / 3.0, spread.Difference.Value, 12);
        Assert.Equal(1 / 3.0, spread.Ratio.Value, 12);
        Assert.Equal([5], spread.Excluded);
    }

    [Fact]
    public void GroupWithoutGoodOutcomes_HasNoTruePositiveRate_NotZero()
    {
        // fairlearn-edge-no-positives: group a has no positives; fairlearn says tpr 0 and ratio 0. Convention: undefined.
        var tally = ConfusionData.Of([0, 0, 0, 1, 1, 0], [0, 1, 0, 1, 0, 1], "aaabbb", "ab");
        AssertRates(RateMetrics.TruePositiveRate, tally, null, 0.5);
        AssertRates(RateMetrics.FalsePositiveRate, tally, 1 / 3.0, 1);
        Assert.Equal("the group has no row whose outcome is not adverse", RateMetrics.TruePositiveRate.Of(tally.Counts(0)).Reason);
        Assert.Equal(1, Between(RateMetrics.TruePositiveRate, tally).Ratio.Value);
    }

    [Fact]
    public void NoneSelected_RatioIsUndefined_DifferenceIs0()
    {
        // fairlearn-edge-all-zero-selection: 0/0 is NaN there
        var tally = ConfusionData.Of([1, 0, 1, 0], [0, 0, 0, 0], "aabb", "ab");
        var spread = Between(RateMetrics.SelectionRate, tally);
        Assert.Equal(0, spread.Difference.Value);
        Assert.Equal("the metric is 0 in every group", spread.Ratio.Reason);
        var air = Results(RateMetrics.SelectionRate, tally).Single(r => r.Measure == "adverse_impact_ratio");
        Assert.Equal("the reference group has no favourable decision", air.Estimate.Value.Reason);
    }

    [Fact]
    public void FairlearnWeightedSelection_Is03125()
    {
        // (2 + 3) / 16
        var tally = ConfusionData.Of([1, 1, 1, 1, 1, 1, 1, 1], [0, 1, 1, 0, 0, 0, 0, 0], new int[8], 1, [1, 2, 3, 4, 1, 2, 1, 2]);
        Assert.Equal(0.3125, RateMetrics.SelectionRate.Of(tally.Counts(0)).Value, 12);
    }

    [Theory]
    [InlineData("1111100000", "1001110011", "fpr .5 .6666666666666666 fnr .3333333333333333 .5 for .5 .5 fdr .3333333333333333 .6666666666666666")] // test_1
    [InlineData("1111100000", "1111111111", "fpr 1 1 fnr 0 0 for null null fdr .4 .6")] // test_3
    [InlineData("1111100000", "0000000000", "fpr 0 0 fnr 1 1 for .6 .4 fdr null null")] // test_4
    [InlineData("1111111111", "1001110011", "fpr null null fnr .4 .4 for 1 1 fdr 0 0")] // test_5
    [InlineData("0000000000", "1001110011", "fpr .6 .6 fnr null null for 0 0 fdr 1 1")] // test_6
    public void AequitasTests_ByGroup_AsPublished(string labels, string scores, string expected)
    {
        var tally = ConfusionData.Of([.. labels.Select(c => c - '0')], [.. scores.Select(c => c - '0')], "HLHLHLHLHL", "HL");
        var words = expected.Split(' ');
        for (var w = 0; w < words.Length; w += 3)
        {
            var metric = words[w] switch { "fpr" => RateMetrics.FalsePositiveRate, "fnr" => RateMetrics.FalseNegativeRate, "for" => RateMetrics.FalseOmissionRate, _ => RateMetrics.FalseDiscoveryRate };
            double?[] values = [.. words[(w + 1)..(w + 3)].Select(t => t == "null" ? (double?)null : double.Parse(t, System.Globalization.CultureInfo.InvariantCulture))];
            AssertRates(metric, tally, values);
            // aequitas' disparity is ours against the reference High
            var ratio = Results(metric, tally).Where(r => r.Measure == metric.RatioId).ToList();
            if (values[0] is > 0 && values[1] is { } low)
            {
                Assert.Equal(low / values[0]!.Value, ratio.Single().Estimate.Value.Value, 12);
            }
            else
            {
                Assert.True(ratio.Count == 0 || !ratio[0].Estimate.Value.IsDefined);
            }
        }
    }

    [Fact]
    public void SolasHmda_RatioDifferenceShortfall_AsPublished()
    {
        // published AIR .810 1.452 .879 .604 .804; shortfall Hispanic 109.4, none where the group is ahead
        (int N, int F, int RefN, int RefF, double Air, double Difference, double Shortfall)[] rows =
        [
            (340, 141, 3623, 1854, 0.8103988197220636, 0.0970247276387784, 32.98840739718465),
            (327, 243, 3623, 1854, 1.452168878596241, -0.23138865606332626, 0),
            (20, 9, 3623, 1854, 0.8793689320388349, 0.06173060999171959, 1.2346121998343917),
            (508, 167, 3808, 2072, 0.6041711002340925, 0.2153774895785085, 109.41176470588232),
            (1034, 414, 1622, 808, 0.8037468640481069, 0.09776358437061011, 101.08754623921085),
        ];
        foreach (var row in rows)
        {
            var tally = Decisions((row.F, row.N), (row.RefF, row.RefN));
            var results = Results(RateMetrics.SelectionRate, tally, 1);
            Assert.Equal(row.Air, results.Single(r => r.Measure == "adverse_impact_ratio").Estimate.Value.Value, 12);
            var difference = results.Single(r => r.Measure == "demographic_parity_difference");
            Assert.Equal(row.Difference, -difference.Estimate.Value.Value, 12);
            var shortfall = Shortfall.Of(difference);
            Assert.Equal(row.Shortfall, shortfall.Estimate.Value.Value, 9);
            Assert.True(shortfall.Estimate.Interval!.Value.Contains(row.Shortfall));
        }
    }

    [Fact]
    public void HolisticAi_Differences_AsPublished()
    {
        // group_a is the first group; ours is group − reference with b as reference
        int[] a = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0], yPred = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0], yTrue = [1, 1, 0, 0, 1, 1, 1, 0, 0, 0];
        var tally = ConfusionData.Of(yTrue, yPred, [.. a.Select(x => 1 - x)], 2);
        double Difference(RateMetric m) => Results(m, tally, 1).Single(r => r.Measure == m.DifferenceId).Estimate.Value.Value;
        Assert.Equal(0.4166666666666667, Difference(RateMetrics.SelectionRate), 12);
        Assert.Equal(2.25, Results(RateMetrics.SelectionRate, tally, 1).Single(r => r.Measure == "adverse_impact_ratio").Estimate.Value.Value, 12);
        Assert.Equal(0.3333333333333333, Difference(RateMetrics.TruePositiveRate), 12);
        Assert.Equal(0.5, Difference(RateMetrics.FalsePositiveRate), 12);
        Assert.Equal(-0.08333333333333337, Difference(RateMetrics.Accuracy), 12);
        var odds = EqualizedOdds.Of(tally, new Grouping("g", ["a", "b"], "b", [0], [2]), 0.95);
        Assert.Equal(0.4166666666666667, odds.Single(r => r.Measure == "average_odds_difference").Estimate.Value.Value, 12);
        Assert.Equal(0.5, odds.Single(r => r.Measure == "equalized_odds_difference").Estimate.Value.Value, 12);
    }

    [Fact]
    public void FairlearnControl_WithinStrata_AsPublished()
    {
        int[] yTrue = [0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0];
        int[] yPred = [1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1];
        string group = "ABBCCBAABACBCACCBBCABBCABABBAA", control = "HLHLHLLHHLLHHLLHLLHHLHLLHHLLHL";
        int[] codes = [.. group.Select((c, i) => ("HL".IndexOf(control[i]) * 3) + "ABC".IndexOf(c))];
        var tally = ConfusionData.Of(yTrue, yPred, codes, 6);
        AssertRates(RateMetrics.Accuracy, tally.Stratum(0, 3), 0.2, 0.4, 0.75);
        AssertRates(RateMetrics.Accuracy, tally.Stratum(1, 3), 0.4, 0.2857142857142857, 0.5);
        Assert.Equal(0.26666666666666666, Between(RateMetrics.Accuracy, tally.Stratum(0, 3)).Ratio.Value, 12);
        Assert.Equal(0.6, Between(RateMetrics.SelectionRate, tally.Stratum(1, 3)).Difference.Value, 12);
        Assert.Equal(0.42857142857142855, RateMetrics.Accuracy.Of(tally.Stratum(0, 3).Total()).Value, 12);
    }

    [Fact]
    public void Rates_OfOneTable_AddUp()
    {
        var table = ConfusionCounts.OfRows(30, 20, 10, 40);
        Assert.Equal(1, RateMetrics.TruePositiveRate.Of(table).Value + RateMetrics.FalseNegativeRate.Of(table).Value, 12);
        Assert.Equal(1, RateMetrics.FalsePositiveRate.Of(table).Value + RateMetrics.TrueNegativeRate.Of(table).Value, 12);
        Assert.Equal(1, RateMetrics.PositivePredictiveValue.Of(table).Value + RateMetrics.FalseDiscoveryRate.Of(table).Value, 12);
        Assert.Equal(1, RateMetrics.NegativePredictiveValue.Of(table).Value + RateMetrics.FalseOmissionRate.Of(table).Value, 12);
        Assert.Equal(0.7, RateMetrics.Accuracy.Of(table).Value, 12); // (30 + 40) / 100
        Assert.Equal(0.5, RateMetrics.AdverseRate.Of(table).Value, 12); // (10 + 40) / 100
        Assert.Equal(2, CompositeMetrics.TreatmentEquality.Of(table).Value, 12); // 20 / 10
        Assert.Equal(0.7, CompositeMetrics.BalancedAccuracy.Of(table).Value, 12); // (.6 + .8) / 2
        Assert.Equal(60 / 90.0, CompositeMetrics.F1.Of(table).Value, 12);
    }

    internal static ConfusionTally Decisions(params (int Favourable, int N)[] groups)
    {
        var tally = new ConfusionTally(0, groups.Length, false, false);
        for (var g = 0; g < groups.Length; g++)
        {
            var (f, n) = groups[g];
            tally.Add(ConfusionData.Batch([.. Enumerable.Repeat(-1, n)], [.. Enumerable.Range(0, n).Select(i => i < f ? 1 : 0)], [.. Enumerable.Repeat(g, n)]));
        }

        return tally;
    }

    private static IReadOnlyList<RateResult> Results(RateMetric metric, ConfusionTally tally, int reference = 0) =>
        GroupRates.Of(tally, new Grouping("g", [.. Enumerable.Range(0, tally.Groups).Select(g => $"g{g}")], $"g{reference}", [0], [tally.Groups]), metric, 0.95);

    private static Estimate[] All(RateMetric metric, ConfusionTally tally) => [.. Enumerable.Range(0, tally.Groups).Select(g => metric.Of(tally.Counts(g)))];

    private static Spread Between(RateMetric metric, ConfusionTally tally) => Spread.Between(All(metric, tally));

    private static void AssertRates(RateMetric metric, ConfusionTally tally, params double?[] expected)
    {
        for (var g = 0; g < expected.Length; g++)
        {
            var value = ConfusionData.Value(metric, tally, g);
            Assert.Equal(expected[g].HasValue, value.HasValue);
            Assert.Equal(expected[g] ?? 0, value ?? 0, 12);
        }
    }
}

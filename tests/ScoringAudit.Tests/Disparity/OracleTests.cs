using ScoringAudit.Disparity;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Disparity;

/// <summary>Known answers of other toolkits that no other test holds, with our convention where the tools disagree.</summary>
public class OracleTests
{
    [Fact]
    public void Fairlearn_UnweightedSelection_AndAllPositivePredictions()
    {
        // fairlearn test_selection_rate.py: 5 of 8
        var tally = ConfusionData.Of([0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, 1, 1, 1], new int[8], 1);
        Assert.Equal(0.625, ConfusionData.Value(RateMetrics.SelectionRate, tally, 0)!.Value, 12);

        // fairlearn ebf8fa7, all predictions positive: group a has no adverse outcome; fairlearn says fpr 0 and ratio 0, here it is undefined and takes no part
        var all = ConfusionData.Of([1, 1, 1, 0, 1, 0], [1, 1, 1, 1, 1, 1], "aaabbb", "ab");
        Assert.Equal([1.0, 1.0], new[] { 0, 1 }.Select(g => ConfusionData.Value(RateMetrics.TruePositiveRate, all, g)!.Value));
        Assert.Null(ConfusionData.Value(RateMetrics.FalsePositiveRate, all, 0));
        Assert.Equal(1.0, ConfusionData.Value(RateMetrics.FalsePositiveRate, all, 1));
        var spread = Spread.Between([.. Enumerable.Range(0, 2).Select(g => RateMetrics.FalsePositiveRate.Of(all.Counts(g)))]);
        Assert.Equal([0], spread.Excluded);
        Assert.Equal(0, spread.Difference.Value);
    }

    [Fact]
    public void Aif360_ClassImbalance_IsTheDifferenceOfWeightShares()
    {
        // sklearn/test_metrics.py: weights 3 + 2 + 1 of the unprivileged, 1 + 2 + 3 + 4 of the privileged: (6 − 10)/16
        var tally = ConfusionData.Of([1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0, 0], 2, [1, 2, 3, 4, 3, 2, 1]);
        double unprivileged = tally.Counts(0).Sum(ConfusionCells.Decided).Weight, privileged = tally.Counts(1).Sum(ConfusionCells.Decided).Weight;
        Assert.Equal(-0.25, (unprivileged - privileged) / (unprivileged + privileged), 12);
    }

    [Fact]
    public void Holisticai_Classification_AgreesWhereTheDefinitionIsTheSame()
    {
        // test_bias_classification.py: group a is code 0, the others are the reference
        int[] a = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0], predicted = [1, 1, 1, 0, 1, 1, 0, 0, 0, 0], actual = [1, 1, 0, 0, 1, 1, 1, 0, 0, 0];
        var tally = ConfusionData.Of(actual, predicted, [.. a.Select(x => 1 - x)], 2);
        var grouping = new Grouping("g", ["a", "b"], "b", [0], [2]);
        double Value(RateMetric metric, string measure) => GroupRates.Of(tally, grouping, metric, 0.95).Single(r => r.Measure == measure).Estimate.Value.Value;
        Assert.Equal(0.4166666666666667, Value(RateMetrics.SelectionRate, "demographic_parity_difference"), 12);
        var ratio = Value(RateMetrics.SelectionRate, "adverse_impact_ratio");
        Assert.Equal(2.25, ratio, 12);
        Assert.Equal(0.4444444444444444, Math.Min(ratio, 1 / ratio), 12); // its "four fifths"
        Assert.Equal(0.3333333333333333, Value(RateMetrics.TruePositiveRate, "equal_opportunity_difference"), 12);
        Assert.Equal(0.5, Value(RateMetrics.FalsePositiveRate, "false_positive_rate_difference"), 12);
        Assert.Equal(-0.08333333333333337, Value(RateMetrics.Accuracy, "accuracy_equality_difference"), 12);
        Assert.Equal(0.4166666666666667, EqualizedOdds.Of(tally, grouping, 0.95).Single(r => r.Measure == "average_odds_difference").Estimate.Value.Value, 12);

        // its Cohen's d puts weights n − 1 on variances with divisor n: .9110; pooled as Cohen wrote it: (.75 − 1/3)/√((4 · 3/16 + 6 · 2/9)/8) = .8165
        var d = MeanDifference.CohensD([1, 1, 1, 0], [1, 1, 0, 0, 0, 0]).Value;
        Assert.Equal((0.75 - (1 / 3.0)) / Math.Sqrt(((4 * 3 / 16.0) + (6 * 2 / 9.0)) / 8), d, 12);
        Assert.Equal(0.9109750373485539, (0.75 - (1 / 3.0)) / Math.Sqrt(((3 * 3 / 16.0) + (5 * 2 / 9.0)) / 8), 12);
    }

    [Fact]
    public void Holisticai_Regression_ScoresAboveAQuantile_AreSelectionRates()
    {
        // test_bias_regression.py: above the .8 quantile (.8): a 1 of 4, b 1 of 6: ratio 1.5; above the .5 quantile (.5): 2 of 4 and 3 of 6: 1; above the .9 (.91): 0 of 4
        double[] a = [0.9, 0.7, 0.3, 0.2], b = [0.8, 1, 0.8, 0.2, 0.1, 0.2], all = [.. a.Concat(b).Order()];
        double Ratio(double quantile)
        {
            var cut = MultinomialCounts.Quantile(all, quantile);
            return (a.Count(s => s > cut) / 4.0) / (b.Count(s => s > cut) / 6.0);
        }

        Assert.Equal([1, 1.5, 0], new[] { 0.5, 0.8, 0.9 }.Select(Ratio));
        Assert.Equal(0.008333333333333333, a.Average() - b.Average(), 12);
        // superiority and mean ranks say the same without a cut: 2 (superiority − ½) n_b = difference of mean ranks · 2 n / … (both are of the same U)
        var ranks = MeanRank.Of([.. a, .. b]);
        var superiority = ScoreDistance.Superiority(ScoreSample.Of(a), ScoreSample.Of(b)).Value;
        Assert.Equal(superiority - 0.5, ranks.Take(4).Average() - ranks.Skip(4).Average(), 12);
    }

    [Theory]
    [InlineData("true_positive_rate", 0.3755, 0.9638)]
    [InlineData("positive_predictive_value", 0.3, 0.9032)]
    [InlineData("false_positive_rate", 0.1176, 0.7693)]
    [InlineData("true_negative_rate", 0.2307, 0.8824)]
    [InlineData("false_negative_rate", 0.0362, 0.6245)]
    public void ResponsibleAiToolbox_WilsonOfRates_ToItsFourDigits(string metric, double low, double high)
    {
        // test_fairness_calculations.py, 10 rows
        var counts = ConfusionData.Of([0, 1, 1, 1, 0, 1, 0, 1, 0, 0], [0, 1, 1, 1, 1, 1, 1, 0, 0, 0], new int[10], 1).Counts(0);
        var count = RateMetrics.All.Single(m => m.Id == metric).CountOf(counts);
        var wilson = BinomialInterval.Wilson(count.Successes, count.Trials, 0.95);
        Assert.Equal(low, wilson.Low, 5e-5 + 1e-9);
        Assert.Equal(high, wilson.High, 5e-5 + 1e-9);
    }

    [Theory]
    [InlineData(0.000653, 0.002370, 27.559)]
    [InlineData(-0.001668, 0.002370, -70.355)]
    [InlineData(0.001032, 0.002370, 43.545)]
    [InlineData(0.001046, 0.004864, 21.513889)]
    [InlineData(-0.000976, 0.004864, -20.069038)]
    public void SolasAi_StandardizedMeanDifferences_AreOverThePopulationDeviation(double difference, double deviation, double published)
    {
        // its notebook 02 prints means to six digits: 100 · difference / deviation to that rounding. Planted here: two points each, half apart by the difference, spread so that all rows have the deviation.
        double spread = Math.Sqrt((deviation * deviation) - (difference * difference / 4));
        double[] values = [difference - spread, difference + spread, -spread, spread];
        var smd = MeanDifference.Standardized(values, [0, 0, 1, 1], 0, 1, [], [], 0.95).Value.Value;
        Assert.Equal(published, 100 * smd, 0.0000005 * 100 / deviation + (Math.Abs(published) * 0.0000005 / deviation));
    }
}

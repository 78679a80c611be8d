using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Disparity;

public class GroupMetricsTests
{
    [Fact]
    public void Measure_OneAttribute_GivesEveryMetricFromOnePass()
    {
        var measured = GroupMetrics.Of(Portfolio()).Decision("approved", "yes").Outcome("default", "yes").By("race", "W").Measure();
        Assert.Equal(["B", "W"], measured.Groups);
        var air = measured.Of(RateMetrics.SelectionRate).Single(r => r.Measure == "adverse_impact_ratio");
        // B approved 1 of 3 (one has no decision), W 3 of 4
        Assert.Equal(4 / 9.0, air.Estimate.Value.Value, 12);
        Assert.Equal(0.5, RateMetrics.TruePositiveRate.Of(measured.Counts("B")).Value, 12); // good: approved, refused
        Assert.Equal((1, 0), (measured.Spread(RateMetrics.SelectionRate).Highest, measured.Spread(RateMetrics.SelectionRate).Lowest));
        Assert.Equal(3, measured.EqualizedOdds().Count);
        Assert.StartsWith("B                    n        3  rate 0.333 [", measured.ToString(), StringComparison.Ordinal);
        var mine = measured.Of(CompositeMetric.Custom("mine", c => Estimate.Of(c.TruePositive.Weight)), Streams.FromSeed(1).Derive("mine"), 100);
        Assert.Equal(1, mine[0].Estimate.Value.Value);
    }

    [Fact]
    public void Of_AFunctionOfTheCallersOwn_HasGroupDifferenceRatioAndIntervals()
    {
        // youden = TPR + TNR − 1: B 40/50 + 30/50 − 1 = .4, W 45/50 + 40/50 − 1 = .7; every cell at least 10 or 5 of W: W's false cells 5 and 10
        var race = new List<string>();
        List<string> approved = [], bad = [];
        void Add(string who, string decision, string outcome, int rows)
        {
            for (var i = 0; i < rows; i++)
            {
                race.Add(who);
                approved.Add(decision);
                bad.Add(outcome);
            }
        }

        Add("B", "yes", "no", 40);
        Add("B", "no", "no", 10);
        Add("B", "yes", "yes", 20);
        Add("B", "no", "yes", 30);
        Add("W", "yes", "no", 90);
        Add("W", "no", "no", 10);
        Add("W", "yes", "yes", 20);
        Add("W", "no", "yes", 80);
        var rows = ColumnPortfolio.Build("t").Category("race", race).Category("approved", approved).Category("bad", bad).Build();
        var measured = GroupMetrics.Of(rows).Decision("approved", "yes").Outcome("bad", "yes").By("race", "W").Measure();
        var youden = CompositeMetric.Custom("youden", c => RateMetrics.TruePositiveRate.Of(c) is { IsDefined: true } tpr && RateMetrics.TrueNegativeRate.Of(c) is { IsDefined: true } tnr
            ? Estimate.Of(tpr.Value + tnr.Value - 1) : Estimate.Undefined("an outcome is missing"));
        var results = measured.Of(youden, Streams.FromSeed(2).Derive("youden"), 500);
        Assert.Equal(["youden", "youden", "youden_difference", "youden_ratio"], results.Select(r => r.Measure));
        Assert.Equal(0.4, results[0].Estimate.Value.Value, 12);
        Assert.Equal(0.7, results[1].Estimate.Value.Value, 12);
        Assert.Equal(-0.3, results[2].Estimate.Value.Value, 12);
        Assert.Equal(4 / 7.0, results[3].Estimate.Value.Value, 12);
        Assert.All(results, r => Assert.True(r.Estimate.Interval!.Value.Contains(r.Estimate.Value.Value)));
        // standard error of B: √(.8 · .2/50 + .6 · .4/50) = .0894: half width .175
        Assert.InRange(results[0].Estimate.Interval!.Value.Width, 0.28, 0.42);
        Assert.True(results[2].PValue < 0.02); // −.3 / √(.008 + .0025) = −2.9
    }

    [Fact]
    public void Columns_AFunctionOfRows_HasGroupDifferenceRatioAndIntervals()
    {
        // errors ±1 of M, ±2 of F: root mean squares 1 and 2, whatever the sample: intervals are points around them
        var rows = ColumnPortfolio.Build("t")
            .Category("sex", [.. Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? "F" : "M")])
            .Number("price", [.. Enumerable.Range(0, 200).Select(i => (double)i)])
            .Number("predicted", [.. Enumerable.Range(0, 200).Select(i => i + ((i % 2 == 0 ? 2.0 : 1.0) * (i % 4 < 2 ? 1 : -1)))])
            .Number("income", [.. Enumerable.Range(0, 200).Select(i => (double)(i / 2 % 50))]).Build();
        var by = GroupMetrics.Of(rows).By("sex", "M").Columns("price", "predicted", "income");
        Assert.Equal([100L, 100L], by.Counts);
        var rmse = by.Of("rmse", r => ScoringAudit.Metrics.NumericErrors.RootMeanSquare(r.Column("predicted"), r.Column("price")), Streams.FromSeed(3).Derive("rmse"), 100);
        Assert.Equal(["rmse", "rmse", "rmse_difference", "rmse_ratio"], rmse.Select(r => r.Measure));
        Assert.Equal([2, 1, 1, 2], rmse.Select(r => Math.Round(r.Estimate.Value.Value, 12)));
        Assert.All(rmse, r => Assert.True(r.Estimate.Interval!.Value.Width < 1e-9));

        // mean of 0 to 49, each twice: standard deviation 14.43 over √100 = 1.443, half width 2.83; no difference: 0 inside
        var mean = by.Of("mean_income", r => r["income"].Average(), Streams.FromSeed(3).Derive("mean"), 500);
        Assert.Equal(24.5, mean[0].Estimate.Value.Value, 12);
        Assert.InRange(mean[0].Estimate.Interval!.Value.Width, 4.4, 7);
        Assert.True(mean[2].Estimate.Interval!.Value.Contains(0));
        Assert.True(mean[2].PValue > 0.3);
        Assert.Equal("row_bootstrap_percentile", mean[2].Estimate.Method);
        Assert.Equal(mean.Select(r => r.Estimate), by.Of("mean_income", r => r["income"].Average(), Streams.FromSeed(3).Derive("mean"), 500).Select(r => r.Estimate));
        Assert.Equal("the metric is not a finite number", by.Of("none", _ => double.NaN, Streams.FromSeed(3).Derive("none"), 100)[0].Estimate.Value.Reason);
        Assert.Equal("Column 'pice' was not read. Did you mean 'price'? (Parameter 'column')", Assert.Throws<ArgumentException>(() => by.Rows("F")["pice"]).Message);
        Assert.Equal("t: column 'sex' (GroupMetrics.Columns) holds text, expected numbers. Name a numeric column.", Assert.Throws<AuditDataException>(() => GroupMetrics.Of(rows).By("sex").Columns("sex")).Message);
        Assert.Throws<InvalidOperationException>(() => GroupMetrics.Of(rows).By("sex").Controlling("income").Columns("price"));
    }

    [Fact]
    public void Columns_CopiesUnderOneSubject_DoNotNarrowAnInterval()
    {
        var random = Streams.FromSeed(8).Derive("rows").Sequence();
        double[] income = [.. Enumerable.Range(0, 80).Select(_ => random.NextUniform())];
        IntervalEstimate Of(int copies, bool clustered)
        {
            int[] people = [.. Enumerable.Range(0, 80 * copies).Select(i => i / copies)];
            var rows = ColumnPortfolio.Build("t").Category("g", [.. people.Select(p => p % 2 == 0 ? "a" : "b")]).Category("person", [.. people.Select(p => "p" + p)]).Number("income", [.. people.Select(p => income[p])]).Build();
            var asked = GroupMetrics.Of(rows).By("g", "b");
            return (clustered ? asked.Clustered("person") : asked).Columns("income").Of("mean", r => r["income"].Average(), Streams.FromSeed(1).Derive("mean"), 400).Single(r => r.Measure == "mean_difference").Estimate;
        }

        Assert.Equal(Of(1, true).Interval!.Value.Width, Of(4, true).Interval!.Value.Width, 9);
        Assert.True(Of(4, false).Interval!.Value.Width < 0.7 * Of(4, true).Interval!.Value.Width);
        // fewer than 30 people in a group: a value, no interval
        var few = ColumnPortfolio.Build("t").Category("g", [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? "a" : "b")]).Number("x", [.. Enumerable.Range(0, 50).Select(i => (double)i)]).Build();
        Assert.All(GroupMetrics.Of(few).By("g").Columns("x").Of("mean", r => r["x"].Average(), Streams.FromSeed(1).Derive("few")), r => Assert.Null(r.Estimate.Interval));
    }

    [Fact]
    public void Reference_LargestOfEqualGroups_IsTheFirstName()
    {
        var rows = ColumnPortfolio.Build("t").Category("race", ["W", "B", "W", "B"]).Category("approved", ["yes", "no", "no", "yes"]).Build();
        var measured = GroupMetrics.Of(rows).Decision("approved", "yes").By("race").Measure();
        Assert.Equal("B", measured.Groups[measured.Of(RateMetrics.SelectionRate).Single(r => r.Measure == "adverse_impact_ratio").Reference]);
    }

    [Fact]
    public void And_TwoAttributes_MakesIntersections()
    {
        var measured = GroupMetrics.Of(Portfolio()).Decision("approved", "yes").By("race", "W").And("sex", "M").Measure();
        Assert.Equal(["B*F", "B*M", "W*F", "W*M"], measured.Groups);
        Assert.Equal("W*M", measured.Grouping.Reference);
        Assert.Equal(0.5, RateMetrics.SelectionRate.Of(measured.Counts("W*F")).Value);
    }

    [Fact]
    public void Controlling_Strata_MeasuresWithinAndPooled()
    {
        var measured = GroupMetrics.Of(Portfolio()).Decision("approved", "yes").By("race", "W").Controlling("purpose").Measure();
        // car: B 0 of 2, W 1 of 2; home: B 1 of 1, W 2 of 2
        Assert.Equal(0, measured.Of(RateMetrics.SelectionRate, "car")[0].Estimate.Value.Value);
        Assert.Equal(1, measured.Of(RateMetrics.SelectionRate, "home")[0].Estimate.Value.Value);
        // expected at the reference's rates: 2 · ½ + 1 · 1 = 2; observed 1
        Assert.Equal(0.5, measured.Segmented("B").StandardisedRatio.Value, 12);
        Assert.Equal(4 / 9.0, measured.Of(RateMetrics.SelectionRate).Single(r => r.Measure == "adverse_impact_ratio").Estimate.Value.Value, 12);
    }

    [Fact]
    public void Decision_FromAScore_FollowsItsDirection()
    {
        var rows = GroupMetrics.Of(Portfolio()).By("race", "W");
        var safer = rows.Decision("points", 50, ScoreDirection.HigherIsSafer).Measure();
        var riskier = rows.Decision("points", 50, ScoreDirection.HigherIsRiskier).Measure();
        Assert.Equal(1, RateMetrics.SelectionRate.Of(safer.Counts("W")).Value + RateMetrics.SelectionRate.Of(riskier.Counts("W")).Value, 12);
        Assert.Equal(0.75, RateMetrics.SelectionRate.Of(safer.Counts("W")).Value, 12);
    }

    [Fact]
    public void MissingMembership_Bounds_AreTheBestAndTheWorstCase()
    {
        var rows = ColumnPortfolio.Build("rows").Category("race", ["B", "B", "B", "B", "W", "W", "W", "W", null, null, null]).Category("d", ["y", "y", "n", "n", "y", "y", "y", "n", "y", "n", "n"]).Build();
        var measured = GroupMetrics.Of(rows).Decision("d", "y").By("race", "W").Measure();
        var (low, high) = measured.MissingMembershipBounds("B");
        // worst: two refused join B (2/6), one favoured joins W (4/5); best: one favoured joins B (3/5), two refused join W (3/6)
        Assert.Equal(2 / 6.0 / (4 / 5.0), low.Value, 12);
        Assert.Equal(3 / 5.0 / (3 / 6.0), high.Value, 12);
        Assert.Equal(3, measured.Tally.MissingMembership);
    }

    [Fact]
    public void Measure_WrongNames_SayWhatWouldDo()
    {
        var rows = GroupMetrics.Of(Portfolio()).Decision("approved", "yes");
        Assert.Equal("rows: there is no column 'rase' (plan: protected). Did you mean 'race'?", Assert.Throws<AuditDataException>(() => rows.By("rase").Measure()).Message);
        Assert.Equal("Call By to name the protected attribute.", Assert.Throws<InvalidOperationException>(() => rows.Measure()).Message);
        Assert.Equal("Call Decision to say what is favourable.", Assert.Throws<InvalidOperationException>(() => GroupMetrics.Of(Portfolio()).By("race").Measure()).Message);
        Assert.Equal("Call By before And.", Assert.Throws<InvalidOperationException>(() => rows.And("sex")).Message);
        Assert.StartsWith("There is no group 'b'. Did you mean 'B'?", Assert.Throws<ArgumentException>(() => rows.By("race", "W").Measure().Counts("b")).Message, StringComparison.Ordinal);
        Assert.Equal(
            "rows: row 2, column 'bad' (weight): found a negative number, expected a finite number of at least 0. Correct the weight, or leave out Weighted.",
            Assert.Throws<AuditDataException>(() => rows.By("race", "W").Weighted("bad").Measure()).Message);
    }

    private static ColumnPortfolio Portfolio() => ColumnPortfolio.Build("rows")
        .Category("race", ["B", "B", "B", "B", "W", "W", "W", "W"])
        .Category("sex", ["F", "M", "F", "M", "F", "F", "M", "M"])
        .Category("purpose", ["car", "car", "home", "home", "car", "car", "home", "home"])
        .Category("approved", ["no", "no", "yes", null, "yes", "no", "yes", "yes"])
        .Category("default", ["no", "yes", "no", "no", "no", "yes", "no", "yes"])
        .Number("points", [10.0, 60, 70, 20, 50, 40, 90, 80])
        .Number("bad", [1.0, -1, 1, 1, 1, 1, 1, 1])
        .Build();
}

using ScoringAudit.Auditing;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Disparity;

public class ScoreMetricsTests
{
    private static readonly double[] X = [612, 655, 701, 588, 640, 720, 533, 690, 604, 671];
    private static readonly double[] Z = [590, 541, 623, 560, 702, 515, 578, 608, 649, 530, 597, 566];

    [Fact]
    public void Distances_OfTwoSamples_AsScipy()
    {
        // scipy 1.10.1: ks_2samp, wasserstein_distance, mannwhitneyu (U 91 of 120 pairs)
        var (x, z) = (ScoreSample.Of(X), ScoreSample.Of(Z));
        Assert.Equal(0.4666666666666667, ScoreDistance.KolmogorovSmirnov(x, z).Value, 12);
        Assert.Equal(53.15, ScoreDistance.Wasserstein(x, z).Value, 9);
        Assert.Equal(0.7583333333333333, ScoreDistance.Superiority(x, z).Value, 12);
        Assert.Equal(1 - 0.7583333333333333, ScoreDistance.Superiority(z, x).Value, 12);
    }

    [Fact]
    public void Wasserstein_Weighted_AsScipy()
    {
        var x = ScoreSample.Of(X, [1, 2, 1, 3, 1, 1, 2, 1, 1, 2]);
        var z = ScoreSample.Of(Z, [1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 1]);
        Assert.Equal(44.87083333333334, ScoreDistance.Wasserstein(x, z).Value, 9);
        var codes = Codes();
        double[] weights = [1, 2, 1, 3, 1, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 1];
        var (_, gap) = ScoreGap.Of([.. X, .. Z], codes, 0, 1, weights, [], 0.95, Streams.FromSeed(1).Derive("t"), 0);
        Assert.Equal(44.87083333333334, gap.Value.Value, 9);
        // weighted means 629.93 and 585.06: 44.87 is their difference, since one distribution lies above the other
    }

    [Fact]
    public void MeanDifferences_OfTwoSamples_AsScipy()
    {
        Assert.Equal(0.9646379995038916, MeanDifference.CohensD(X, Z).Value, 9);
        Assert.Equal(0.9280061767379211, MeanDifference.HedgesG(X, Z).Value, 9);
        var smd = MeanDifference.Standardized([.. X, .. Z], Codes(), 0, 1, [], [], 0.95);
        Assert.Equal(0.9035455448220522, smd.Value.Value, 9); // population SD of all 22
        // Welch t 2.233849306623, p .038021331514037554
        Assert.Equal(2.233849306623, smd.Value.Value / smd.StandardError!.Value, 9);
        Assert.Equal(0.038021331514037554, StudentQuantile.TwoSidedPValue(smd.Value.Value / smd.StandardError.Value, smd.DegreesOfFreedom!.Value), 9);
        Assert.True(smd.Interval!.Value.Low > 0); // p < .05
    }

    [Fact]
    public void SmdClusteredByRow_IsNearWelch_AndCopiesUnderOneSubjectDoNotNarrowIt()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => (i * 37 % 101) + (i % 2 == 0 ? 4.0 : 0))];
        int[] codes = [.. Enumerable.Range(0, 400).Select(i => i % 2)];
        var rows = MeanDifference.Standardized(values, codes, 0, 1, [], [], 0.95);
        var own = MeanDifference.Standardized(values, codes, 0, 1, [], [.. Enumerable.Range(0, 400)], 0.95);
        Assert.Equal(rows.Interval!.Value.Width, own.Interval!.Value.Width, 0.002);
        var twice = MeanDifference.Standardized([.. values, .. values], [.. codes, .. codes], 0, 1, [], [.. Enumerable.Range(0, 400), .. Enumerable.Range(0, 400)], 0.95);
        Assert.Equal(own.Interval.Value.Width, twice.Interval!.Value.Width, 9);
    }

    [Fact]
    public void Smd_ConstantScore_SaysWhy() =>
        Assert.Equal("all rows have the same score", MeanDifference.Standardized([5, 5, 5, 5], [0, 0, 1, 1], 0, 1, [], [], 0.95).Value.Reason);

    [Fact]
    public void Distances_WithoutRows_SayWhose()
    {
        var (x, none) = (ScoreSample.Of(X), ScoreSample.Of([]));
        Assert.Equal("the group has no scores", ScoreDistance.Wasserstein(none, x).Reason);
        Assert.Equal("the reference group has no scores", ScoreDistance.KolmogorovSmirnov(x, none).Reason);
        Assert.Throws<ArgumentException>(() => ScoreSample.Of([double.NaN]));
        Assert.Throws<ArgumentException>(() => ScoreSample.Of([1.0], [-1.0]));
    }

    [Fact]
    public void Abroca_CurvesThatCross_AddsAreasOnBothSides()
    {
        // group: adverse at risk 4 and 1, other at 3 and 2: ROC (0,½) → (1,½) → (1,1); reference: one value for all: the diagonal.
        // |½ − f| over [0, 1]: two triangles of ½ · ½ · ½ = ¼ in all. Both AUCs are ½: their difference is 0.
        var value = RocGap.Of([4, 3, 2, 1], [1, 0, 0, 1], [7, 7], [1, 0]);
        Assert.Equal(0.25, value.Value, 12);
        Assert.Equal(0, RocGap.Of([4, 3, 2, 1], [1, 0, 0, 1], [40, 30, 20, 10], [1, 0, 0, 1]).Value, 12);
        // perfect against reversed order: the whole square
        Assert.Equal(1, RocGap.Of([2, 1], [1, 0], [1, 2], [1, 0]).Value, 12);
        Assert.Equal("in the reference group, no row has the adverse outcome", RocGap.Of([2, 1], [1, 0], [1, 2], [0, 0]).Reason);
    }

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    public void Median_OddAndEven_IsTheMiddle(double[] scores, double expected) => Assert.Equal(expected, ScoringRate.Median(scores));

    [Fact]
    public void ScoreGap_Interval_IsTheSameForAnyOrderOfRows()
    {
        double[] scores = [.. X, .. Z];
        int[] codes = Codes(), clusters = [.. Enumerable.Range(0, 22).Select(i => i % 8)];
        var forward = ScoreGap.Of(scores, codes, 0, 1, [], clusters, 0.95, Streams.FromSeed(4).Derive("gap"), 100);
        int[] back = [.. Enumerable.Range(0, 22).Reverse()];
        var backward = ScoreGap.Of([.. back.Select(i => scores[i])], [.. back.Select(i => codes[i])], 0, 1, [], [.. back.Select(i => 100 - clusters[i])], 0.95, Streams.FromSeed(4).Derive("gap"), 100);
        Assert.Equal(forward, backward);
        Assert.True(forward.Wasserstein.Interval!.Value.Contains(53.15));
    }

    [Fact]
    public void Audit_ScoresWithoutDecision_ComparesScores()
    {
        var portfolio = ColumnPortfolio.Build("scores")
            .Category("g", [.. Enumerable.Repeat("x", X.Length), .. Enumerable.Repeat("z", Z.Length)])
            .Number("points", [.. X, .. Z]).Build();
        var plan = new AuditPlan { Roles = new Roles { Score = new ScoreRole("points", ScoreDirection.HigherIsSafer), Protected = [ProtectedRole.Of("g", "z")] } };
        var findings = Audit.Run(portfolio, plan, new AuditInputs()).Findings.ToDictionary(f => f.Id);
        var smd = findings["disparity/standardized_mean_difference/g/x"];
        Assert.Equal(0.9035455448220522, smd.Value!.Value, 9);
        Assert.Equal(0.038021331514037554, smd.PValue!.Value, 9);
        Assert.Equal(Verdict.Undetermined, smd.Verdict); // .9 lies outside [−.3, .3], its interval reaches inside
        // median of 22: (604 + 608)/2 = 606; above it 7 of 10 and 4 of 12
        Assert.Equal(0.7, findings["disparity/scoring_rate/g/x"].Value!.Value, 12);
        Assert.Equal(4 / 12.0, findings["disparity/scoring_rate/g/z"].Value!.Value, 12);
        Assert.Equal(2.1, findings["disparity/scoring_rate_ratio/g/x"].Value!.Value, 12);
        Assert.Equal(53.15, findings["disparity/score_wasserstein/g/x"].Value!.Value, 9);
        Assert.Equal(0.4666666666666667, findings["disparity/score_ks/g/x"].Value!.Value, 9);
        Assert.Equal(91 / 120.0, findings["disparity/score_superiority/g/x"].Value!.Value, 9);
    }

    [Fact]
    public void Audit_RiskScore_CountsSmallerAsBetter()
    {
        var portfolio = ColumnPortfolio.Build("scores").Category("g", ["a", "a", "b", "b"]).Number("pd", [0.1, 0.2, 0.3, 0.4]).Build();
        var plan = new AuditPlan { Roles = new Roles { Score = new ScoreRole("pd", ScoreDirection.HigherIsRiskier), Protected = [ProtectedRole.Of("g", "b")] } };
        var findings = Audit.Run(portfolio, plan, new AuditInputs()).Findings.ToDictionary(f => f.Id);
        Assert.Equal(1, findings["disparity/scoring_rate/g/a"].Value);
        Assert.Equal("the reference group has no score better than the median", findings["disparity/scoring_rate_ratio/g/a"].Reason);
    }

    private static int[] Codes() => [.. Enumerable.Repeat(0, X.Length), .. Enumerable.Repeat(1, Z.Length)];
}

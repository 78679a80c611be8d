using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Models;

public class WeightedTrainingTests
{
    // x = 0..3 with adverse shares .2, .4, .6, .8. A weight of 3 on every adverse row makes the odds three times as large: 3p/(3p + 1 − p) = .429, .667, .818, .923.
    // ML.NET's GAM with a weight column, even of ones, gives .5 everywhere: the trainer repeats rows for it. The tolerance of the smooth and averaged algorithms is their
    // own shrinkage (unweighted they miss by up to .02 too).
    [Theory]
    [InlineData("logistic", 0.02)]
    [InlineData("scorecard", 0.01)]
    [InlineData("gam", 0.04)]
    [InlineData("fasttree", 0.005)]
    [InlineData("fastforest", 0.04)]
    [InlineData("lightgbm", 0.005)]
    public void Train_AdverseRowsWeightedThree_GivesThreefoldOdds(string algorithm, double tolerance)
    {
        Assert.SkipUnless(algorithm != "lightgbm" || TrainerAvailability.LightGbm(out _), "libgomp1 is not installed");
        double[] weighted = Probabilities(algorithm, 3), ones = Probabilities(algorithm, 1), none = Probabilities(algorithm, null);
        for (var x = 0; x < 4; x++)
        {
            var p = 0.2 * (x + 1);
            Assert.Equal(3 * p / ((3 * p) + 1 - p), weighted[x], tolerance);
            Assert.Equal(none[x], ones[x], 0.001);
        }
    }

    // k copies of mean weight: the copies of any run of rows are within one of k times their weight.
    [Fact]
    public void Train_GamWithUnevenWeights_FollowsTheirSum()
    {
        const int n = 6_000;
        float[] x = [.. Enumerable.Range(0, n).Select(i => (float)(i % 2))];
        var streams = Streams.FromSeed(4).Derive("uneven");
        long[] y = [.. Enumerable.Range(0, n).Select(i => streams.Uniform((ulong)i, 0) < 0.5 ? 1L : 0)];
        double[] w = [.. Enumerable.Range(0, n).Select(i => y[i] == 1 && x[i] == 1 ? 0.1 + (2 * streams.Uniform((ulong)i, 1)) : 0.37)];
        var rows = ColumnPortfolio.Build("uneven").Number("x", x).Integer("y", y).Number("w", w).Build();
        var model = new MlNetTrainer().Train(rows, new TrainingPlan("gam", new Roles { Outcome = new OutcomeRole("y", "1"), Weight = "w", Features = [FeatureRole.Of("x")] }, null, 7), default);
        for (var v = 0; v < 2; v++)
        {
            int[] at = [.. Enumerable.Range(0, n).Where(i => x[i] == v)];
            Assert.Equal(at.Sum(i => w[i] * y[i]) / at.Sum(i => w[i]), Score(model.Scorer, v), 0.03);
        }
    }

    private static double[] Probabilities(string algorithm, double? adverse)
    {
        const int n = 4_000;
        float[] x = [.. Enumerable.Range(0, n).Select(i => (float)(i % 4))];
        long[] y = [.. Enumerable.Range(0, n).Select(i => i / 4 % 10 < 2 + (2 * (i % 4)) ? 1L : 0)];
        double[] w = [.. y.Select(v => v == 1 ? adverse ?? 1 : 1)];
        var rows = ColumnPortfolio.Build("weighted").Number("x", x).Integer("y", y).Number("w", w).Build();
        var plan = new TrainingPlan(algorithm, new Roles { Outcome = new OutcomeRole("y", "1"), Weight = adverse is null ? null : "w", Features = [FeatureRole.Of("x")] }, null, 7);
        var scorer = new MlNetTrainer().Train(rows, plan, TestContext.Current.CancellationToken).Scorer;
        return [.. Enumerable.Range(0, 4).Select(v => Score(scorer, v))];
    }

    private static double Score(IScorer scorer, float x)
    {
        var score = new double[1];
        scorer.Score(new FeatureBlock([[x]], 0, 1), score);
        return scorer.Scale.Kind == ScoreKind.Points ? 1 / (1 + Math.Pow(2, (score[0] - 550) / 50)) : scorer.Scale.ToAdverseProbability(score[0]);
    }
}

using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Models;

public class MlNetTrainerTests
{
    private const int Rows = 6_000;

    private static readonly ColumnPortfolio Training = SmallCredit.Make(Rows);
    private static readonly ColumnPortfolio Fresh = SmallCredit.Make(20_000, seed: 12, missing: 0);
    private static readonly long[] FreshOutcome = Fresh.Values(Fresh.Schema.Find("default")!.Value).Integers;
    private static readonly double[] FreshTruth = Fresh.Values(Fresh.Schema.Find("truth")!.Value).Doubles;

    // The standard error of an AUC of 0.78 on 20,000 rows is about 0.0035; scores of one sample share most of it, so a model's AUC may
    // fall behind the true risk's by what it has not learnt from 6,000 rows (least for the true model class, more for 5 bins and for
    // trees), and never lie above it by more than 0.01.
    [Theory]
    [InlineData("logistic", 0.005)]
    [InlineData("gam", 0.015)]
    [InlineData("fasttree", 0.03)]
    [InlineData("fastforest", 0.03)]
    [InlineData("lightgbm", 0.03)]
    [InlineData("scorecard", 0.02)]
    public void Train_LogisticWorld_RanksAlmostAsWellAsTheTruth(string algorithm, double loss)
    {
        Assert.SkipUnless(algorithm != "lightgbm" || TrainerAvailability.LightGbm(out _), "libgomp1 is not installed");
        var model = new MlNetTrainer().Train(Training, SmallCredit.Plan(algorithm), TestContext.Current.CancellationToken);
        var risk = SmallCredit.Score(model.Scorer, Fresh).Select(s => s * model.Scorer.Scale.RiskSign).ToArray();
        var truth = SmallCredit.Auc(FreshTruth, FreshOutcome);
        TestContext.Current.TestOutputHelper!.WriteLine($"{algorithm}: {SmallCredit.Auc(risk, FreshOutcome):F4} of {truth:F4}");
        Assert.InRange(SmallCredit.Auc(risk, FreshOutcome), truth - loss, truth + 0.01);
        Assert.Equal(Rows, model.TrainingRows);
    }

    [Theory]
    [InlineData("logistic")]
    [InlineData("scorecard")]
    [InlineData("gam")]
    [InlineData("fasttree")]
    [InlineData("fastforest")]
    [InlineData("lightgbm")]
    public void Train_OneOrTwoThreadsAndAgain_GivesTheSameBits(string algorithm)
    {
        Assert.SkipUnless(algorithm != "lightgbm" || TrainerAvailability.LightGbm(out _), "libgomp1 is not installed");
        var rows = SmallCredit.Make(600);
        var plan = SmallCredit.Plan(algorithm, weighted: true);
        var one = Scores(1, plan);
        Assert.Equal(one, Scores(2, plan));
        Assert.Equal(one, Scores(1, plan));
        Assert.NotEqual(one, Scores(1, SmallCredit.Plan(algorithm)));

        double[] Scores(int threads, TrainingPlan p) =>
            SmallCredit.Score(new MlNetTrainer(threads).Train(rows, p, TestContext.Current.CancellationToken).Scorer, rows);
    }

    // True log-odds: −1 + 2.04·burden − 1.36·(income − 30,000)/8,000 + 0.9 in the south. With 40,000 rows a standard error is about 0.02 to
    // 0.03; five of them, rounded up: 0.15.
    [Fact]
    public void Train_Logistic_RecoversTheTrueCoefficientsOnTheSlotsOwnScale()
    {
        var rows = SmallCredit.Make(40_000, seed: 21, missing: 0);
        var model = (EncodedScorer)new MlNetTrainer().Train(rows, SmallCredit.Plan("logistic"), TestContext.Current.CancellationToken).Scorer;
        var weights = ((LinearModel)model.Model).Weights;
        Assert.Equal(2.04, weights[0], 0.15);
        Assert.Equal(-1.36, weights[1] * 8_000, 0.15);
        Assert.Equal(0, weights[2], 0.15);
        Assert.Equal(0.9, weights[5] - weights[3], 0.15);
        Assert.Equal(0, weights[4] - weights[3], 0.15);
    }

    // Calibration in the large: by thirds of the predicted risk, observed less predicted default rate. About 6,700 rows a third: standard
    // error at most 0.006; a model from 6,000 rows adds as much again.
    [Theory]
    [InlineData("fastforest")]
    [InlineData("gam")]
    [InlineData("logistic")]
    public void Train_Probability_MeansItsFrequency(string algorithm)
    {
        var model = new MlNetTrainer().Train(Training, SmallCredit.Plan(algorithm), TestContext.Current.CancellationToken);
        var risk = SmallCredit.Score(model.Scorer, Fresh).Select(model.Scorer.Scale.ToAdverseProbability).ToArray();
        var order = Enumerable.Range(0, risk.Length).OrderBy(i => risk[i]).ToArray();
        foreach (var third in order.Chunk(6_667))
        {
            Assert.Equal(third.Average(i => risk[i]), third.Average(i => (double)FreshOutcome[i]), 0.04);
        }
    }

    [Fact]
    public void Train_RowsWithMissingFeaturesAndOutcomes_KeepsTheFirstAndCountsBoth()
    {
        var burden = new float[400];
        var outcome = new float[400];
        var weight = new double[400];
        for (var i = 0; i < 400; i++)
        {
            // 100 rows without burden, of which the 20 multiples of 20 also lack the outcome; every 16th weighs nothing.
            burden[i] = i % 4 == 0 ? float.NaN : i % 7;
            outcome[i] = i % 20 == 0 ? float.NaN : i % 3 == 0 ? 2 : 1;
            weight[i] = i % 16 == 1 ? 0 : 1;
        }

        var rows = ColumnPortfolio.Build("few.csv").Number("burden", burden).Number("bad", outcome).Number("w", weight).Build();
        var plan = new TrainingPlan("fasttree", new Roles { Outcome = new OutcomeRole("bad", "2"), Weight = "w" }, null, 1);
        var model = new MlNetTrainer().Train(rows, plan, TestContext.Current.CancellationToken);
        Assert.Equal(400 - 20 - 25, model.TrainingRows);
        Assert.Equal(20, model.DroppedRows["the outcome is missing"]);
        Assert.Equal(25, model.DroppedRows["the weight is 0"]);
        Assert.Equal(100 - 20, model.ImputedRows["burden"]);
        Assert.Equal(["burden"], model.Scorer.Features.Features.Select(f => f.Name));
    }

    // Missing burden is as risky as can be: a trainer that drops those rows cannot know it.
    [Theory]
    [InlineData("fasttree")]
    [InlineData("logistic")]
    [InlineData("scorecard")]
    public void Train_InformativeMissingness_IsLearnt(string algorithm)
    {
        const int count = 2_000;
        var streams = Streams.FromSeed(9).Derive("missing");
        var burden = new float[count];
        var outcome = new bool[count];
        for (var i = 0; i < count; i++)
        {
            burden[i] = i % 5 == 0 ? float.NaN : (float)streams.Uniform((ulong)i, 0);
            outcome[i] = streams.Uniform((ulong)i, 1) < (i % 5 == 0 ? 0.8 : 0.2);
        }

        var rows = ColumnPortfolio.Build().Number("burden", burden).Flag("bad", outcome).Build();
        var plan = new TrainingPlan(algorithm, new Roles { Outcome = new OutcomeRole("bad", "true") }, null, 1);
        var scorer = new MlNetTrainer().Train(rows, plan, TestContext.Current.CancellationToken).Scorer;
        var scores = new double[2];
        scorer.Score(new FeatureBlock([[float.NaN, 0.5f]], 0, 2), scores);

        // True difference of log-odds: 2·ln 4 = 2.77, 200 points.
        var points = scorer.Scale.ToPoints(scores[1]) - scorer.Scale.ToPoints(scores[0]);
        Assert.InRange(points, 140, 260);
    }

    [Fact]
    public void Train_Scorecard_GivesWholePointsWithinLimitsThatReadAsRisk()
    {
        var card = (PointsScorecard)new MlNetTrainer().Train(Training, SmallCredit.Plan("scorecard"), TestContext.Current.CancellationToken).Scorer;
        Assert.Equal(ScoreScale.SafetyPoints(100, 999), card.Scale);
        Assert.Equal(card.BasePoints, Math.Round(card.BasePoints));
        Assert.All(card.Points.SelectMany(p => p.Points.Append(p.MissingPoints)), p => Assert.Equal(p, Math.Round(p)));
        var scores = SmallCredit.Score(card, Fresh);
        Assert.All(scores, s => Assert.InRange(s, 100, 999));

        // Quintiles of burden, uniform on [−1, 1], rounded: −0.6, −0.2, 0.2, 0.6; more burden, fewer points.
        Assert.Equal([-0.6, -0.2, 0.2, 0.6], card.Points[0].UpperEdges.Select(e => (double)e), (a, b) => Math.Abs(a - b) < 0.03);
        Assert.Equal(card.Points[0].Points.OrderDescending(), card.Points[0].Points);

        // South: 0.9 more log-odds than east, 50/ln 2 · 0.9 = 65 points fewer.
        Assert.Equal(-65, card.Points[3].Points[2] - card.Points[3].Points[0], 15.0);

        // Log-odds at s points: (550 − s)·ln 2/50. Predicted and observed default rates agree.
        var predicted = scores.Average(s => 1 / (1 + Math.Exp(-(550 - s) * Math.Log(2) / 50)));
        Assert.Equal(predicted, FreshOutcome.Average(), 0.02);
    }

    [Fact]
    public void Train_RowsHeldOut_DoNotTouchTheModel()
    {
        var training = Enumerable.Range(0, 2_000).Select(i => i % 3 != 0).ToArray();
        var all = SmallCredit.Make(2_000);
        var spoilt = SmallCredit.Make(2_000);
        var burden = spoilt.Values(spoilt.Schema.Find("burden")!.Value).Floats;
        var income = spoilt.Values(spoilt.Schema.Find("income")!.Value).Floats;
        for (var i = 0; i < 2_000; i += 3)
        {
            // Bins of the one and the median of the other, which stands for its missing values, must not see these.
            (burden[i], income[i]) = (1e6f, 1e6f);
        }

        var plan = SmallCredit.Plan("gam", training);
        var model = new MlNetTrainer().Train(all, plan, TestContext.Current.CancellationToken);
        Assert.Equal(1_333, model.TrainingRows);
        Assert.Equal(
            SmallCredit.Score(model.Scorer, Fresh),
            SmallCredit.Score(new MlNetTrainer().Train(spoilt, plan, TestContext.Current.CancellationToken).Scorer, Fresh));
    }

    [Theory]
    [InlineData("fastree", "default", "1", null, "The algorithm 'fastree' is not known. Expected one of logistic, scorecard, gam, fasttree, fastforest, lightgbm. Did you mean 'fasttree'?")]
    [InlineData("logistic", "default", "5", null, "small.csv: columns.outcome.adverse is '5', but column 'default' holds 0 and 1. Write one of the values that it holds.")]
    [InlineData("logistic", "defualt", "1", null, "small.csv: there is no column 'defualt' (columns.outcome.adverse). Did you mean 'default'?")]
    [InlineData("logistic", "burden", "1", null, "small.csv: column 'burden' is the outcome and a feature too, so the score would read its own answer. Expected each in one role. Remove it from features.")]
    [InlineData("logistic", "default", "1", "truth", "small.csv: row 1, column 'truth': the weight is negative. Expected a finite number of at least 0. Correct the weight, or leave columns.weight out.")]
    [InlineData("logistic", "default", "1", "income", "small.csv: row 19, column 'income': the weight is missing. Expected a finite number of at least 0. Correct the weight, or leave columns.weight out.")]
    public void Train_PlanThatDoesNotFit_SaysWhatToDo(string algorithm, string outcome, string adverse, string? weight, string message)
    {
        var plan = SmallCredit.Plan(algorithm);
        plan = plan with { Roles = plan.Roles with { Outcome = new OutcomeRole(outcome, adverse), Weight = weight } };
        var e = Assert.Throws<AuditDataException>(() => new MlNetTrainer().Train(Training, plan, TestContext.Current.CancellationToken));
        Assert.Equal(message, e.Message);
    }

    [Fact]
    public void Train_OutcomeOfOneClass_SaysSo()
    {
        var rows = ColumnPortfolio.Build("one.csv").Number("x", [1f, 2, 3]).Integer("bad", [1, 1, 1]).Build();
        var plan = new TrainingPlan("logistic", new Roles { Outcome = new OutcomeRole("bad", "1") }, null, 1);
        var e = Assert.Throws<AuditDataException>(() => new MlNetTrainer().Train(rows, plan, TestContext.Current.CancellationToken));
        Assert.Equal("one.csv: column 'bad' is '1' (columns.outcome.adverse) in all 3 rows used, expected two classes. Add rows of the other class, or name another column.", e.Message);
    }
}

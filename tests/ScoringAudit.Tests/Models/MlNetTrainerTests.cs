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
}

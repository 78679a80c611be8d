using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Models;

public class RoundTripGateTests
{
    private static readonly string[] Names = ["amount", "age"];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Check_TamperedTree_IsRefused(int what)
    {
        var (transformer, features) = Trained(Options());
        var imported = MlNetImporter.Import(transformer, 2);
        RoundTripGate.Check(transformer, imported, features);
        var ensemble = ((BitVectorScorer)imported.Model).Ensemble;
        var tree = ensemble.Trees[0];
        var thresholds = tree.Thresholds.ToArray();
        var leaves = tree.LeafValues.ToArray();
        if (what == 0)
        {
            // By the smallest step that a float knows: a row on the threshold itself now goes the other way.
            thresholds[0] = MathF.BitDecrement(thresholds[0]);
        }
        else
        {
            leaves[^1] += 1e-3;
        }

        var tampered = new TreeEnsemble(
            2,
            [new DecisionTree(tree.SplitSlots.ToArray(), thresholds, tree.Left.ToArray(), tree.Right.ToArray(), leaves), .. ensemble.Trees.Skip(1)],
            ensemble.Bias,
            ensemble.Slope,
            ensemble.Offset);
        var e = Assert.Throws<AuditDataException>(() => RoundTripGate.Check(transformer, imported with { Model = new BitVectorScorer(tampered) }, features));
        Assert.StartsWith("The model is refused: ML.NET's score of test row ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith("they must agree. The saved model is damaged, or uses what ML.NET does not tell, such as LightGBM's default direction for missing values. Train it again with scoring-audit train, or with HandleMissingValue=false on imputed features.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_WrongCalibrator_IsRefused()
    {
        var (transformer, features) = Trained(Options());
        var imported = MlNetImporter.Import(transformer, 2);
        var ensemble = ((BitVectorScorer)imported.Model).Ensemble;
        var doubled = new TreeEnsemble(2, ensemble.Trees, ensemble.Bias, 2 * ensemble.Slope, ensemble.Offset);
        var e = Assert.Throws<AuditDataException>(() => RoundTripGate.Check(
            transformer, imported with { Model = new BitVectorScorer(doubled), Slope = 2 * imported.Slope }, features));
        Assert.StartsWith("The model is refused: ML.NET's probability of test row ", e.Message, StringComparison.Ordinal);
    }

    // LightGBM trained with missing values sends them by a rule that ML.NET hides; without an imputation value NaN reaches the model.
    [Fact]
    public void Check_LightGbmTrainedOnMissingValues_IsRefused()
    {
        Assert.SkipUnless(TrainerAvailability.LightGbm(out _), "libgomp1 is not installed");
        var values = new float[4_000];
        var labels = new bool[2_000];
        var random = Streams.FromSeed(5).Sequence();
        for (var i = 0; i < 2_000; i++)
        {
            var amount = (float)random.NextUniform();

            // Half of the small amounts are missing: missing resembles small, so NaN goes left.
            values[2 * i] = amount < 0.3 && random.NextBelow(2) == 0 ? float.NaN : amount;
            values[(2 * i) + 1] = (float)random.NextUniform();
            labels[i] = amount < 0.3;
        }

        var view = new PortfolioDataView(Names, [new TrainingChunk(2_000, values, labels, [])]);
        var ml = new MLContext(1);
        var transformer = ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            NumberOfIterations = 5, NumberOfLeaves = 4, MinimumExampleCountPerLeaf = 20, Deterministic = true, Seed = 1, HandleMissingValue = true,
        }).Fit(view);
        Assert.Throws<AuditDataException>(() => RoundTripGate.Check(transformer, MlNetImporter.Import(transformer, 2), Features()));
    }

    [Fact]
    public void Import_ModelOfAnotherKind_NamesIt()
    {
        var (view, _) = View();
        var ml = new MLContext(1);
        var transformer = ml.BinaryClassification.Trainers.SdcaNonCalibrated(maximumNumberOfIterations: 1).Fit(view);
        var e = Assert.Throws<AuditDataException>(() => MlNetImporter.Import(transformer, 2));
        Assert.Equal("The ML.NET model holds LinearBinaryModelParameters. Expected one of FastTree, FastForest with a Platt calibrator, LightGBM, GAM or logistic regression for two classes, on a column 'Features'. Train one of these, or audit its scores without the model.", e.Message);
    }

    // A constant slot in front makes GAM number its shapes anew, and ML.NET's public getters refuse the last slot.
    [Fact]
    public void Import_GamWithAConstantSlot_AgreesOnEveryRow()
    {
        var (values, labels) = (new float[1_500], new bool[500]);
        var random = Streams.FromSeed(6).Sequence();
        for (var i = 0; i < 500; i++)
        {
            (values[3 * i], values[(3 * i) + 1], values[(3 * i) + 2]) = (1, (float)random.NextUniform(), (float)random.NextUniform());
            labels[i] = values[(3 * i) + 2] > random.NextUniform();
        }

        var view = new PortfolioDataView(["one", "amount", "age"], [new TrainingChunk(500, values, labels, [])]);
        var ml = new MLContext(1);
        var transformer = ml.BinaryClassification.Trainers.Gam(new GamBinaryTrainer.Options { NumberOfIterations = 30, LearningRate = 0.1 }).Fit(view);
        var features = new FeatureSchema([.. new[] { "one", "amount", "age" }.Select((n, i) => new Feature(n, FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0.5f, false, i))]);
        var imported = MlNetImporter.Import(transformer, 3);
        Assert.NotEmpty(((AdditiveModel)imported.Model).Effects(2).ToArray());
        Assert.Empty(((AdditiveModel)imported.Model).Effects(0).ToArray());
        RoundTripGate.Check(transformer, imported, features);
    }

    private static FastTreeBinaryTrainer.Options Options() => new() { NumberOfTrees = 4, NumberOfLeaves = 5 };

    private static FeatureSchema Features() =>
        new([.. Names.Select((n, i) => new Feature(n, FeatureKind.Number, Origin.Own, OnMove.Keep, [], float.NaN, false, i))]);

    private static (ITransformer Transformer, FeatureSchema Features) Trained(FastTreeBinaryTrainer.Options options) =>
        (new MLContext(1).BinaryClassification.Trainers.FastTree(options).Fit(View().View), Features());

    private static (PortfolioDataView View, bool[] Labels) View()
    {
        var random = Streams.FromSeed(4).Sequence();
        var values = new float[600];
        var labels = new bool[300];
        for (var i = 0; i < 300; i++)
        {
            (values[2 * i], values[(2 * i) + 1]) = ((float)random.NextUniform(), (float)random.NextUniform());
            labels[i] = values[2 * i] > random.NextUniform();
        }

        return (new PortfolioDataView(Names, [new TrainingChunk(300, values, labels, [])]), labels);
    }
}

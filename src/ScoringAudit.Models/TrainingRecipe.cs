using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace ScoringAudit.Models;

/// <summary>The settings of each ML.NET trainer. Every number that shapes a model is named here, so that a change of ML.NET's defaults changes nothing.</summary>
/// <param name="Algorithm">logistic, gam, fasttree, fastforest or lightgbm.</param>
/// <param name="Seed">Seed, at least 0.</param>
/// <param name="Threads">Most threads; the models are the same for any number.</param>
/// <param name="Weighted">Whether the view has weights.</param>
internal sealed record TrainingRecipe(string Algorithm, int Seed, int Threads, bool Weighted)
{
    /// <summary>How often a row of mean weight stands in the view, where weights are repeats.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Shape of the trees.</summary>
    public TreeShape Shape { get; init; } = TreeShape.Default;

    private int Trees => Shape.Trees;

    private int Leaves => Shape.Leaves;

    private int LeastRowsInLeaf => Shape.LeastRowsInLeaf;

    private string? WeightColumn => Weighted ? PortfolioDataView.Weight : null;

    /// <summary>Trains in a context of its own: what was done before in another never moves its seed. ML.NET cannot be stopped within.</summary>
    public ITransformer Fit(IDataView view) => Estimator(new MLContext(Seed)).Fit(view);

    private IEstimator<ITransformer> Estimator(MLContext ml) => Algorithm switch
    {
        "logistic" => Logistic(ml),
        "gam" => ml.BinaryClassification.Trainers.Gam(new GamBinaryTrainer.Options
        {
            // The default, 9,500 rounds at 0.002, takes 10 CPU-seconds on 20,000 rows of 12 slots.
            NumberOfIterations = 500,
            LearningRate = 0.04,
            MaximumBinCountPerFeature = 64,
            MinimumExampleCountPerLeaf = LeastRowsInLeaf * Repeats,
            EnablePruning = false,
            Seed = Seed,
            NumberOfThreads = Threads,
            ExampleWeightColumnName = WeightColumn,
        }),
        "fasttree" => ml.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            NumberOfTrees = Trees,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = LeastRowsInLeaf,
            LearningRate = 0.1,
            MaximumBinCountPerFeature = 255,
            Seed = Seed,
            FeatureSelectionSeed = Seed,
            NumberOfThreads = Threads,
            ExampleWeightColumnName = WeightColumn,
        }),
        "fastforest" => ml.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
        {
            NumberOfTrees = Trees,
            NumberOfLeaves = 2 * Leaves,
            MinimumExampleCountPerLeaf = LeastRowsInLeaf,
            MaximumBinCountPerFeature = 255,
            FeatureFraction = 0.7,
            FeatureFractionPerSplit = 0.7,
            BaggingSize = 1,
            BaggingExampleFraction = 0.7,
            Seed = Seed,
            FeatureSelectionSeed = Seed,
            NumberOfThreads = Threads,
            ExampleWeightColumnName = WeightColumn,
        }),
        "lightgbm" => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            NumberOfIterations = Trees,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = LeastRowsInLeaf,
            LearningRate = 0.1,
            MaximumBinCountPerFeature = 255,
            HandleMissingValue = false,
            UseCategoricalSplit = false,
            Deterministic = true,

            // Otherwise LightGBM times both layouts and takes the faster one: another machine, another sum.
            ForceColumnWise = true,
            Seed = Seed,
            NumberOfThreads = Threads,
            ExampleWeightColumnName = WeightColumn,
        }),
        _ => throw new ArgumentException($"No recipe for '{Algorithm}'."),
    };

    // L-BFGS needs slots of like size, and one thread: its sums differ between thread counts. The importer folds the scaling back.
    private EstimatorChain<BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>> Logistic(MLContext ml) =>
        ml.Transforms.NormalizeMeanVariance(PortfolioDataView.Features, fixZero: false)
            .Append(ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
            {
                L1Regularization = 0,
                L2Regularization = 1,
                OptimizationTolerance = 1e-7f,
                MaximumNumberOfIterations = 500,
                NumberOfThreads = 1,
                ExampleWeightColumnName = WeightColumn,
            }));
}

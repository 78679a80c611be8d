using System.Globalization;
using Microsoft.ML;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>Trains credit scores: logistic regression, GAM, FastTree, FastForest and LightGBM with ML.NET, and a points scorecard. The same model on any number of threads and on every run.</summary>
/// <remarks>
/// Rows without an outcome, or of weight 0, are left out and counted. Missing features are imputed by the encoder (training median and an
/// indicator slot) and counted; no row is left out for them, which ML.NET's FastTree would do in silence. The score is the log-odds of the
/// adverse outcome (points for a scorecard), computed by the core's own arithmetic behind <see cref="RoundTripGate"/>. Weights are honoured by every
/// algorithm; the GAM's by repeating rows (four times where the weight is the mean), because ML.NET's GAM cannot read them.
/// </remarks>
public sealed class MlNetTrainer : ITrainer
{
    private const int FewRows = 100_000;
    private const int GamRepeats = 4;
    private readonly int _threads;
    private readonly Func<string, bool>? _loadNative;

    /// <summary>A trainer.</summary>
    /// <param name="threads">Most threads of a tree trainer; at least 1. It does not change a score; ML.NET notes it in its zip. FastTree, FastForest and GAM share one number in a process: the first trainer's holds.</param>
    /// <param name="loadNative">How to load a native library, for tests; null: as ML.NET does.</param>
    public MlNetTrainer(int threads = 1, Func<string, bool>? loadNative = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = threads;
        _loadNative = loadNative;
    }

    /// <summary>How far the trees of FastTree, FastForest and LightGBM, and the bins of GAM, may grow.</summary>
    public TreeShape Shape { get; init; } = TreeShape.Default;

    /// <summary>The algorithms, by the names that a plan uses.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["logistic", "scorecard", "gam", "fasttree", "fastforest", "lightgbm"];

    /// <inheritdoc/>
    /// <exception cref="AuditDataException">The plan or the rows cannot be used, or the model does not pass the gate.</exception>
    public TrainedModel Train(IPortfolio rows, TrainingPlan plan, CancellationToken cancel) => TrainPackage(rows, plan, cancel).Model;

    /// <summary>Trains, and keeps what is needed to save the model.</summary>
    /// <param name="rows">The portfolio.</param>
    /// <param name="plan">What to train.</param>
    /// <param name="cancel">Stops the work between the steps of training.</param>
    /// <exception cref="AuditDataException">The plan or the rows cannot be used, or the model does not pass the gate.</exception>
    public TrainedPackage TrainPackage(IPortfolio rows, TrainingPlan plan, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        RequireKnown(plan.Algorithm);
        if (plan.Algorithm == "lightgbm")
        {
            TrainerAvailability.RequireLightGbm(_loadNative);
        }

        var data = TrainingData.Read(rows, plan);
        cancel.ThrowIfCancellationRequested();
        try
        {
            var (scorer, zip) = plan.Algorithm == "scorecard" ? (ScorecardTraining.Fit(data), []) : Fit(data, plan, cancel);
            var model = new TrainedModel(plan.Algorithm, scorer, data.Rows, data.Dropped, data.Imputed);
            return new TrainedPackage(model, zip, plan.Seed);
        }
        catch (InvalidOperationException e)
        {
            // Thrown by ML.NET where the rows are too few or too uniform; its texts hold no values.
            throw new AuditDataException(
                $"{rows.Schema.Source}: {plan.Algorithm} could not learn from {data.Rows.ToString(CultureInfo.InvariantCulture)} rows: {e.Message} Expected more rows, or features that vary. Use more rows, or another algorithm.",
                e);
        }
    }

    /// <summary>Checks the name of an algorithm before any work.</summary>
    /// <exception cref="AuditDataException">It is not known; the nearest name is suggested.</exception>
    public static void Require(string algorithm) => RequireKnown(algorithm);

    internal static void RequireKnown(string algorithm)
    {
        if (!Algorithms.Contains(algorithm))
        {
            var near = Nearest.Of(algorithm, Algorithms);
            var hint = near is null ? string.Empty : $" Did you mean '{near}'?";
            throw new AuditDataException($"The algorithm '{algorithm}' is not known. Expected one of {string.Join(", ", Algorithms)}.{hint}");
        }
    }

    private (IScorer Scorer, byte[] Zip) Fit(TrainingData data, TrainingPlan plan, CancellationToken cancel)
    {
        var streams = Streams.FromSeed(plan.Seed).Derive("train").Derive(plan.Algorithm);
        // ML.NET's GAM gives a constant whenever it is given a weight column, even one of ones: there, weights are repeats of rows.
        var repeated = plan.Algorithm == "gam" && data.Weights.Length > 0;
        var view = repeated ? data.ToRepeatedView(GamRepeats) : data.ToDataView();

        // LightGBM's threads wait for each other by spinning at every leaf: on few rows and a busy machine they take minutes where one takes a second.
        var threads = plan.Algorithm == "lightgbm" && data.Rows < FewRows ? 1 : _threads;
        var recipe = new TrainingRecipe(plan.Algorithm, (int)(streams.Bits(0, 0) >> 33), threads, data.Weights.Length > 0 && !repeated) { Shape = Shape, Repeats = repeated ? GamRepeats : 1 };
        var transformer = plan.Algorithm == "fastforest"
            ? ForestTraining.Fit(data, view, recipe, streams.Derive("calibration folds"), cancel)
            : recipe.Fit(view);
        cancel.ThrowIfCancellationRequested();
        var scorer = GatedScorer.Make(transformer, data.Schema, Sample(data));
        return (scorer, MlNetZip.Save(transformer, view.Schema));
    }

    // Up to 1,000 training rows, evenly spaced.
    private static FeatureBlock Sample(TrainingData data)
    {
        var count = Math.Min(RoundTripGate.LeastRows, data.Rows);
        var columns = data.Features.Columns
            .Select(column => Enumerable.Range(0, count).Select(i => column[(int)((long)i * data.Rows / count)]).ToArray())
            .ToArray();
        return new FeatureBlock(columns, 0, count);
    }
}

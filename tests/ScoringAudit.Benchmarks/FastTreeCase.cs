using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using ScoringAudit.Models;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary>A FastTree model of 100 trees with 20 leaves on generated rows of 20 numbers, as ML.NET holds it and as this toolkit does.</summary>
internal sealed class FastTreeCase
{
    public const int Features = 20;

    private FastTreeCase(MLContext ml, IDataView data, ISingleFeaturePredictionTransformer<object> model, TreeEnsemble ensemble, float[][] columns, bool[] adverse)
    {
        Ml = ml;
        Data = data;
        Model = model;
        Ensemble = ensemble;
        Columns = columns;
        Adverse = adverse;
    }

    public MLContext Ml { get; }

    public IDataView Data { get; }

    public ISingleFeaturePredictionTransformer<object> Model { get; }

    public TreeEnsemble Ensemble { get; }

    public float[][] Columns { get; }

    public bool[] Adverse { get; }

    /// <summary>LightGBM of 100 trees with 31 leaves and depth 8 on the same rows.</summary>
    public static FastTreeCase LightGbm(int rows) => Make(rows, ml => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
    {
        NumberOfIterations = 100,
        NumberOfLeaves = 31,
        Booster = new GradientBooster.Options { MaximumTreeDepth = 8 },
        HandleMissingValue = false,
        Deterministic = true,
        ForceColumnWise = true,
        NumberOfThreads = 1,
    }));

    public static FastTreeCase Of(int rows, int trees = 100, int leaves = 20) => Make(rows, ml => ml.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
    {
        NumberOfTrees = trees,
        NumberOfLeaves = leaves,
        NumberOfThreads = 1,
    }));

    private static FastTreeCase Make<T>(int rows, Func<MLContext, IEstimator<T>> trainer)
        where T : class, ITransformer, ISingleFeaturePredictionTransformer<object>
    {
        var streams = Streams.FromSeed(7).Derive("benchmark");
        var columns = new float[Features][];
        for (var f = 0; f < Features; f++)
        {
            columns[f] = new float[rows];
            for (var row = 0; row < rows; row++)
            {
                columns[f][row] = (float)(streams.Uniform((ulong)row, (uint)f) + streams.Uniform((ulong)row, (uint)(f + 100)) - 1);
            }
        }

        var adverse = new bool[rows];
        var records = new Record[rows];
        for (var row = 0; row < rows; row++)
        {
            double logit = -1;
            var values = new float[Features];
            for (var f = 0; f < Features; f++)
            {
                values[f] = columns[f][row];
                logit += values[f] * (f - 9) * 0.3;
            }

            logit += values[0] * values[1] * 4;
            adverse[row] = streams.Uniform((ulong)row, 999) < 1 / (1 + Math.Exp(-logit));
            records[row] = new Record { Label = adverse[row], Features = values };
        }

        var ml = new MLContext(7);
        var data = ml.Data.LoadFromEnumerable(records);
        var model = trainer(ml).Fit(data);
        return new FastTreeCase(ml, data, model, ((BitVectorScorer)MlNetImporter.Import(model, Features).Model).Ensemble, columns, adverse);
    }

    private sealed class Record
    {
        public bool Label { get; set; }

        [VectorType(FastTreeCase.Features)]
        public float[] Features { get; set; } = [];
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using ScoringAudit.Primitives;

namespace ScoringAudit.Models;

/// <summary>FastForest with calibrated probabilities: ML.NET's forest gives a score without a probability.</summary>
/// <remarks>
/// A forest's scores on the rows that grew it are too sure. So three forests are grown, each on two thirds of the rows (at random, by a named
/// stream), and score the third that they have not seen; ML.NET's Platt calibrator (Platt 1999, with his prior-corrected targets) is fitted
/// to those scores, and put behind the forest that is grown on all rows.
/// </remarks>
internal static class ForestTraining
{
    private const int Folds = 3;

    public static ITransformer Fit(TrainingData data, PortfolioDataView view, TrainingRecipe recipe, Streams streams, CancellationToken cancel)
    {
        var forest = recipe.Fit(view);
        var fold = Folding(data.Rows, streams);
        var scores = new float[data.Rows];
        for (var k = 0; k < Folds; k++)
        {
            cancel.ThrowIfCancellationRequested();
            var part = recipe.Fit(data.ToDataView(row => fold[row] != k));
            int[] held = [.. Enumerable.Range(0, data.Rows).Where(row => fold[row] == k)];
            var (unseen, _) = MlNetScores.Of(part.Transform(data.ToDataView(row => fold[row] == k)), held.Length);
            for (var i = 0; i < held.Length; i++)
            {
                scores[held[i]] = unseen[i];
            }
        }

        var ml = new MLContext(recipe.Seed);
        var platt = ml.BinaryClassification.Calibrators.Platt(exampleWeightColumnName: recipe.Weighted ? nameof(ScoredOutcome.Weight) : null);
        var calibrator = platt.Fit(ml.Data.LoadFromEnumerable(Outcomes(data, scores)));
        return new TransformerChain<ITransformer>(forest, calibrator);
    }

    // Equal folds: a permutation of the rows, cut into thirds.
    private static int[] Folding(int rows, Streams streams)
    {
        var order = Enumerable.Range(0, rows).ToArray();
        var random = streams.Sequence();
        random.Shuffle<int>(order);
        var fold = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            fold[order[i]] = (int)((long)i * Folds / rows);
        }

        return fold;
    }

    // One object for all rows.
    private static IEnumerable<ScoredOutcome> Outcomes(TrainingData data, float[] scores)
    {
        var one = new ScoredOutcome();
        for (var row = 0; row < scores.Length; row++)
        {
            one.Score = scores[row];
            one.Label = data.Adverse[row];
            one.Weight = data.Weights.Length > 0 ? data.Weights[row] : 1;
            yield return one;
        }
    }

    private sealed class ScoredOutcome
    {
        public float Score { get; set; }

        public bool Label { get; set; }

        public float Weight { get; set; }
    }
}

using System.Globalization;
using Microsoft.ML;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>Scores the same rows by ML.NET and by the imported model, and refuses a model on which they differ.</summary>
/// <remarks>
/// The rows: every value missing; each feature missing alone; each level of each category, and a level that is in no list; for each
/// number its median, values on both sides of the model's own thresholds and on them exactly, and round numbers of several sizes; random
/// combinations of all these up to 1,000 rows at least (from a fixed stream, so that the gate is the same on every run); and the rows
/// that the caller adds. Compared are Score, by the tolerance of <see cref="ImportedModel.Tolerance"/>, and Probability, within 1e-6;
/// for a linear model at least within what single precision can lose in that row's sum.
/// </remarks>
public static class RoundTripGate
{
    /// <summary>The least number of rows compared.</summary>
    public const int LeastRows = 1_000;

    private const double ProbabilityTolerance = 1e-6;

    /// <summary>Compares, and throws on the first difference.</summary>
    /// <param name="transformer">The model as ML.NET scores it.</param>
    /// <param name="imported">The model as the core scores it.</param>
    /// <param name="features">The features and their slots.</param>
    /// <param name="rows">Rows to compare beside the gate's own, for example some that trained the model.</param>
    /// <exception cref="AuditDataException">A score or probability differs by more than the tolerance; the message has no value of a row.</exception>
    public static void Check(ITransformer transformer, ImportedModel imported, FeatureSchema features, FeatureBlock? rows = null)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(imported);
        ArgumentNullException.ThrowIfNull(features);
        Compare(transformer, imported, features, ProbeRows.Make(features, imported.Model));
        if (rows is { Rows: > 0 } own)
        {
            Compare(transformer, imported, features, own);
        }
    }

    private static void Compare(ITransformer transformer, ImportedModel imported, FeatureSchema features, FeatureBlock rows)
    {
        var slots = SlotBlock.OfLength(features.Slots, rows.Rows);
        new FeatureEncoder(features).Encode(rows, slots);
        var logOdds = new double[rows.Rows];
        imported.Model.Score(slots, logOdds);
        var values = new float[rows.Rows * features.Slots];
        for (var row = 0; row < rows.Rows; row++)
        {
            slots.CopyRow(row, values.AsSpan(row * features.Slots, features.Slots));
        }

        var view = new PortfolioDataView(
            [.. features.Features.SelectMany(f => f.SlotNames())], [new TrainingChunk(rows.Rows, values, [], [])]);
        var (scores, probabilities) = MlNetScores.Of(transformer.Transform(view), rows.Rows);
        for (var row = 0; row < rows.Rows; row++)
        {
            var score = (float)((logOdds[row] + imported.Offset) / -imported.Slope);
            var rounding = imported.Model is LinearModel linear ? Rounding(linear, values.AsSpan(row * features.Slots, features.Slots)) : 0;
            if (Differ(score, scores[row], Math.Max(imported.Tolerance * Math.Max(1, Math.Abs(scores[row])), rounding / -imported.Slope)))
            {
                throw Refusal("score", row, rows.Rows, scores[row], score);
            }

            var probability = 1 / (1 + Math.Exp(-logOdds[row]));
            if (Differ(probability, probabilities[row], Math.Max(ProbabilityTolerance, rounding / 4)))
            {
                throw Refusal("probability", row, rows.Rows, probabilities[row], probability);
            }
        }
    }

    // A sum of n single-precision products is off by at most about n · 2^-24 times the sum of their sizes (Higham 2002, section 3.1),
    // however small the sum itself comes out: large terms of a made-up row cancel. Standardising each value adds a few roundings more.
    // The logistic function has a slope of at most a quarter.
    private static double Rounding(LinearModel model, ReadOnlySpan<float> slots)
    {
        const double unit = 1.0 / (1 << 24);
        var sizes = Math.Abs(model.Bias);
        for (var i = 0; i < slots.Length; i++)
        {
            sizes += Math.Abs(model.Weights[i] * slots[i]);
        }

        return double.IsFinite(sizes) ? (slots.Length + 4) * unit * sizes : 0;
    }

    // Both NaN is agreement: a linear model without imputation has no score where a value is missing.
    private static bool Differ(double a, double b, double tolerance) =>
        double.IsNaN(a) || double.IsNaN(b) ? double.IsNaN(a) != double.IsNaN(b) : !(Math.Abs(a - b) <= tolerance);

    private static AuditDataException Refusal(string what, int row, int rows, double mlNet, double ours) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"The model is refused: ML.NET's {what} of test row {row + 1} of {rows} is {mlNet:R}, the import's is {ours:R}; they must agree. The saved model is damaged, or uses what ML.NET does not tell, such as LightGBM's default direction for missing values. Train it again with scoring-audit train, or with HandleMissingValue=false on imputed features."));
}

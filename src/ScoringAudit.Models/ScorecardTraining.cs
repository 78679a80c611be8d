using Microsoft.ML;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>Fits an additive points scorecard: public bins, a logistic regression on bin indicators, whole points.</summary>
/// <remarks>
/// Bins: a category's levels and "other"; a number's training quintiles, rounded to two significant digits, so that an edge is nobody's
/// exact value; missing is a bin of its own. Points of a bin = round(−(50 / ln 2) · its log-odds), less the points of the feature's most
/// frequent bin, which go to the base: so the usual applicant gets the base points. Score = base + Σ points, kept within 100 to 999;
/// 550 are even odds and 50 points double them. Source: Siddiqi 2006, Credit Risk Scorecards, ch. 6.
/// </remarks>
internal static class ScorecardTraining
{
    private const int Bins = 5;
    private const double LeastPoints = 100;
    private const double MostPoints = 999;

    public static PointsScorecard Fit(TrainingData data)
    {
        var edges = new float[data.Schema.Count][];
        var firstSlot = new int[data.Schema.Count];
        var slots = 0;
        for (var f = 0; f < edges.Length; f++)
        {
            var feature = data.Schema.Features[f];
            edges[f] = feature.Kind == FeatureKind.Number ? Edges(data.Features.Columns[f]) : [];
            firstSlot[f] = slots;
            slots += Entries(feature, edges[f]) + 1;
        }

        var bins = new int[edges.Length][];
        for (var f = 0; f < bins.Length; f++)
        {
            bins[f] = BinsOf(data.Schema.Features[f], edges[f], data.Features.Columns[f]);
        }

        var (bias, weights) = Logistic(data, bins, firstSlot, slots);
        var factor = ScoreScale.PointsToDoubleTheOdds / Math.Log(2);
        var basePoints = ScoreScale.PointsAtEvenOdds - (factor * bias);
        var tables = new FeaturePoints[edges.Length];
        for (var f = 0; f < tables.Length; f++)
        {
            var entries = Entries(data.Schema.Features[f], edges[f]);
            var counts = new int[entries + 1];
            foreach (var bin in bins[f])
            {
                counts[bin]++;
            }

            var usual = -factor * weights[firstSlot[f] + Array.IndexOf(counts, counts.Max())];
            basePoints += usual;
            var points = new double[entries + 1];
            for (var bin = 0; bin < points.Length; bin++)
            {
                // A bin without training rows (an unseen level) says nothing: as the usual one.
                points[bin] = counts[bin] == 0 ? 0 : Whole((-factor * weights[firstSlot[f] + bin]) - usual);
            }

            tables[f] = new FeaturePoints(edges[f], points[..entries], points[entries]);
        }

        return new PointsScorecard(data.Schema, Whole(basePoints), tables, LeastPoints, MostPoints);
    }

    // Adding 0 turns −0 into 0.
    private static double Whole(double points) => Math.Round(points, MidpointRounding.AwayFromZero) + 0.0;

    private static int Entries(Feature feature, float[] edges) => feature.Kind == FeatureKind.Number ? edges.Length + 1 : feature.Levels.Count + 1;

    private static float[] Edges(float[] column)
    {
        var present = column.Where(v => !float.IsNaN(v)).ToArray();
        Array.Sort(present);
        var edges = new SortedSet<float>();
        for (var k = 1; k < Bins; k++)
        {
            edges.Add(TwoDigits(present[(int)((long)k * present.Length / Bins)]));
        }

        // An edge at or above the largest value would leave the bin above it empty.
        return [.. edges.Where(e => e < present[^1])];
    }

    private static float TwoDigits(float value)
    {
        if (value == 0)
        {
            return 0;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs((double)value))) - 1);
        return (float)(Math.Round(value / unit) * unit);
    }

    private static int[] BinsOf(Feature feature, float[] edges, float[] column)
    {
        var entries = Entries(feature, edges);
        var bins = new int[column.Length];
        for (var row = 0; row < bins.Length; row++)
        {
            var value = column[row];
            bins[row] = float.IsNaN(value) ? entries : feature.Kind == FeatureKind.Category ? (int)value : edges.Count(e => value > e);
        }

        return bins;
    }

    private static (double Bias, double[] Weights) Logistic(TrainingData data, int[][] bins, int[] firstSlot, int slots)
    {
        const int chunkRows = 65_536;
        var chunks = new List<TrainingChunk>();
        for (var start = 0; start < data.Rows; start += chunkRows)
        {
            var count = Math.Min(chunkRows, data.Rows - start);
            var values = new float[count * slots];
            for (var row = 0; row < count; row++)
            {
                for (var f = 0; f < bins.Length; f++)
                {
                    values[(row * slots) + firstSlot[f] + bins[f][start + row]] = 1;
                }
            }

            chunks.Add(new TrainingChunk(
                count, values, data.Adverse[start..(start + count)], data.Weights.Length == 0 ? [] : data.Weights[start..(start + count)]));
        }

        var view = new PortfolioDataView([.. Enumerable.Range(0, slots).Select(slot => $"bin{slot}")], chunks);
        var transformer = new TrainingRecipe("logistic", 0, 1, data.Weights.Length > 0).Fit(view);
        var model = (LinearModel)MlNetImporter.Import(transformer, slots).Model;
        return (model.Bias, model.Weights.ToArray());
    }
}

using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Explanation;

/// <summary>How a score changes along one numeric feature: partial dependence, individual curves and accumulated local effects, on the score's own scale.</summary>
public static class FeatureEffects
{
    /// <summary>Mean score when every row has the same value of a feature. Rows so made may be impossible people where features depend on each other.</summary>
    /// <remarks>Source: Friedman 2001, section 8.2; individual curves: Goldstein et al. 2015.</remarks>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="feature">Name of a numeric feature.</param>
    /// <param name="points">Quantiles of the feature at which to look; at least 2.</param>
    /// <param name="clusters">Block of each row, dense codes; null: rows are independent.</param>
    /// <param name="level">Nominal coverage.</param>
    /// <param name="curves">Whether to keep each row's curve.</param>
    /// <exception cref="ArgumentException">The feature is not numeric, is not there, or has no value.</exception>
    public static FeatureCurve PartialDependence(IScorer scorer, FeatureMatrix rows, string feature, int points = 20, int[]? clusters = null, double level = 0.95, bool curves = false)
    {
        var f = Find(scorer, rows, feature);
        var grid = Grid(rows.Columns[f], points);
        var units = clusters ?? [.. Enumerable.Range(0, rows.Rows)];
        var column = new float[rows.Rows];
        var scores = new double[rows.Rows];
        var effects = new List<double>();
        var intervals = new List<Interval?>();
        var kept = new List<double[]>();
        foreach (var value in grid)
        {
            Array.Fill(column, value);
            scorer.Score(rows.All.With(f, column), scores);
            double[] counts = new double[units.Max() + 1], sums = new double[counts.Length];
            for (var row = 0; row < scores.Length; row++)
            {
                counts[units[row]]++;
                sums[units[row]] += scores[row];
            }

            var mean = ClusterRobust.Mean(counts, sums, level);
            effects.Add(mean.Value.Value);
            intervals.Add(mean.Interval);
            if (curves)
            {
                kept.Add([.. scores]);
            }
        }

        return new FeatureCurve(feature, "partial dependence", grid, effects, intervals, kept);
    }

    /// <summary>Accumulated local effects: mean changes of the score within narrow bins of the feature, added up; rows keep their own values of all others, so that none is impossible.</summary>
    /// <remarks>
    /// Bins hold like numbers of rows. A(z_k) = Σ_{j ≤ k} mean of f(z_j) − f(z_{j−1}) over the rows of bin j, less the mean of A over rows.
    /// The interval is linearised over blocks, bins taken as given. Rows without a value are left out. Source: Apley and Zhu 2020, section 3.
    /// </remarks>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="feature">Name of a numeric feature.</param>
    /// <param name="bins">Bins; at least 1.</param>
    /// <param name="clusters">Block of each row, dense codes; null: rows are independent.</param>
    /// <param name="level">Nominal coverage.</param>
    /// <exception cref="ArgumentException">The feature is not numeric, is not there, or has no value.</exception>
    public static FeatureCurve AccumulatedLocalEffects(IScorer scorer, FeatureMatrix rows, string feature, int bins = 20, int[]? clusters = null, double level = 0.95)
    {
        var f = Find(scorer, rows, feature);
        var edges = Grid(rows.Columns[f], bins + 1);
        var values = rows.Columns[f];
        int[] bin = [.. values.Select(v => float.IsNaN(v) ? -1 : Math.Max(0, FirstAtLeast(edges, v) - 1))];
        float[] low = [.. bin.Select((b, i) => b < 0 ? values[i] : edges[b])];
        float[] high = [.. bin.Select((b, i) => b < 0 ? values[i] : edges[Math.Min(b + 1, edges.Length - 1)])];
        double[] below = new double[rows.Rows], above = new double[rows.Rows];
        scorer.Score(rows.All.With(f, low), below);
        scorer.Score(rows.All.With(f, high), above);

        var last = edges.Length - 1;
        double[] count = new double[last], step = new double[last];
        for (var row = 0; row < bin.Length; row++)
        {
            if (bin[row] >= 0 && last > 0)
            {
                count[bin[row]]++;
                step[bin[row]] += above[row] - below[row];
            }
        }

        var total = count.Sum();
        for (var j = 0; j < last; j++)
        {
            step[j] = count[j] > 0 ? step[j] / count[j] : 0;
        }

        // Part of bin j's mean step in the effect at edge k: 1 if j lies below, less its part in the mean over rows.
        double Part(int k, int j) => (j < k ? 1 : 0) - ((count.AsSpan(j + 1).ToArray().Sum() + (count[j] / 2)) / total);
        var effects = new double[edges.Length];
        var intervals = new Interval?[edges.Length];
        var units = clusters ?? [.. Enumerable.Range(0, rows.Rows)];
        for (var k = 0; k < edges.Length; k++)
        {
            double[] part = [.. Enumerable.Range(0, last).Select(j => Part(k, j))];
            var influence = new double[units.Max() + 1];
            var present = new bool[influence.Length];
            for (var j = 0; j < last; j++)
            {
                effects[k] += part[j] * step[j];
            }

            for (var row = 0; row < bin.Length; row++)
            {
                if (bin[row] >= 0 && last > 0)
                {
                    influence[units[row]] += part[bin[row]] * (above[row] - below[row] - step[bin[row]]) / count[bin[row]];
                    present[units[row]] = true;
                }
            }

            var n = present.Count(p => p);
            if (n > 1)
            {
                var half = StudentQuantile.TwoSided(level, n - 1) * Math.Sqrt(influence.Sum(v => v * v) * n / (n - 1));
                intervals[k] = new Interval(effects[k] - half, effects[k] + half, level);
            }
        }

        return new FeatureCurve(feature, "accumulated local effects", edges, effects, intervals, []);
    }

    private static int Find(IScorer scorer, FeatureMatrix rows, string feature)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(rows);
        for (var f = 0; f < rows.Schema.Count; f++)
        {
            if (rows.Schema.Features[f].Name == feature)
            {
                return rows.Schema.Features[f].Kind == FeatureKind.Number
                    ? f : throw new ArgumentException($"The feature '{feature}' is a category; a curve needs a number.", nameof(feature));
            }
        }

        throw new ArgumentException($"There is no feature '{feature}'.", nameof(feature));
    }

    // Quantiles that occur (type 1), each once.
    private static float[] Grid(float[] values, int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        float[] sorted = [.. values.Where(v => !float.IsNaN(v)).Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("The feature has no value.", nameof(values));
        }

        return [.. Enumerable.Range(0, points).Select(k => sorted[Math.Max(0, (int)Math.Ceiling((double)k * sorted.Length / (points - 1)) - 1)]).Distinct()];
    }

    private static int FirstAtLeast(float[] edges, float value)
    {
        var at = Array.BinarySearch(edges, value);
        return at >= 0 ? at : ~at;
    }
}

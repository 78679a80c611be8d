using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Explanation;

/// <summary>How a score changes along one numeric feature: partial dependence, individual curves and accumulated local effects, on the score's own scale.</summary>
public static class FeatureEffects
{
    private const int MostTakers = 1_000, MostDonors = 200;

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
    public static FeatureCurve PartialDependence(IScorer scorer, FeatureMatrix rows, string feature, int points = 20, int[]? clusters = null, double level = 0.95, bool curves = false) =>
        PartialDependence(scorer, rows, feature, Grid(rows.Columns[Find(scorer, rows, feature)], points), clusters, level, curves);

    /// <summary>Mean score when every row has the same value of a feature, at given values.</summary>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="feature">Name of a numeric feature.</param>
    /// <param name="grid">The values.</param>
    /// <param name="clusters">Block of each row, dense codes; null: rows are independent.</param>
    /// <param name="level">Nominal coverage.</param>
    /// <param name="curves">Whether to keep each row's curve.</param>
    /// <exception cref="ArgumentException">The feature is not numeric, or is not there.</exception>
    public static FeatureCurve PartialDependence(IScorer scorer, FeatureMatrix rows, string feature, IReadOnlyList<float> grid, int[]? clusters, double level, bool curves = false)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var f = Find(scorer, rows, feature);
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

    /// <summary>Mean score when everybody has the records of one origin of the same other people: those in one of several parts of equal size, in the order of what their records of that origin do to the score.</summary>
    /// <remarks>
    /// The same as partial dependence, with all features of an origin together, so that they keep their relation to each other. Donors are at most 200
    /// rows, evenly spaced; v(d) is the mean score over rows with the donor's records; donors are sorted by v and cut into parts, and a part's effect
    /// is the mean of v over it: no single donor is shown. The interval is over rows, donors taken as given. At: the middle of the part, in (0, 1).
    /// </remarks>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">The rows; at most the first 1,000 evenly spaced receive records.</param>
    /// <param name="origin">Whose records.</param>
    /// <param name="parts">Parts; at least 2.</param>
    /// <param name="clusters">Block of each row, dense codes; null: rows are independent.</param>
    /// <param name="level">Nominal coverage.</param>
    /// <exception cref="ArgumentException">The score reads nothing of that origin.</exception>
    public static FeatureCurve OriginDependence(IScorer scorer, FeatureMatrix rows, Portfolios.Origin origin, int parts = 10, int[]? clusters = null, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 2);
        int[] members = [.. Enumerable.Range(0, rows.Schema.Count).Where(f => rows.Schema.Features[f].Origin == origin)];
        if (members.Length == 0)
        {
            throw new ArgumentException($"The score has no feature of origin {origin.ToString().ToLowerInvariant()}.", nameof(origin));
        }

        int[] takers = Spaced(rows.Rows, MostTakers), donors = Spaced(rows.Rows, MostDonors);
        float[][] columns = [.. rows.Columns.Select(c => Array.ConvertAll(takers, i => c[i]))];
        var scores = new double[donors.Length][];
        for (var d = 0; d < donors.Length; d++)
        {
            var mixed = (float[][])columns.Clone();
            foreach (var f in members)
            {
                mixed[f] = new float[takers.Length];
                Array.Fill(mixed[f], rows.Columns[f][donors[d]]);
            }

            scorer.Score(new FeatureBlock(mixed, 0, takers.Length), scores[d] = new double[takers.Length]);
        }

        int[] order = [.. Enumerable.Range(0, donors.Length).OrderBy(d => scores[d].Sum()).ThenBy(d => d)];
        int[] units = [.. takers.Select(i => clusters?[i] ?? i)];
        var (at, effects, intervals) = (new List<float>(), new List<double>(), new List<Interval?>());
        for (var part = 0; part < parts; part++)
        {
            int[] some = order[(int)((long)part * order.Length / parts)..(int)((long)(part + 1) * order.Length / parts)];
            if (some.Length == 0)
            {
                continue;
            }

            double[] counts = new double[units.Max() + 1], sums = new double[counts.Length];
            for (var i = 0; i < takers.Length; i++)
            {
                counts[units[i]]++;
                sums[units[i]] += some.Sum(d => scores[d][i]) / some.Length;
            }

            var mean = ClusterRobust.Mean(counts, sums, level);
            at.Add((part + 0.5f) / parts);
            effects.Add(mean.Value.Value);
            intervals.Add(mean.Interval);
        }

        return new FeatureCurve(origin.ToString().ToLowerInvariant(), "partial dependence by origin", at, effects, intervals, []);
    }

    private static int[] Spaced(int rows, int most)
    {
        var count = Math.Min(rows, most);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * rows / count))];
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

using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>An additive points scorecard: base points plus the points of each feature's attribute, kept within limits. Higher is safer.</summary>
/// <remarks>score = clip(base + Σ points, min, max), summed in feature order. Source: Siddiqi 2006, Credit Risk Scorecards, ch. 6.</remarks>
public sealed class PointsScorecard : IScorer
{
    private const int BlockRows = 2048;

    private readonly FeaturePoints[] _points;

    /// <summary>A scorecard.</summary>
    /// <param name="features">The features that it reads.</param>
    /// <param name="basePoints">Points that everyone gets.</param>
    /// <param name="points">One table for each feature, in schema order.</param>
    /// <param name="min">Smallest score: 100.</param>
    /// <param name="max">Largest score: 999.</param>
    /// <exception cref="ArgumentException">A table does not fit its feature, edges do not ascend, or a number is not finite.</exception>
    public PointsScorecard(FeatureSchema features, double basePoints, IReadOnlyList<FeaturePoints> points, double min = 100, double max = 999)
    {
        if (points.Count != features.Count)
        {
            throw new ArgumentException($"{points.Count} tables of points for {features.Count} features.", nameof(points));
        }

        for (var f = 0; f < points.Count; f++)
        {
            Check(features.Features[f], points[f]);
        }

        if (!double.IsFinite(basePoints) || !(min < max))
        {
            throw new ArgumentException($"Base points {basePoints} must be finite, and min {min} below max {max}.", nameof(basePoints));
        }

        Features = features;
        BasePoints = basePoints;
        Scale = ScoreScale.SafetyPoints(min, max);
        _points = [.. points];
    }

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public ScoreScale Scale { get; }

    /// <summary>Points that everyone gets.</summary>
    public double BasePoints { get; }

    /// <summary>The tables of points, in schema order.</summary>
    public IReadOnlyList<FeaturePoints> Points => _points;

    /// <summary>One feature's points for each row, before limits.</summary>
    /// <param name="feature">Position in the schema.</param>
    /// <param name="values">The feature's values: numbers, or level positions; missing is NaN.</param>
    /// <param name="points">At least as long as the values.</param>
    public void Parts(int feature, ReadOnlySpan<float> values, Span<double> points)
    {
        var table = _points[feature];
        var isNumber = Features.Features[feature].Kind == FeatureKind.Number;
        for (var row = 0; row < values.Length; row++)
        {
            var value = values[row];
            points[row] = float.IsNaN(value) ? table.MissingPoints
                : table.Points[isNumber ? Bin(table.UpperEdges, value) : Math.Clamp((int)value, 0, table.Points.Length - 1)];
        }
    }

    /// <inheritdoc/>
    public void Score(in FeatureBlock columns, Span<double> scores)
    {
        if (columns.Count != Features.Count)
        {
            throw new ArgumentException($"The block has {columns.Count} features, the scorecard has {Features.Count}.", nameof(columns));
        }

        Span<double> part = new double[Math.Min(BlockRows, columns.Rows)];
        for (var start = 0; start < columns.Rows; start += BlockRows)
        {
            var rows = Math.Min(BlockRows, columns.Rows - start);
            var sum = scores.Slice(start, rows);
            sum.Fill(BasePoints);
            for (var f = 0; f < _points.Length; f++)
            {
                Parts(f, columns[f].Slice(start, rows), part);
                for (var row = 0; row < rows; row++)
                {
                    sum[row] += part[row];
                }
            }

            for (var row = 0; row < rows; row++)
            {
                sum[row] = Math.Clamp(sum[row], Scale.Min, Scale.Max);
            }
        }
    }

    private static int Bin(float[] edges, float value)
    {
        int low = 0, high = edges.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (value <= edges[middle])
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private static void Check(Feature feature, FeaturePoints table)
    {
        var expected = feature.Kind == FeatureKind.Number ? table.UpperEdges.Length + 1 : feature.Levels.Count + 1;
        if (table.Points.Length != expected || (feature.Kind == FeatureKind.Category && table.UpperEdges.Length > 0))
        {
            throw new ArgumentException($"Feature '{feature.Name}' has {table.Points.Length} entries of points, expected {expected}; only a number has edges.");
        }

        if (!double.IsFinite(table.MissingPoints) || table.Points.Any(p => !double.IsFinite(p)))
        {
            throw new ArgumentException($"Feature '{feature.Name}': points must be finite.");
        }

        for (var i = 0; i < table.UpperEdges.Length; i++)
        {
            if (float.IsNaN(table.UpperEdges[i]) || (i > 0 && table.UpperEdges[i] <= table.UpperEdges[i - 1]))
            {
                throw new ArgumentException($"Feature '{feature.Name}': the edges do not ascend at {i}.");
            }
        }
    }
}

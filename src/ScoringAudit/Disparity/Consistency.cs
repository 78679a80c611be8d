using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Consistency: how alike the decisions of alike people are. The person is not counted as an own neighbour.</summary>
/// <remarks>
/// 1 − mean |y − mean of y over the k nearest other rows|, Euclidean distance, ties by row number. Range [0, 1], ideal 1. Scale the columns first.
/// AIF360 counts the person among the own neighbours, which pulls towards 1. All pairs are compared: time grows with n², so rows are limited. Source: Zemel et al. 2013, section 5.1.
/// </remarks>
public static class Consistency
{
    /// <summary>Most rows; sample before measuring more.</summary>
    public const int MostRows = 50_000;

    /// <summary>What it is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "consistency", "Consistency", "1 − mean |y − mean y of the k nearest others|", MetricDirection.HigherIsBetter, 0, 1, 1, "Zemel et al. 2013");

    /// <summary>The consistency of values.</summary>
    /// <param name="features">Row after row, all columns of a row together; finite.</param>
    /// <param name="columns">Number of columns, at least 1.</param>
    /// <param name="values">Decision (0 or 1) or score of each row.</param>
    /// <param name="neighbours">k, at least 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or there are more than <see cref="MostRows"/> rows.</exception>
    public static Estimate Of(ReadOnlySpan<double> features, int columns, ReadOnlySpan<double> values, int neighbours)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(neighbours);
        if (features.Length != (long)columns * values.Length)
        {
            throw new ArgumentException($"Expected {(long)columns * values.Length} features, {columns} for each value, found {features.Length}.", nameof(features));
        }

        if (values.Length > MostRows)
        {
            throw new ArgumentException($"Consistency compares all pairs and takes at most {MostRows} rows, found {values.Length}. Draw a sample first.", nameof(values));
        }

        if (values.Length <= neighbours)
        {
            return Estimate.Undefined("there are not more rows than neighbours");
        }

        var nearest = new (double Distance, int Row)[neighbours];
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var found = 0;
            var own = features.Slice(i * columns, columns);
            for (var j = 0; j < values.Length; j++)
            {
                if (j == i)
                {
                    continue;
                }

                var distance = Squared(own, features.Slice(j * columns, columns));
                if (found == neighbours && distance >= nearest[^1].Distance)
                {
                    continue;
                }

                // Insertion after equal distances: the smaller row number stays ahead.
                var at = found < neighbours ? found++ : neighbours - 1;
                for (; at > 0 && nearest[at - 1].Distance > distance; at--)
                {
                    nearest[at] = nearest[at - 1];
                }

                nearest[at] = (distance, j);
            }

            var mean = 0.0;
            foreach (var (_, row) in nearest)
            {
                mean += values[row];
            }

            sum += Math.Abs(values[i] - (mean / neighbours));
        }

        return Estimate.Of(1 - (sum / values.Length));
    }

    private static double Squared(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var c = 0; c < a.Length; c++)
        {
            sum += (a[c] - b[c]) * (a[c] - b[c]);
        }

        return sum;
    }
}

using System.Globalization;

namespace ScoringAudit.Explanation;

/// <summary>The check that every result must pass.</summary>
internal static class Additivity
{
    /// <summary>Largest relative gap that rounding may leave.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Checks base + Σ columns = score for every row, and returns the largest gap.</summary>
    /// <exception cref="InvalidOperationException">A row's gap exceeds 1e-9 of the largest number in its sum: a bug.</exception>
    public static double Check(double[][] columns, double start, double[] scores) => Check(columns, start, scores, 0, scores.Length);

    /// <summary>The same for some rows.</summary>
    /// <param name="columns">The parts.</param>
    /// <param name="start">The base.</param>
    /// <param name="scores">The scores of all rows.</param>
    /// <param name="first">First row to check.</param>
    /// <param name="rows">Number of rows to check.</param>
    public static double Check(ReadOnlySpan<double[]> columns, double start, double[] scores, int first, int rows)
    {
        var largest = 0.0;
        for (var row = first; row < first + rows; row++)
        {
            var sum = start;
            var scale = Math.Max(Math.Abs(start), Math.Abs(scores[row]));
            foreach (var column in columns)
            {
                sum += column[row];
                scale = Math.Max(scale, Math.Abs(column[row]));
            }

            var gap = Math.Abs(sum - scores[row]);
            if (!(gap <= Tolerance * scale))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Attributions of row {row} of {scores.Length} do not sum to its score: relative gap {gap / scale:E2}, allowed {Tolerance:E0}. This is a defect of the explanation, not of the data."));
            }

            largest = Math.Max(largest, gap);
        }

        return largest;
    }
}

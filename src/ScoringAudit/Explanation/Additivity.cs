using System.Globalization;

namespace ScoringAudit.Explanation;

/// <summary>The check that every result must pass.</summary>
internal static class Additivity
{
    /// <summary>Largest relative gap that rounding may leave.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>Checks base + Σ columns = score for every row, and returns the largest gap.</summary>
    /// <exception cref="InvalidOperationException">A row's gap exceeds 1e-9 of the largest number in its sum: a bug.</exception>
    public static double Check(double[][] columns, double start, ReadOnlySpan<double> scores)
    {
        var largest = 0.0;
        for (var row = 0; row < scores.Length; row++)
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

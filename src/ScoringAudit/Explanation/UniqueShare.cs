using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>1 − R²(score | own): the part of the score's variance that own features cannot tell.</summary>
internal static class UniqueShare
{
    /// <summary>Least squares of the score on the own features' slots and on the mean score given own (others from the background); adjusted for degrees of freedom, kept within [0, 1].</summary>
    /// <remarks>Regressors that depend on earlier ones are left out (Goodnight 1979, sweep operator). An upper bound where the true regression is of another form.</remarks>
    public static double Of(FeatureSchema schema, FeatureMatrix rows, double[] scores, double[] ownKept, double[]? shares = null)
    {
        var slots = TreeRows.Encode(schema, rows.All);
        var columns = new List<double[]> { ownKept };
        foreach (var feature in schema.Features.Where(f => f.Origin == Origin.Own))
        {
            for (var slot = feature.FirstSlot; slot < feature.FirstSlot + feature.Slots; slot++)
            {
                var column = new double[rows.Rows];
                for (var row = 0; row < column.Length; row++)
                {
                    column[row] = float.IsFinite(slots[slot][row]) ? slots[slot][row] : 0;
                }

                columns.Add(column);
            }
        }

        columns.Add(scores);
        var gram = Gram([.. columns.Select(c => Centred(c, shares))]);
        var last = columns.Count - 1;
        var total = gram[last, last];
        if (!(total > 0))
        {
            return double.NaN;
        }

        var used = Sweep(gram, last);
        double n = rows.Rows;
        var free = n - used - 1;
        return free <= 0 ? double.NaN : Math.Clamp(gram[last, last] / free / (total / (n - 1)), 0, 1);
    }

    // With weights, rows count by the root of theirs: sums of products are then weighted sums.
    private static double[] Centred(double[] column, double[]? shares)
    {
        var mean = shares is null ? column.Sum() / column.Length : column.Zip(shares, (v, w) => v * w).Sum();
        return [.. column.Select((v, i) => (v - mean) * (shares is null ? 1 : Math.Sqrt(shares[i] * column.Length)))];
    }

    private static double[,] Gram(double[][] columns)
    {
        var gram = new double[columns.Length, columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            for (var j = i; j < columns.Length; j++)
            {
                var sum = 0.0;
                double[] a = columns[i], b = columns[j];
                for (var row = 0; row < a.Length; row++)
                {
                    sum += a[row] * b[row];
                }

                gram[i, j] = gram[j, i] = sum;
            }
        }

        return gram;
    }

    // Gaussian elimination of each regressor in turn; the last diagonal becomes the residual sum of squares.
    private static int Sweep(double[,] gram, int last)
    {
        var original = Enumerable.Range(0, last).Select(i => gram[i, i]).ToArray();
        var used = 0;
        for (var k = 0; k < last; k++)
        {
            if (!(gram[k, k] > 1e-9 * original[k]))
            {
                continue;
            }

            used++;
            for (var i = k + 1; i <= last; i++)
            {
                var factor = gram[i, k] / gram[k, k];
                for (var j = k + 1; j <= last; j++)
                {
                    gram[i, j] -= factor * gram[k, j];
                }
            }
        }

        return used;
    }
}

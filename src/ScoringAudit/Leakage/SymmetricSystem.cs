namespace ScoringAudit.Leakage;

/// <summary>Solves symmetric, at least semidefinite systems by Cholesky; a pivot below 1e-10 of its diagonal adds no rank and gives 0.</summary>
internal static class SymmetricSystem
{
    /// <summary>Factorises the lower triangle in place: L with a pivot of +∞ where there is no rank.</summary>
    public static void Factorise(double[] matrix, int size)
    {
        for (var a = 0; a < size; a++)
        {
            var diagonal = matrix[(a * size) + a];
            for (var b = 0; b <= a; b++)
            {
                var cell = matrix[(a * size) + b];
                for (var m = 0; m < b; m++)
                {
                    cell -= matrix[(a * size) + m] * matrix[(b * size) + m];
                }

                matrix[(a * size) + b] = a != b ? cell / matrix[(b * size) + b] : cell > 1e-10 * diagonal ? Math.Sqrt(cell) : double.PositiveInfinity;
            }
        }
    }

    /// <summary>Solves with the factor, in place.</summary>
    public static void Solve(double[] factor, int size, Span<double> right)
    {
        for (var a = 0; a < size; a++)
        {
            for (var m = 0; m < a; m++)
            {
                right[a] -= factor[(a * size) + m] * right[m];
            }

            right[a] /= factor[(a * size) + a];
        }

        for (var a = size - 1; a >= 0; a--)
        {
            for (var m = a + 1; m < size; m++)
            {
                right[a] -= factor[(m * size) + a] * right[m];
            }

            right[a] /= factor[(a * size) + a];
        }
    }
}

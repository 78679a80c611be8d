namespace ScoringAudit.Mitigation;

/// <summary>Weighted least squares of a number on columns, with coefficients that can be applied to new rows.</summary>
/// <remarks>
/// Minimises Σ w (y − a − Σ b x)² by modified Gram–Schmidt on columns scaled to unit size; a column that the others explain to 1e-6 of its size gets
/// coefficient 0 (one level of a category, for example).
/// </remarks>
public sealed class LinearProjection
{
    private LinearProjection(double intercept, double[] coefficients)
    {
        Intercept = intercept;
        Coefficients = coefficients;
    }

    /// <summary>a.</summary>
    public double Intercept { get; }

    /// <summary>b, one for each column.</summary>
    public IReadOnlyList<double> Coefficients { get; }

    /// <summary>Fits.</summary>
    /// <param name="columns">Columns of equal length; finite.</param>
    /// <param name="target">The number to explain; finite.</param>
    /// <param name="weights">Weights, or empty.</param>
    public static LinearProjection Fit(IReadOnlyList<double[]> columns, ReadOnlySpan<double> target, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var rows = target.Length;
        var root = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            root[i] = weights.IsEmpty ? 1 : Math.Sqrt(weights[i]);
        }

        var p = columns.Count + 1;
        var basis = new double[p][];
        var triangle = new double[p, p];
        var kept = new bool[p];
        for (var c = 0; c < p; c++)
        {
            var v = new double[rows];
            for (var i = 0; i < rows; i++)
            {
                v[i] = root[i] * (c == 0 ? 1 : columns[c - 1][i]);
            }

            var size = Math.Sqrt(Dot(v, v));
            for (var pass = 0; pass < 2; pass++)
            {
                for (var k = 0; k < c; k++)
                {
                    if (kept[k])
                    {
                        var share = Dot(basis[k], v);
                        triangle[k, c] += share;
                        AddTo(v, basis[k], -share);
                    }
                }
            }

            var left = Math.Sqrt(Dot(v, v));
            kept[c] = left > 1e-6 * size;
            if (kept[c])
            {
                triangle[c, c] = left;
                for (var i = 0; i < rows; i++)
                {
                    v[i] /= left;
                }

                basis[c] = v;
            }
        }

        var rest = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            rest[i] = root[i] * target[i];
        }

        var projected = new double[p];
        for (var k = 0; k < p; k++)
        {
            if (kept[k])
            {
                projected[k] = Dot(basis[k], rest);
                AddTo(rest, basis[k], -projected[k]);
            }
        }

        var solution = new double[p];
        for (var k = p - 1; k >= 0; k--)
        {
            if (!kept[k])
            {
                continue;
            }

            var sum = projected[k];
            for (var c = k + 1; c < p; c++)
            {
                sum -= triangle[k, c] * solution[c];
            }

            solution[k] = sum / triangle[k, k];
        }

        return new LinearProjection(solution[0], solution[1..]);
    }

    private static double Dot(double[] a, double[] b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b);

    private static void AddTo(double[] to, double[] what, double times)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += times * what[i];
        }
    }
}

namespace ScoringAudit.Leakage;

/// <summary>Logistic regression by Newton steps on standardised columns with a slight ridge, so that columns that the others explain and groups that are separated do no harm.</summary>
/// <remarks>Penalty ½·λ·|β|² with λ = 1e-3 of the rows, the constant free. Iterates until no coefficient moves by more than 1e-6, at most 25 times. Source: Hastie, Tibshirani and Friedman 2009, section 4.4.</remarks>
internal sealed class LogisticFit
{
    private const double Ridge = 1e-3;
    private const int MostSteps = 25;

    /// <summary>Fits the rows where <paramref name="use"/> holds.</summary>
    /// <param name="columns">Standardised columns.</param>
    /// <param name="labels">1 or 0.</param>
    /// <param name="use">Rows to fit.</param>
    /// <param name="start">Coefficients to start from, the constant last; null: zeros. May have fewer columns: the rest starts at 0.</param>
    /// <returns>Coefficients, the constant last.</returns>
    public static double[] Fit(IReadOnlyList<double[]> columns, byte[] labels, bool[] use, double[]? start = null)
    {
        var k = columns.Count + 1;
        var beta = new double[k];
        if (start is not null)
        {
            start.AsSpan(0, start.Length - 1).CopyTo(beta);
            beta[^1] = start[^1];
        }

        int[] rows = [.. Enumerable.Range(0, labels.Length).Where(i => use[i])];
        var x = new double[k];
        var gradient = new double[k];
        var curvature = new double[k * k];
        for (var step = 0; step < MostSteps; step++)
        {
            Array.Clear(gradient);
            Array.Clear(curvature);
            foreach (var i in rows)
            {
                var logit = beta[^1];
                for (var c = 0; c < columns.Count; c++)
                {
                    x[c] = columns[c][i];
                    logit += beta[c] * x[c];
                }

                x[^1] = 1;
                var p = 1 / (1 + Math.Exp(-Math.Clamp(logit, -30, 30)));
                var weight = Math.Max(p * (1 - p), 1e-6);
                var error = labels[i] - p;
                for (var a = 0; a < k; a++)
                {
                    gradient[a] += error * x[a];
                    var w = weight * x[a];
                    for (var b = 0; b <= a; b++)
                    {
                        curvature[(a * k) + b] += w * x[b];
                    }
                }
            }

            var ridge = Ridge * rows.Length;
            for (var a = 0; a < k - 1; a++)
            {
                gradient[a] -= ridge * beta[a];
                curvature[(a * k) + a] += ridge;
            }

            SymmetricSystem.Factorise(curvature, k);
            SymmetricSystem.Solve(curvature, k, gradient);
            var largest = 0.0;
            for (var a = 0; a < k; a++)
            {
                beta[a] += Math.Clamp(gradient[a], -5, 5);
                largest = Math.Max(largest, Math.Abs(gradient[a]));
            }

            if (largest <= 1e-6)
            {
                break;
            }
        }

        return beta;
    }

    /// <summary>The log-odds of a row.</summary>
    public static double LogOdds(double[] beta, IReadOnlyList<double[]> columns, int row)
    {
        var logit = beta[^1];
        for (var c = 0; c < columns.Count; c++)
        {
            logit += beta[c] * columns[c][row];
        }

        return logit;
    }
}

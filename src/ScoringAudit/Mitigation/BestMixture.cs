namespace ScoringAudit.Mitigation;

/// <summary>The cheapest mixture of classifiers when breaking the worst limit costs B a unit: a small linear programme, and the limits' prices from its dual.</summary>
/// <remarks>
/// min Σ q c + B s over q ≥ 0, Σ q = 1, s ≥ 0 with Σ q excess_k ≤ s for every limit. Dense simplex from a feasible vertex (one classifier, s its worst excess), Bland's rule
/// (no cycling; Bland 1977). Deterministic.
/// </remarks>
internal static class BestMixture
{
    private const double Tiny = 1e-11;

    public static (double[] Weights, double[] Prices) Of(IReadOnlyList<(double Cost, double[] Excess)> found, double bound)
    {
        var (n, m) = (found.Count, found[0].Excess.Length);

        // Variables: q_1..q_n, s, slack_1..slack_m. Row k: Σ q excess_k − s + slack_k = 0; last row: Σ q = 1.
        var columns = n + 1 + m;
        var t = new double[m + 2, columns + 1];
        for (var k = 0; k < m; k++)
        {
            for (var j = 0; j < n; j++)
            {
                t[k, j] = found[j].Excess[k];
            }

            t[k, n] = -1;
            t[k, n + 1 + k] = 1;
        }

        for (var j = 0; j < n; j++)
        {
            t[m, j] = 1;
            t[m + 1, j] = found[j].Cost;
        }

        t[m, columns] = 1;
        t[m + 1, n] = bound;

        // A feasible start: the cheapest single classifier at full penalty.
        var start = Enumerable.Range(0, n).MinBy(j => found[j].Cost + (bound * Math.Max(0, found[j].Excess.Append(0).Max())));
        var basis = new int[m + 1];
        for (var k = 0; k < m; k++)
        {
            basis[k] = n + 1 + k;
        }

        Pivot(t, m, start, m + 2, columns);
        basis[m] = start;
        var worst = -1;
        for (var k = 0; k < m; k++)
        {
            if (t[k, columns] < -Tiny && (worst < 0 || t[k, columns] < t[worst, columns]))
            {
                worst = k;
            }
        }

        if (worst >= 0)
        {
            Pivot(t, worst, n, m + 2, columns);
            basis[worst] = n;
        }

        Run(t, basis, m, columns);
        var weights = new double[n];
        for (var k = 0; k <= m; k++)
        {
            if (basis[k] < n)
            {
                weights[basis[k]] = Math.Max(0, t[k, columns]);
            }
        }

        var sum = weights.Sum();
        for (var j = 0; j < n; j++)
        {
            weights[j] /= sum;
        }

        // The reduced cost of a limit's slack is its price.
        var prices = new double[m];
        for (var k = 0; k < m; k++)
        {
            prices[k] = Math.Max(0, t[m + 1, n + 1 + k]);
        }

        return (weights, prices);
    }

    private static void Run(double[,] t, int[] basis, int m, int columns)
    {
        for (var step = 0; step < 50_000; step++)
        {
            var enter = -1;
            for (var c = 0; c < columns && enter < 0; c++)
            {
                enter = t[m + 1, c] < -Tiny ? c : -1;
            }

            if (enter < 0)
            {
                return;
            }

            var leave = -1;
            for (var k = 0; k <= m; k++)
            {
                if (t[k, enter] > Tiny)
                {
                    var ratio = Math.Max(0, t[k, columns]) / t[k, enter];
                    var best = leave < 0 ? double.PositiveInfinity : Math.Max(0, t[leave, columns]) / t[leave, enter];
                    if (ratio < best - 1e-15 || (ratio <= best + 1e-15 && leave >= 0 && basis[k] < basis[leave]))
                    {
                        leave = k;
                    }
                }
            }

            if (leave < 0)
            {
                return; // cannot be: costs and s are bounded below
            }

            Pivot(t, leave, enter, m + 2, columns);
            basis[leave] = enter;
        }
    }

    private static void Pivot(double[,] t, int row, int column, int rows, int columns)
    {
        var by = t[row, column];
        for (var c = 0; c <= columns; c++)
        {
            t[row, c] /= by;
        }

        for (var r = 0; r < rows; r++)
        {
            var factor = t[r, column];
            if (r != row && factor != 0)
            {
                for (var c = 0; c <= columns; c++)
                {
                    t[r, c] -= factor * t[row, c];
                }

                t[r, column] = 0;
            }
        }
    }
}

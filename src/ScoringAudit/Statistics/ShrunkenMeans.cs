namespace ScoringAudit.Statistics;

/// <summary>Means of many small groups, each drawn towards the mean of all by as much as chance alone could have moved it.</summary>
/// <remarks>
/// m + B(g) (mean(g) − m) with B(g) = a / (a + s²/n(g)): s² is the variance within groups, a the variance between them by the method of moments,
/// a = max(0, (Σ n(g) (mean(g) − m)² − (G − 1) s²) / (N − Σ n(g)²/N)). Range: between the group's mean and the mean of all. Rows of one group count as
/// independent. Source: Marshall, "Mapping disease and mortality rates using empirical Bayes estimators", Applied Statistics 40 (1991), section 3;
/// for the variance between groups Searle, Casella and McCulloch 1992, section 3.6.
/// </remarks>
internal static class ShrunkenMeans
{
    /// <summary>The drawn-in means.</summary>
    /// <param name="n">Rows of each group; groups without rows give 0 weight and keep the mean of all.</param>
    /// <param name="mean">Mean of each group.</param>
    /// <param name="squares">Sum of squared distances from the group's own mean.</param>
    public static double[] Of(ReadOnlySpan<long> n, ReadOnlySpan<double> mean, ReadOnlySpan<double> squares)
    {
        double rows = 0, sum = 0, within = 0, sizes = 0;
        var groups = 0;
        for (var g = 0; g < n.Length; g++)
        {
            if (n[g] > 0)
            {
                rows += n[g];
                sum += n[g] * mean[g];
                within += squares[g];
                sizes += (double)n[g] * n[g];
                groups++;
            }
        }

        if (groups == 0)
        {
            return new double[n.Length];
        }

        double all = sum / rows, spread = 0;
        for (var g = 0; g < n.Length; g++)
        {
            spread += n[g] * (mean[g] - all) * (mean[g] - all);
        }

        var noise = rows > groups ? within / (rows - groups) : 0;
        var free = rows - (sizes / rows);
        var between = free > 0 ? Math.Max(0, (spread - ((groups - 1) * noise)) / free) : 0;
        var drawn = new double[n.Length];
        for (var g = 0; g < n.Length; g++)
        {
            var error = n[g] > 0 ? noise / n[g] : 0;
            drawn[g] = n[g] == 0 ? all : between + error > 0 ? all + (between / (between + error) * (mean[g] - all)) : mean[g];
        }

        return drawn;
    }
}

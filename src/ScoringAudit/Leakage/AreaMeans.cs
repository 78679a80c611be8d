namespace ScoringAudit.Leakage;

/// <summary>Mean scores of areas on one footing: a mean of few people varies more than one of many, which would look like a pattern on the map.</summary>
/// <remarks>
/// z_a = (mean_a − mean)/√(τ² + σ²/n_a), σ² being the variance within areas and τ² that between them by moments, at least 0. The deviates have the same variance
/// whatever the number of people, so areas can change places under the null. Source: Assunção and Reis 1999 (for rates); Marshall 1991 for the moments.
/// </remarks>
public static class AreaMeans
{
    /// <summary>The deviate of each area; 0 for an area without people.</summary>
    /// <param name="values">One score for each person; finite.</param>
    /// <param name="area">Area of each person; below 0: left out.</param>
    /// <param name="areas">Number of areas.</param>
    public static double[] Standardised(ReadOnlySpan<double> values, ReadOnlySpan<int> area, int areas)
    {
        double[] count = new double[areas], mean = new double[areas];
        double n = 0, all = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (area[i] >= 0)
            {
                count[area[i]]++;
                mean[area[i]] += values[i];
                all += values[i];
                n++;
            }
        }

        var filled = 0;
        all /= Math.Max(1, n);
        double between = 0, within = 0, squares = 0;
        for (var a = 0; a < areas; a++)
        {
            if (count[a] > 0)
            {
                filled++;
                mean[a] /= count[a];
                between += count[a] * (mean[a] - all) * (mean[a] - all);
                squares += count[a] * count[a];
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (area[i] >= 0)
            {
                within += (values[i] - mean[area[i]]) * (values[i] - mean[area[i]]);
            }
        }

        var sigma2 = within / Math.Max(1, n - filled);
        var tau2 = Math.Max(0, (between - ((filled - 1) * sigma2)) / Math.Max(1e-300, n - (squares / Math.Max(1, n))));
        var z = new double[areas];
        for (var a = 0; a < areas; a++)
        {
            var variance = tau2 + (sigma2 / Math.Max(1, count[a]));
            z[a] = count[a] > 0 && variance > 0 ? (mean[a] - all) / Math.Sqrt(variance) : 0;
        }

        return z;
    }
}

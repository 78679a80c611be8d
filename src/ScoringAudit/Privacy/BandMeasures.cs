namespace ScoringAudit.Privacy;

/// <summary>Measures of distributions over bands; bands rise. A total of 0 or less gives NaN: no value.</summary>
public static class BandMeasures
{
    /// <summary>P(higher band in the first than in the second) + ½ P(equal): the AUC, ties within a band counted half.</summary>
    public static double Superiority(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double a = first.Sum(), b = second.Sum(), below = 0, sum = 0;
        if (a <= 0 || b <= 0)
        {
            return double.NaN;
        }

        for (var i = 0; i < first.Count; i++)
        {
            sum += first[i] * (below + (0.5 * second[i]));
            below += second[i];
        }

        return Math.Clamp(sum / (a * b), 0, 1);
    }

    /// <summary>Mean of the numbers that stand for the bands.</summary>
    public static double Mean(IReadOnlyList<double> counts, IReadOnlyList<double> middles)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(middles);
        double n = 0, sum = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            n += counts[i];
            sum += counts[i] * middles[i];
        }

        return n > 0 ? sum / n : double.NaN;
    }

    /// <summary>Standard deviation of the numbers that stand for the bands.</summary>
    public static double Deviation(IReadOnlyList<double> counts, IReadOnlyList<double> middles)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(middles);
        var mean = Mean(counts, middles);
        double n = 0, sum = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            n += counts[i];
            sum += counts[i] * (middles[i] - mean) * (middles[i] - mean);
        }

        return sum > 0 ? Math.Sqrt(sum / n) : double.NaN;
    }

    /// <summary>Share below a value, linear within its band.</summary>
    /// <param name="counts">Counts by band.</param>
    /// <param name="edges">Edges between bands: one fewer than bands.</param>
    /// <param name="value">The value.</param>
    public static double ShareBelow(IReadOnlyList<double> counts, IReadOnlyList<double> edges, double value)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(edges);
        double n = 0, below = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            n += counts[i];
            below += counts[i] * (i < edges.Count && edges[i] <= value ? 1 : i == 0 || i == edges.Count || edges[i - 1] >= value ? 0 : (value - edges[i - 1]) / (edges[i] - edges[i - 1]));
        }

        return n > 0 ? Math.Clamp(below / n, 0, 1) : double.NaN;
    }

    /// <summary>Difference of two groups' rates within bands, each band weighted n₁ n₂ / (n₁ + n₂) (Mantel and Haenszel 1959; Greenland and Robins 1985 for differences).</summary>
    /// <param name="yes">Favourable rows of the first group.</param>
    /// <param name="no">Its other rows.</param>
    /// <param name="otherYes">Favourable rows of the second.</param>
    /// <param name="otherNo">Its other rows.</param>
    /// <param name="counted">Bands that count.</param>
    public static double PooledDifference(IReadOnlyList<double> yes, IReadOnlyList<double> no, IReadOnlyList<double> otherYes, IReadOnlyList<double> otherNo, IReadOnlyList<int> counted)
    {
        ArgumentNullException.ThrowIfNull(yes);
        ArgumentNullException.ThrowIfNull(no);
        ArgumentNullException.ThrowIfNull(otherYes);
        ArgumentNullException.ThrowIfNull(otherNo);
        ArgumentNullException.ThrowIfNull(counted);
        double sum = 0, weights = 0;
        foreach (var b in counted)
        {
            double n = yes[b] + no[b], m = otherYes[b] + otherNo[b];
            if (n > 0 && m > 0)
            {
                sum += ((yes[b] * m) - (otherYes[b] * n)) / (n + m);
                weights += n * m / (n + m);
            }
        }

        return weights > 0 ? Math.Clamp(sum / weights, -1, 1) : double.NaN;
    }

    /// <summary>The quantile, linear within its band; open bands give their edge.</summary>
    /// <param name="counts">Counts by band.</param>
    /// <param name="edges">Edges between bands: one fewer than bands.</param>
    /// <param name="probability">In (0, 1).</param>
    public static double Quantile(IReadOnlyList<double> counts, IReadOnlyList<double> edges, double probability)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(edges);
        var wanted = probability * counts.Sum();
        if (wanted <= 0)
        {
            return double.NaN;
        }

        double upTo = 0;
        for (var i = 0; i < counts.Count; i++)
        {
            if (upTo + counts[i] >= wanted)
            {
                return i == 0 ? edges[0] : i == edges.Count ? edges[^1] : edges[i - 1] + ((edges[i] - edges[i - 1]) * Math.Clamp((wanted - upTo) / counts[i], 0, 1));
            }

            upTo += counts[i];
        }

        return edges[^1];
    }
}

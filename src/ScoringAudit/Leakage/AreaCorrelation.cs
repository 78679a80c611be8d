using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Bivariate Moran's I of people's scores and a public value of their area: with everybody of an area as a neighbour, the correlation of the two.</summary>
/// <remarks>
/// r = Σ_a S_a v_a / √(Σ (y − ȳ)² · Σ n_a (v_a − v̄)²), S_a being the sum of the area's scores less their mean. p permutes the values over areas, not over people:
/// people of one area are no independent witnesses of its value. Two-sided, (1 + #)/(1 + R). Undefined with fewer than 10 areas, or where one of the two is
/// constant. Source: Wartenberg 1985; permutation of whole areas: Manly 2006, section 9.
/// </remarks>
/// <param name="Correlation">r.</param>
/// <param name="PValue">p.</param>
/// <param name="Deviation">Standard deviation of r over permutations.</param>
/// <param name="Areas">Areas with people and a value.</param>
/// <param name="People">People in them.</param>
/// <param name="Permutations">Number of permutations.</param>
public sealed record AreaCorrelation(Estimate Correlation, double PValue, double Deviation, int Areas, int People, int Permutations)
{
    /// <summary>Fewest areas.</summary>
    public const int FewestAreas = 10;

    /// <summary>Measures.</summary>
    /// <param name="values">One score for each person; finite.</param>
    /// <param name="area">Area of each person; below 0: left out.</param>
    /// <param name="ofArea">Value of each area; NaN: left out.</param>
    /// <param name="permutations">Number of permutations, at least 19.</param>
    /// <param name="streams">Stream of the permutations.</param>
    public static AreaCorrelation Run(ReadOnlySpan<double> values, ReadOnlySpan<int> area, ReadOnlySpan<double> ofArea, int permutations, Streams streams)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 19);
        double[] count = new double[ofArea.Length], sum = new double[ofArea.Length];
        double n = 0, mean = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (area[i] >= 0 && double.IsFinite(ofArea[area[i]]))
            {
                n++;
                mean += values[i];
            }
        }

        mean /= Math.Max(1, n);
        var yy = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            if (area[i] >= 0 && double.IsFinite(ofArea[area[i]]))
            {
                count[area[i]]++;
                sum[area[i]] += values[i] - mean;
                yy += (values[i] - mean) * (values[i] - mean);
            }
        }

        var kept = new List<int>();
        for (var a = 0; a < count.Length; a++)
        {
            if (count[a] > 0)
            {
                kept.Add(a);
            }
        }

        if (kept.Count < FewestAreas)
        {
            return new AreaCorrelation(Estimate.Undefined($"{kept.Count} areas have people and a value, fewer than {FewestAreas}"), 1, 0, kept.Count, (int)n, 0);
        }

        double[] v = new double[kept.Count], sums = new double[kept.Count], counts = new double[kept.Count];
        for (var k = 0; k < v.Length; k++)
        {
            (v[k], sums[k], counts[k]) = (ofArea[kept[k]], sum[kept[k]], count[kept[k]]);
        }

        double Of(double[] items)
        {
            double centre = 0, vv = 0, yv = 0;
            for (var k = 0; k < items.Length; k++)
            {
                centre += counts[k] * items[k] / n;
            }

            for (var k = 0; k < items.Length; k++)
            {
                vv += counts[k] * (items[k] - centre) * (items[k] - centre);
                yv += sums[k] * (items[k] - centre);
            }

            return vv <= 1e-24 * n * (1 + (centre * centre)) || yy <= 1e-24 * n * (1 + (mean * mean)) ? double.NaN : yv / Math.Sqrt(vv * yy);
        }

        var observed = Of(v);
        if (double.IsNaN(observed))
        {
            return new AreaCorrelation(Estimate.Undefined("a variable is constant"), 1, 0, kept.Count, (int)n, 0);
        }

        var items = (double[])v.Clone();
        int above = 0, below = 0;
        var squares = 0.0;
        var slack = 1e-9 * (1 + Math.Abs(observed));
        for (var r = 0; r < permutations; r++)
        {
            v.CopyTo(items, 0);
            new Shuffles(streams.Derive("area-correlation"), r).Shuffle(items.AsSpan());
            var value = Of(items);
            above += value >= observed - slack ? 1 : 0;
            below += value <= observed + slack ? 1 : 0;
            squares += value * value;
        }

        var p = Math.Min(1, 2 * (1 + Math.Min(above, below)) / (1.0 + permutations));
        return new AreaCorrelation(Estimate.Of(observed), p, Math.Sqrt(squares / permutations), kept.Count, (int)n, permutations);
    }
}

namespace ScoringAudit.Statistics;

/// <summary>p-values adjusted for a family of tests, in the order of the input.</summary>
public static class Multiplicity
{
    /// <summary>Holm's step-down adjustment: rejecting those at most α keeps the chance of any false rejection at most α.</summary>
    /// <remarks>p(i) → max over j ≤ i of min(1, (m − j + 1) p(j)). Source: Holm 1979.</remarks>
    /// <exception cref="ArgumentException">A p-value outside [0, 1].</exception>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        var order = Ascending(pValues);
        var adjusted = new double[pValues.Length];
        var running = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            running = Math.Max(running, Math.Min(1, (order.Length - i) * pValues[order[i]]));
            adjusted[order[i]] = running;
        }

        return adjusted;
    }

    /// <summary>Benjamini and Hochberg's step-up adjustment (q-values): rejecting those at most α keeps the expected share of false rejections at most α, for independent tests.</summary>
    /// <remarks>p(i) → min over j ≥ i of m p(j) / j. Source: Benjamini and Hochberg 1995.</remarks>
    /// <exception cref="ArgumentException">A p-value outside [0, 1].</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        var order = Ascending(pValues);
        var adjusted = new double[pValues.Length];
        var running = 1.0;
        for (var i = order.Length - 1; i >= 0; i--)
        {
            running = Math.Min(running, order.Length * pValues[order[i]] / (i + 1));
            adjusted[order[i]] = running;
        }

        return adjusted;
    }

    private static int[] Ascending(ReadOnlySpan<double> pValues)
    {
        var keys = pValues.ToArray();
        foreach (var p in keys)
        {
            if (!(p is >= 0 and <= 1))
            {
                throw new ArgumentException($"A p-value lies in [0, 1]; found {p}.", nameof(pValues));
            }
        }

        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, order);
        return order;
    }
}

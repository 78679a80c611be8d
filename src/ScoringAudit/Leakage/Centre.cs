namespace ScoringAudit.Leakage;

/// <summary>Values less their mean.</summary>
internal static class Centre
{
    public static double[] Of(ReadOnlySpan<double> values, int nodes, out double squares)
    {
        if (values.Length != nodes)
        {
            throw new ArgumentException($"{values.Length} values for a graph of {nodes} nodes.", nameof(values));
        }

        var mean = 0.0;
        foreach (var v in values)
        {
            if (!double.IsFinite(v))
            {
                throw new ArgumentException("A value is not finite.", nameof(values));
            }

            mean += v / values.Length;
        }

        var z = new double[values.Length];
        squares = 0;
        for (var i = 0; i < z.Length; i++)
        {
            z[i] = values[i] - mean;
            squares += z[i] * z[i];
        }

        return z;
    }

    public static bool IsConstant(ReadOnlySpan<double> values, double squares)
    {
        var largest = 0.0;
        foreach (var v in values)
        {
            largest = Math.Max(largest, Math.Abs(v));
        }

        return squares <= 1e-24 * values.Length * (1 + (largest * largest));
    }
}

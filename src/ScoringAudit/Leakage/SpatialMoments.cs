using ScoringAudit.Networks;

namespace ScoringAudit.Leakage;

/// <summary>Analytic moments of Moran's I and Geary's C.</summary>
/// <remarks>
/// n counts all nodes, islands too. "Normality": values are independent draws from one normal distribution. "Randomisation": the values are given, all
/// their orders are equally likely. Source: Cliff and Ord 1981, sections 1.4–1.5 and 2.3. Variance under randomisation needs n ≥ 4.
/// </remarks>
public static class SpatialMoments
{
    /// <summary>Moran's I under normality: E = −1/(n − 1).</summary>
    public static Moments MoranNormality(WeightSums w, double n)
    {
        var e = -1 / (n - 1);
        return new Moments(e, (((n * n * w.S1) - (n * w.S2) + (3 * w.S0 * w.S0)) / (((n * n) - 1) * w.S0 * w.S0)) - (e * e));
    }

    /// <summary>Moran's I under randomisation.</summary>
    /// <param name="w">Sums of weights.</param>
    /// <param name="n">Number of nodes.</param>
    /// <param name="kurtosis">m4/m2² of the values, <see cref="Kurtosis"/>.</param>
    public static Moments MoranRandomisation(WeightSums w, double n, double kurtosis)
    {
        var e = -1 / (n - 1);
        var s02 = w.S0 * w.S0;
        var a = n * ((((n * n) - (3 * n) + 3) * w.S1) - (n * w.S2) + (3 * s02));
        var b = kurtosis * ((((n * n) - n) * w.S1) - (2 * n * w.S2) + (6 * s02));
        return new Moments(e, n < 4 ? 0 : ((a - b) / ((n - 1) * (n - 2) * (n - 3) * s02)) - (e * e));
    }

    /// <summary>Geary's C under normality: E = 1.</summary>
    public static Moments GearyNormality(WeightSums w, double n) =>
        new(1, ((((2 * w.S1) + w.S2) * (n - 1)) - (4 * w.S0 * w.S0)) / (2 * (n + 1) * w.S0 * w.S0));

    /// <summary>Geary's C under randomisation.</summary>
    public static Moments GearyRandomisation(WeightSums w, double n, double kurtosis)
    {
        var s02 = w.S0 * w.S0;
        var a = (n - 1) * w.S1 * ((n * n) - (3 * n) + 3 - ((n - 1) * kurtosis));
        var b = 0.25 * (n - 1) * w.S2 * ((n * n) + (3 * n) - 6 - (((n * n) - n + 2) * kurtosis));
        var c = s02 * ((n * n) - 3 - ((n - 1) * (n - 1) * kurtosis));
        return new Moments(1, n < 4 ? 0 : (a - b + c) / (n * (n - 2) * (n - 3) * s02));
    }

    /// <summary>m4/m2² of values about their mean; 3 for a normal distribution. NaN for a constant.</summary>
    public static double Kurtosis(ReadOnlySpan<double> centred)
    {
        double two = 0, four = 0;
        foreach (var z in centred)
        {
            two += z * z;
            four += z * z * z * z;
        }

        return centred.Length * four / (two * two);
    }
}

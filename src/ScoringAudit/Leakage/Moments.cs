using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Mean and variance of a spatial statistic where neighbours are unrelated, and what follows from them.</summary>
/// <param name="Expected">Mean under the null.</param>
/// <param name="Variance">Variance under the null; 0 where the statistic cannot vary.</param>
public readonly record struct Moments(double Expected, double Variance)
{
    /// <summary>One-sided significance of <see cref="SmallestDetectable"/> and <see cref="IsHopeless"/>.</summary>
    public const double Alpha = 0.05;

    /// <summary>Power of <see cref="SmallestDetectable"/>.</summary>
    public const double Power = 0.8;

    /// <summary>A weak but real clustering (intra-class correlation) that a useful sample finds more often than not.</summary>
    public const double WeakClustering = 0.05;

    /// <summary>Standard deviation.</summary>
    public double Deviation => Math.Sqrt(Math.Max(0, Variance));

    /// <summary>The distance from the expected value that a one-sided 5 % test finds with a power of 80 %: (1.645 + 0.842) deviations.</summary>
    public double SmallestDetectable => (StudentQuantile.Normal(1 - Alpha) + StudentQuantile.Normal(Power)) * Deviation;

    /// <summary>Whether a clustering of 0.05 would be found less often than every second time: 0.05 &lt; 1.645 deviations.</summary>
    public bool IsHopeless => !(StudentQuantile.Normal(1 - Alpha) * Deviation < WeakClustering) || !(Variance > 0);

    /// <summary>(value − expected)/deviation; NaN where the statistic cannot vary.</summary>
    public double Z(double value) => Variance > 0 ? (value - Expected) / Deviation : double.NaN;

    /// <summary>p by the normal approximation; 1 where the statistic cannot vary.</summary>
    public double PValue(double value, Tail tail)
    {
        var z = Z(value);
        if (double.IsNaN(z))
        {
            return 1;
        }

        var two = Math.Max(2e-15, StudentQuantile.TwoSidedPValue(z, double.PositiveInfinity)); // 1e-15 means at most that
        return tail switch
        {
            Tail.TwoSided => two,
            Tail.Greater => z >= 0 ? two / 2 : 1 - (two / 2),
            _ => z <= 0 ? two / 2 : 1 - (two / 2),
        };
    }
}

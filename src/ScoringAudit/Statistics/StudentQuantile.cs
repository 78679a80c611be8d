using MathNet.Numerics;

namespace ScoringAudit.Statistics;

/// <summary>Quantiles of the normal and of Student's t distribution, precise in the tails.</summary>
public static class StudentQuantile
{
    /// <summary>The two-sided critical value of a confidence level: P(|T| ≤ value) = level.</summary>
    /// <param name="level">In (0, 1).</param>
    /// <param name="degreesOfFreedom">Above 0; +∞ gives the normal distribution.</param>
    /// <remarks>T² = ν(1 − h)/h where h is the (1 − level) quantile of Beta(ν/2, ½); solved on the logit scale, so that levels up to 1 − 1e-15 work.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Level outside (0, 1), or degrees of freedom not above 0.</exception>
    public static double TwoSided(double level, double degreesOfFreedom)
    {
        Guard.Level(level);
        if (!(degreesOfFreedom > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom must be above 0.");
        }

        var alpha = 1 - level;
        if (degreesOfFreedom > 1e7)
        {
            return Math.Sqrt(2) * SpecialFunctions.ErfcInv(alpha);
        }

        var logit = new RegularizedBeta(degreesOfFreedom / 2, 0.5).LogitQuantile(alpha);
        return Math.Sqrt(degreesOfFreedom * Math.Exp(-logit));
    }

    /// <summary>P(|T| ≥ |t|): the two-sided p-value of a t statistic.</summary>
    /// <param name="t">The statistic; not NaN.</param>
    /// <param name="degreesOfFreedom">Above 0; +∞ gives the normal distribution.</param>
    public static double TwoSidedPValue(double t, double degreesOfFreedom)
    {
        if (degreesOfFreedom > 1e7)
        {
            return SpecialFunctions.Erfc(Math.Abs(t) / Math.Sqrt(2));
        }

        double t2 = t * t, sum = degreesOfFreedom + t2;
        return new RegularizedBeta(degreesOfFreedom / 2, 0.5).Lower(degreesOfFreedom / sum, t2 / sum, out _);
    }

    /// <summary>The normal quantile of a probability in (0, 1).</summary>
    internal static double Normal(double probability) => -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * probability);
}

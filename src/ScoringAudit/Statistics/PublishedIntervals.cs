using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>Well-known intervals by name, to reproduce published figures. None is a default: see the coverage beside each.</summary>
public static class PublishedIntervals
{
    /// <summary>The log-ratio interval of Katz et al. 1978: exp(ln(a/b) ± z √(1/x_a − 1/n_a + 1/x_b − 1/n_b)).</summary>
    /// <remarks>Minimum coverage 58.6 % at nominal 95 % where it is defined.</remarks>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <returns>Null when either numerator is 0.</returns>
    public static Interval? Katz(Rate a, Rate b, double level)
    {
        var z = StudentQuantile.TwoSided(level, double.PositiveInfinity);
        if (a.Numerator == 0 || b.Numerator == 0)
        {
            return null;
        }

        var se = Math.Sqrt((1.0 / a.Numerator) - (1.0 / a.Denominator) + (1.0 / b.Numerator) - (1.0 / b.Denominator));
        var log = Math.Log(a.Value / b.Value);
        return new Interval(Math.Exp(log - (z * se)), Math.Exp(log + (z * se)), level);
    }

    /// <summary>The hybrid score interval of a difference, without continuity correction (Newcombe 1998b, method 10): MOVER on Wilson limits.</summary>
    /// <remarks>Minimum coverage 90.0 % at nominal 95 %.</remarks>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <returns>Null when either rate has no trials.</returns>
    public static Interval? NewcombeWilson(Rate a, Rate b, double level)
    {
        Guard.Level(level);
        return a.Denominator == 0 || b.Denominator == 0
            ? null
            : Mover.Difference(a.Value, Wilson(a, level), b.Value, Wilson(b, level));
    }

    /// <summary>The ratio interval of Donner and Zou 2012 on Wilson limits.</summary>
    /// <remarks>Minimum coverage 87.5 % at nominal 95 %.</remarks>
    /// <param name="a">Group.</param>
    /// <param name="b">Reference.</param>
    /// <param name="level">Nominal coverage, in (0, 1).</param>
    /// <returns>Null when either rate has no trials.</returns>
    public static Interval? MoverWilsonRatio(Rate a, Rate b, double level)
    {
        Guard.Level(level);
        return a.Denominator == 0 || b.Denominator == 0
            ? null
            : Mover.Ratio(a.Value, Wilson(a, level), b.Value, Wilson(b, level));
    }

    private static Interval Wilson(Rate rate, double level)
    {
        var w = BinomialInterval.Wilson(rate.Numerator, rate.Denominator, level);
        return w with { Low = Math.Min(w.Low, rate.Value), High = Math.Max(w.High, rate.Value) };
    }
}

namespace ScoringAudit.Primitives;

/// <summary>A proportion that keeps its numerator and its denominator.</summary>
/// <remarks>Range of <see cref="Value"/>: [0, 1]. Undefined (NaN) when the denominator is 0; callers turn that into an <see cref="Estimate"/> with a reason.</remarks>
/// <param name="Numerator">Number of successes, in [0, <paramref name="Denominator"/>].</param>
/// <param name="Denominator">Number of trials, at least 0.</param>
public readonly record struct Rate(long Numerator, long Denominator)
{
    /// <summary>Numerator over denominator; NaN when there are no trials.</summary>
    public double Value => Denominator == 0 ? double.NaN : (double)Numerator / Denominator;

    /// <summary>A rate whose counts have been checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Unless 0 ≤ numerator ≤ denominator.</exception>
    public static Rate Of(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(numerator, denominator);
        return new Rate(numerator, denominator);
    }
}

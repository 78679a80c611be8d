using System.Runtime.CompilerServices;

namespace ScoringAudit.Statistics;

/// <summary>A sum of weights in 64.64 fixed point: adding is exact, so the order of rows and the split of tallies never matter.</summary>
/// <remarks>
/// A value v is held as the integer nearest to v · 2^64 (ties to even). Every double of size 2^−11 or more, and every integer, is held exactly;
/// smaller ones to 2.7e-20. Range: |sum| &lt; 2^63. For sums of arbitrary doubles see the superaccumulator of this room.
/// </remarks>
public readonly record struct FixedSum(Int128 Raw)
{
    private const double Scale = 18446744073709551616.0;

    /// <summary>The value of a weight.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or 2^62 or more in size.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FixedSum Of(double value)
    {
        if (!(Math.Abs(value) < 4611686018427387904.0))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A weight must be finite and below 2^62.");
        }

        return new FixedSum((Int128)Math.Round(value * Scale, MidpointRounding.ToEven));
    }

    /// <summary>The sum as a double.</summary>
    public double Value => (double)Raw / Scale;

    /// <summary>Adds two sums exactly.</summary>
    public static FixedSum operator +(FixedSum a, FixedSum b) => new(a.Raw + b.Raw);

    /// <summary>Adds two sums exactly.</summary>
    public static FixedSum Add(FixedSum left, FixedSum right) => left + right;
}

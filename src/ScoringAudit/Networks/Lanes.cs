using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScoringAudit.Networks;

/// <summary>Eight single-precision values side by side, with a total in double precision.</summary>
internal static class Lanes
{
    /// <summary>The eight values of a node.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> At(ref float lanes, long node) => Vector256.LoadUnsafe(ref lanes, (nuint)(8 * node));

    /// <summary>Adds eight products to eight totals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref Vector256<double> low, ref Vector256<double> high, Vector256<float> values)
    {
        var (a, b) = Vector256.Widen(values);
        low += a;
        high += b;
    }

    public static ref float Start(ReadOnlySpan<float> lanes) => ref MemoryMarshal.GetReference(lanes);

    public static void Write(Vector256<double> low, Vector256<double> high, Span<double> sums)
    {
        low.CopyTo(sums);
        high.CopyTo(sums[4..]);
    }
}

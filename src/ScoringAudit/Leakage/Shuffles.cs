using System.Runtime.CompilerServices;
using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Fast uniform shuffles for permutation tests: a SplitMix64 sequence started from a named stream, replicate by replicate.</summary>
/// <remarks>
/// Philox would cost more than the statistic. SplitMix64 (Steele, Lea and Flood 2014) passes BigCrush; two bounded numbers come from one draw by
/// Lemire's exact method (2019). Replicate r depends on the stream and r alone.
/// </remarks>
internal ref struct Shuffles
{
    private ulong _state;

    public Shuffles(Streams streams, long replicate) => _state = streams.Derive(replicate).Key;

    public void Shuffle<T>(Span<T> items)
    {
        var i = items.Length - 1;
        while (i > 1)
        {
            var bits = Next();
            Swap(items, i, Below((uint)bits, (uint)i + 1));
            Swap(items, i - 1, Below((uint)(bits >> 32), (uint)i));
            i -= 2;
        }

        if (i == 1)
        {
            Swap(items, 1, Below((uint)Next(), 2));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Swap<T>(Span<T> items, int i, int j) => (items[i], items[j]) = (items[j], items[i]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Below(uint bits, uint bound)
    {
        var product = (ulong)bits * bound;
        return (uint)product >= bound ? (int)(product >> 32) : Retry(product, bound);
    }

    private int Retry(ulong product, uint bound)
    {
        var threshold = unchecked(0u - bound) % bound;
        while ((uint)product < threshold)
        {
            product = (ulong)(uint)(Next() >> 32) * bound;
        }

        return (int)(product >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}

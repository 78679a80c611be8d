using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Patterns of many rows at once, and sums of table columns at patterns. Every width gives the same bits: patterns are integers, and each row's sum is made in one order.</summary>
internal static class PatternKernels
{
    /// <summary>Patterns with 512-bit vectors; returns the number of rows done.</summary>
    public static int Evaluate512(PatternTests tests, SlotBlock columns, Span<int> patterns)
    {
        int[] slots = tests.Slots, bits = tests.ShortBits;
        float[] lows = tests.Low, highs = tests.High;
        var full = Vector512.Create((int)tests.Full);
        var row = 0;
        for (; row + 32 <= patterns.Length; row += 32)
        {
            Vector512<int> a = full, b = full;
            var i = 0;
            for (; i < tests.MissingFitsEnd; i++)
            {
                ref var x = ref columns.Reference(slots[i], row);
                var low = Vector512.Create(lows[i]);
                var high = Vector512.Create(highs[i]);
                var bit = Vector512.Create(bits[i]);
                Vector512<float> x0 = Vector512.LoadUnsafe(ref x), x1 = Vector512.LoadUnsafe(ref x, 16);
                a &= ~((Vector512.LessThanOrEqual(x0, low) | Vector512.GreaterThan(x0, high)).AsInt32() & bit);
                b &= ~((Vector512.LessThanOrEqual(x1, low) | Vector512.GreaterThan(x1, high)).AsInt32() & bit);
            }

            for (; i < slots.Length; i++)
            {
                ref var x = ref columns.Reference(slots[i], row);
                var low = Vector512.Create(lows[i]);
                var high = Vector512.Create(highs[i]);
                var bit = Vector512.Create(bits[i]);
                Vector512<float> x0 = Vector512.LoadUnsafe(ref x), x1 = Vector512.LoadUnsafe(ref x, 16);
                a &= ~((Vector512.LessThanOrEqual(x0, low) | ~Vector512.LessThanOrEqual(x0, high)).AsInt32() & bit);
                b &= ~((Vector512.LessThanOrEqual(x1, low) | ~Vector512.LessThanOrEqual(x1, high)).AsInt32() & bit);
            }

            a.StoreUnsafe(ref patterns[row]);
            b.StoreUnsafe(ref patterns[row], 16);
        }

        return row;
    }

    /// <summary>Patterns with 256-bit vectors; returns the number of rows done.</summary>
    public static int Evaluate256(PatternTests tests, SlotBlock columns, Span<int> patterns)
    {
        int[] slots = tests.Slots, bits = tests.ShortBits;
        float[] lows = tests.Low, highs = tests.High;
        var full = Vector256.Create((int)tests.Full);
        var row = 0;
        for (; row + 16 <= patterns.Length; row += 16)
        {
            Vector256<int> a = full, b = full;
            var i = 0;
            for (; i < tests.MissingFitsEnd; i++)
            {
                ref var x = ref columns.Reference(slots[i], row);
                var low = Vector256.Create(lows[i]);
                var high = Vector256.Create(highs[i]);
                var bit = Vector256.Create(bits[i]);
                Vector256<float> x0 = Vector256.LoadUnsafe(ref x), x1 = Vector256.LoadUnsafe(ref x, 8);
                a &= ~((Vector256.LessThanOrEqual(x0, low) | Vector256.GreaterThan(x0, high)).AsInt32() & bit);
                b &= ~((Vector256.LessThanOrEqual(x1, low) | Vector256.GreaterThan(x1, high)).AsInt32() & bit);
            }

            for (; i < slots.Length; i++)
            {
                ref var x = ref columns.Reference(slots[i], row);
                var low = Vector256.Create(lows[i]);
                var high = Vector256.Create(highs[i]);
                var bit = Vector256.Create(bits[i]);
                Vector256<float> x0 = Vector256.LoadUnsafe(ref x), x1 = Vector256.LoadUnsafe(ref x, 8);
                a &= ~((Vector256.LessThanOrEqual(x0, low) | ~Vector256.LessThanOrEqual(x0, high)).AsInt32() & bit);
                b &= ~((Vector256.LessThanOrEqual(x1, low) | ~Vector256.LessThanOrEqual(x1, high)).AsInt32() & bit);
            }

            a.StoreUnsafe(ref patterns[row]);
            b.StoreUnsafe(ref patterns[row], 8);
        }

        return row;
    }

    /// <summary>Adds to each row the table's value at the row's pattern.</summary>
    /// <param name="table">One column of a table: 2^bits values, at least 8.</param>
    /// <param name="bits">Bits of a pattern.</param>
    /// <param name="patterns">One pattern for each row.</param>
    /// <param name="sums">As many as patterns.</param>
    /// <param name="width">Width of the vectors.</param>
    public static void AddAt(ReadOnlySpan<double> table, int bits, ReadOnlySpan<int> patterns, Span<double> sums, VectorWidth width)
    {
        var row = 0;
        if (width == VectorWidth.Bits512 && Avx512F.IsSupported && bits <= 7)
        {
            // Look-ups in registers: two-source permutes beat both gathers and scalar loads up to 128 entries.
            row = bits <= 3 ? Add8(table, patterns, sums) : bits == 4 ? Add16(table, patterns, sums) : bits == 5 ? Add32(table, patterns, sums)
                : bits == 6 ? Add64(table, patterns, sums) : Add128(table, patterns, sums);
        }

        ref var value = ref MemoryMarshal.GetReference(table);
        ref var sum = ref MemoryMarshal.GetReference(sums[..patterns.Length]);
        for (; row < patterns.Length; row++)
        {
            Unsafe.Add(ref sum, row) += Unsafe.Add(ref value, patterns[row]);
        }
    }

    private static int Add8(ReadOnlySpan<double> table, ReadOnlySpan<int> patterns, Span<double> sums)
    {
        var t0 = Vector512.Create(table);
        var row = 0;
        for (; row + 16 <= patterns.Length; row += 16)
        {
            var (low, high) = Vector512.Widen(Vector512.Create(patterns.Slice(row, 16)));
            ref var sum = ref sums.Slice(row, 16)[0];
            (Vector512.LoadUnsafe(ref sum) + Avx512F.PermuteVar8x64(t0, low)).StoreUnsafe(ref sum);
            (Vector512.LoadUnsafe(ref sum, 8) + Avx512F.PermuteVar8x64(t0, high)).StoreUnsafe(ref sum, 8);
        }

        return row;
    }

    private static int Add16(ReadOnlySpan<double> table, ReadOnlySpan<int> patterns, Span<double> sums)
    {
        Vector512<double> t0 = Vector512.Create(table), t1 = Vector512.Create(table[8..]);
        var row = 0;
        for (; row + 16 <= patterns.Length; row += 16)
        {
            var (low, high) = Vector512.Widen(Vector512.Create(patterns.Slice(row, 16)));
            ref var sum = ref sums.Slice(row, 16)[0];
            (Vector512.LoadUnsafe(ref sum) + Avx512F.PermuteVar8x64x2(t0, low, t1)).StoreUnsafe(ref sum);
            (Vector512.LoadUnsafe(ref sum, 8) + Avx512F.PermuteVar8x64x2(t0, high, t1)).StoreUnsafe(ref sum, 8);
        }

        return row;
    }

    private static int Add32(ReadOnlySpan<double> table, ReadOnlySpan<int> patterns, Span<double> sums)
    {
        Vector512<double> t0 = Vector512.Create(table), t1 = Vector512.Create(table[8..]), t2 = Vector512.Create(table[16..]), t3 = Vector512.Create(table[24..]);
        var row = 0;
        for (; row + 16 <= patterns.Length; row += 16)
        {
            var (low, high) = Vector512.Widen(Vector512.Create(patterns.Slice(row, 16)));
            ref var sum = ref sums.Slice(row, 16)[0];
            (Vector512.LoadUnsafe(ref sum) + Look32(low, t0, t1, t2, t3)).StoreUnsafe(ref sum);
            (Vector512.LoadUnsafe(ref sum, 8) + Look32(high, t0, t1, t2, t3)).StoreUnsafe(ref sum, 8);
        }

        return row;
    }

    private static int Add64(ReadOnlySpan<double> table, ReadOnlySpan<int> patterns, Span<double> sums)
    {
        Vector512<double> t0 = Vector512.Create(table), t1 = Vector512.Create(table[8..]), t2 = Vector512.Create(table[16..]), t3 = Vector512.Create(table[24..]);
        Vector512<double> t4 = Vector512.Create(table[32..]), t5 = Vector512.Create(table[40..]), t6 = Vector512.Create(table[48..]), t7 = Vector512.Create(table[56..]);
        var row = 0;
        for (; row + 16 <= patterns.Length; row += 16)
        {
            var (low, high) = Vector512.Widen(Vector512.Create(patterns.Slice(row, 16)));
            ref var sum = ref sums.Slice(row, 16)[0];
            var l = Vector512.ConditionalSelect(Below(low, 32), Look32(low, t0, t1, t2, t3), Look32(low, t4, t5, t6, t7));
            var h = Vector512.ConditionalSelect(Below(high, 32), Look32(high, t0, t1, t2, t3), Look32(high, t4, t5, t6, t7));
            (Vector512.LoadUnsafe(ref sum) + l).StoreUnsafe(ref sum);
            (Vector512.LoadUnsafe(ref sum, 8) + h).StoreUnsafe(ref sum, 8);
        }

        return row;
    }

    private static int Add128(ReadOnlySpan<double> table, ReadOnlySpan<int> patterns, Span<double> sums)
    {
        Vector512<double> t0 = Vector512.Create(table), t1 = Vector512.Create(table[8..]), t2 = Vector512.Create(table[16..]), t3 = Vector512.Create(table[24..]);
        Vector512<double> t4 = Vector512.Create(table[32..]), t5 = Vector512.Create(table[40..]), t6 = Vector512.Create(table[48..]), t7 = Vector512.Create(table[56..]);
        Vector512<double> t8 = Vector512.Create(table[64..]), t9 = Vector512.Create(table[72..]), t10 = Vector512.Create(table[80..]), t11 = Vector512.Create(table[88..]);
        Vector512<double> t12 = Vector512.Create(table[96..]), t13 = Vector512.Create(table[104..]), t14 = Vector512.Create(table[112..]), t15 = Vector512.Create(table[120..]);
        var row = 0;
        for (; row + 8 <= patterns.Length; row += 8)
        {
            var at = Vector512.Create(Vector256.WidenLower(Vector256.Create(patterns.Slice(row, 8))), Vector256.WidenUpper(Vector256.Create(patterns.Slice(row, 8))));
            ref var sum = ref sums.Slice(row, 8)[0];
            var odd = Vector512.Equals(at & Vector512.Create(32L), Vector512<long>.Zero).AsDouble();
            var low = Vector512.ConditionalSelect(odd, Look32(at, t0, t1, t2, t3), Look32(at, t4, t5, t6, t7));
            var high = Vector512.ConditionalSelect(odd, Look32(at, t8, t9, t10, t11), Look32(at, t12, t13, t14, t15));
            (Vector512.LoadUnsafe(ref sum) + Vector512.ConditionalSelect(Below(at, 64), low, high)).StoreUnsafe(ref sum);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Look32(Vector512<long> at, Vector512<double> t0, Vector512<double> t1, Vector512<double> t2, Vector512<double> t3) =>
        Vector512.ConditionalSelect(
            Vector512.Equals(at & Vector512.Create(16L), Vector512<long>.Zero).AsDouble(),
            Avx512F.PermuteVar8x64x2(t0, at, t1),
            Avx512F.PermuteVar8x64x2(t2, at, t3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Below(Vector512<long> at, long bound) => Vector512.LessThan(at, Vector512.Create(bound)).AsDouble();
}

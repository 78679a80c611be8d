using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScoringAudit.Scoring;

/// <summary>Bit-vector scoring with 512-bit vectors.</summary>
internal static class BitVectorKernel512
{
    /// <summary>Clears the leaves that nodes make unreachable, 64 rows at a time, and returns the number of rows done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Clear(BitVectorNodes nodes, uint[] masks, SlotBlock columns, Span<uint> words)
    {
        var row = 0;
        for (; row + 64 <= words.Length; row += 64)
        {
            Clear64(nodes, masks, columns, row, ref words[row]);
        }

        return row;
    }

    /// <summary>Adds the values that one-word masks point to, 16 rows at a time, and returns the number of rows done.</summary>
    /// <remarks>The table of 32 values is four registers; two-source permutes look up eight rows at once.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int AddValues(ReadOnlySpan<uint> words, double[] values, Span<double> sums)
    {
        if (!Avx512CD.IsSupported || !Avx512F.IsSupported)
        {
            return 0;
        }

        Vector512<double> v0 = Vector512.Create(values, 0), v8 = Vector512.Create(values, 8);
        Vector512<double> v16 = Vector512.Create(values, 16), v24 = Vector512.Create(values, 24);
        var row = 0;
        for (; row + 16 <= words.Length; row += 16)
        {
            ref var sum = ref sums.Slice(row, 16)[0];
            var leaf = Avx512CD.LeadingZeroCount(Vector512.Create(words.Slice(row, 16)));
            var (low, high) = Vector512.Widen(leaf);
            (Vector512.LoadUnsafe(ref sum) + Look(low.AsInt64(), v0, v8, v16, v24)).StoreUnsafe(ref sum);
            (Vector512.LoadUnsafe(ref sum, 8) + Look(high.AsInt64(), v0, v8, v16, v24)).StoreUnsafe(ref sum, 8);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Clear64(BitVectorNodes nodes, uint[] masks, SlotBlock columns, int row, ref uint words)
    {
        var a = Vector512.LoadUnsafe(ref words);
        var b = Vector512.LoadUnsafe(ref words, 16);
        var c = Vector512.LoadUnsafe(ref words, 32);
        var d = Vector512.LoadUnsafe(ref words, 48);
        int[] slots = nodes.Slots;
        float[] thresholds = nodes.Thresholds;
        var node = 0;
        for (; node < nodes.MissingRightEnd; node++)
        {
            ref var x = ref columns.Reference(slots[node], row);
            var threshold = Vector512.Create(thresholds[node]);
            var mask = Vector512.Create(masks[node]);
            a &= mask | Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref x), threshold).AsUInt32();
            b &= mask | Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref x, 16), threshold).AsUInt32();
            c &= mask | Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref x, 32), threshold).AsUInt32();
            d &= mask | Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref x, 48), threshold).AsUInt32();
        }

        for (; node < masks.Length; node++)
        {
            var mask = Vector512.Create(masks[node]);
            a &= mask | ~Right(nodes, node, columns, row);
            b &= mask | ~Right(nodes, node, columns, row + 16);
            c &= mask | ~Right(nodes, node, columns, row + 32);
            d &= mask | ~Right(nodes, node, columns, row + 48);
        }

        a.StoreUnsafe(ref words);
        b.StoreUnsafe(ref words, 16);
        c.StoreUnsafe(ref words, 32);
        d.StoreUnsafe(ref words, 48);
    }

    // Which rows a node other than 'numeric, NaN goes right' sends right.
    private static Vector512<uint> Right(BitVectorNodes nodes, int node, SlotBlock columns, int row)
    {
        if (node < nodes.NumericEnd)
        {
            var x = Vector512.LoadUnsafe(ref columns.Reference(nodes.Slots[node], row));
            return Vector512.GreaterThan(x, Vector512.Create(nodes.Thresholds[node])).AsUInt32();
        }

        var right = Vector512<uint>.Zero;
        foreach (var slot in nodes.Sets[node])
        {
            right |= Vector512.GreaterThan(Vector512.LoadUnsafe(ref columns.Reference(slot, row)), Vector512<float>.Zero).AsUInt32();
        }

        return right;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Look(
        Vector512<long> leaf, Vector512<double> v0, Vector512<double> v8, Vector512<double> v16, Vector512<double> v24)
    {
        var below16 = Avx512F.PermuteVar8x64x2(v0, leaf, v8);
        var from16 = Avx512F.PermuteVar8x64x2(v16, leaf, v24);
        return Vector512.ConditionalSelect(Vector512.LessThan(leaf, Vector512.Create(16L)).AsDouble(), below16, from16);
    }
}

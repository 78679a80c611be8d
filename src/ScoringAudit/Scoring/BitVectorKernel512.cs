using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScoringAudit.Scoring;

/// <summary>Bit-vector scoring of one tree with 512-bit vectors: 64 rows at a time (one word of leaves) or 32 (two words).</summary>
internal static class BitVectorKernel512
{
    /// <summary>Adds the tree's values to the sums of as many rows as whole vectors cover, and returns their number.</summary>
    public static int Add(BitVectorTree tree, SlotBlock columns, Span<double> sums)
    {
        var row = 0;
        if (tree.OneWord)
        {
            for (; row + 64 <= sums.Length; row += 64)
            {
                OneWord(tree, columns, row, ref MemoryMarshal.GetReference(sums[row..]));
            }
        }
        else
        {
            for (; row + 32 <= sums.Length; row += 32)
            {
                TwoWords(tree, columns, row, sums.Slice(row, 32));
            }
        }

        return row;
    }

    private static void OneWord(BitVectorTree tree, SlotBlock columns, int row, ref double sums)
    {
        Vector512<uint> a = Vector512<uint>.AllBitsSet, b = a, c = a, d = a;
        int[] slots = tree.Slots;
        float[] thresholds = tree.Thresholds;
        uint[] masks = tree.First;
        var node = 0;
        for (; node < tree.MissingRightEnd; node++)
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
            a &= mask | ~Right(tree, node, columns, row);
            b &= mask | ~Right(tree, node, columns, row + 16);
            c &= mask | ~Right(tree, node, columns, row + 32);
            d &= mask | ~Right(tree, node, columns, row + 48);
        }

        ref var values = ref MemoryMarshal.GetArrayDataReference(tree.Values);
        AddValues(a, ref values, ref sums);
        AddValues(b, ref values, ref Unsafe.Add(ref sums, 16));
        AddValues(c, ref values, ref Unsafe.Add(ref sums, 32));
        AddValues(d, ref values, ref Unsafe.Add(ref sums, 48));
    }

    private static void TwoWords(BitVectorTree tree, SlotBlock columns, int row, Span<double> sums)
    {
        Vector512<uint> a1 = Vector512<uint>.AllBitsSet, a2 = a1, b1 = a1, b2 = a1;
        var node = 0;
        for (; node < tree.MissingRightEnd; node++)
        {
            ref var x = ref columns.Reference(tree.Slots[node], row);
            var threshold = Vector512.Create(tree.Thresholds[node]);
            var first = Vector512.Create(tree.First[node]);
            var second = Vector512.Create(tree.Second[node]);
            var leftA = Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref x), threshold).AsUInt32();
            var leftB = Vector512.LessThanOrEqual(Vector512.LoadUnsafe(ref x, 16), threshold).AsUInt32();
            (a1, a2) = (a1 & (first | leftA), a2 & (second | leftA));
            (b1, b2) = (b1 & (first | leftB), b2 & (second | leftB));
        }

        for (; node < tree.First.Length; node++)
        {
            var first = Vector512.Create(tree.First[node]);
            var second = Vector512.Create(tree.Second[node]);
            var leftA = ~Right(tree, node, columns, row);
            var leftB = ~Right(tree, node, columns, row + 16);
            (a1, a2) = (a1 & (first | leftA), a2 & (second | leftA));
            (b1, b2) = (b1 & (first | leftB), b2 & (second | leftB));
        }

        Span<uint> words = stackalloc uint[64];
        a1.CopyTo(words);
        b1.CopyTo(words[16..]);
        a2.CopyTo(words[32..]);
        b2.CopyTo(words[48..]);
        BitVectorLookup.AddTwoWords(words[..32], words[32..], tree.Values, sums);
    }

    // Which rows a node other than 'numeric, NaN goes right' sends right.
    private static Vector512<uint> Right(BitVectorTree tree, int node, SlotBlock columns, int row)
    {
        if (node < tree.NumericEnd)
        {
            var x = Vector512.LoadUnsafe(ref columns.Reference(tree.Slots[node], row));
            return Vector512.GreaterThan(x, Vector512.Create(tree.Thresholds[node])).AsUInt32();
        }

        var right = Vector512<uint>.Zero;
        foreach (var slot in tree.Sets[node])
        {
            right |= Vector512.GreaterThan(Vector512.LoadUnsafe(ref columns.Reference(slot, row)), Vector512<float>.Zero).AsUInt32();
        }

        return right;
    }

    // The table of 32 values is four registers; two-source permutes look up eight rows at once.
    private static void AddValues(Vector512<uint> reachable, ref double values, ref double sums)
    {
        if (!Avx512CD.IsSupported)
        {
            Span<uint> words = stackalloc uint[16];
            reachable.CopyTo(words);
            BitVectorLookup.AddOneWord(words, ref values, ref sums);
            return;
        }

        var (low, high) = Vector512.Widen(Avx512CD.LeadingZeroCount(reachable));
        (Vector512.LoadUnsafe(ref sums) + Look(low, ref values)).StoreUnsafe(ref sums);
        (Vector512.LoadUnsafe(ref sums, 8) + Look(high, ref values)).StoreUnsafe(ref sums, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Look(Vector512<ulong> leaf, ref double values)
    {
        var index = leaf.AsInt64();
        var below16 = Avx512F.PermuteVar8x64x2(Vector512.LoadUnsafe(ref values), index, Vector512.LoadUnsafe(ref values, 8));
        var from16 = Avx512F.PermuteVar8x64x2(Vector512.LoadUnsafe(ref values, 16), index, Vector512.LoadUnsafe(ref values, 24));
        return Vector512.ConditionalSelect(Vector512.LessThan(index, Vector512.Create(16L)).AsDouble(), below16, from16);
    }
}

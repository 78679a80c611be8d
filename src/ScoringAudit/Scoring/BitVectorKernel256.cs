using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ScoringAudit.Scoring;

/// <summary>Bit-vector scoring of one tree with 256-bit vectors: 32 rows at a time (one word of leaves) or 16 (two words).</summary>
internal static class BitVectorKernel256
{
    /// <summary>Adds the tree's values to the sums of as many rows as whole vectors cover, and returns their number.</summary>
    public static int Add(BitVectorTree tree, SlotBlock columns, Span<double> sums)
    {
        var row = 0;
        Span<uint> words = stackalloc uint[32];
        if (tree.OneWord)
        {
            for (; row + 32 <= sums.Length; row += 32)
            {
                OneWord(tree, columns, row, words);
                BitVectorLookup.AddOneWord(words, ref MemoryMarshal.GetArrayDataReference(tree.Values), ref MemoryMarshal.GetReference(sums[row..]));
            }
        }
        else
        {
            for (; row + 16 <= sums.Length; row += 16)
            {
                TwoWords(tree, columns, row, words);
                BitVectorLookup.AddTwoWords(words[..16], words[16..], tree.Values, sums.Slice(row, 16));
            }
        }

        return row;
    }

    private static void OneWord(BitVectorTree tree, SlotBlock columns, int row, Span<uint> words)
    {
        Vector256<uint> a = Vector256<uint>.AllBitsSet, b = a, c = a, d = a;
        var node = 0;
        for (; node < tree.MissingRightEnd; node++)
        {
            ref var x = ref columns.Reference(tree.Slots[node], row);
            var threshold = Vector256.Create(tree.Thresholds[node]);
            var mask = Vector256.Create(tree.First[node]);
            a &= mask | Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref x), threshold).AsUInt32();
            b &= mask | Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref x, 8), threshold).AsUInt32();
            c &= mask | Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref x, 16), threshold).AsUInt32();
            d &= mask | Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref x, 24), threshold).AsUInt32();
        }

        for (; node < tree.First.Length; node++)
        {
            var mask = Vector256.Create(tree.First[node]);
            a &= mask | ~Right(tree, node, columns, row);
            b &= mask | ~Right(tree, node, columns, row + 8);
            c &= mask | ~Right(tree, node, columns, row + 16);
            d &= mask | ~Right(tree, node, columns, row + 24);
        }

        a.CopyTo(words);
        b.CopyTo(words[8..]);
        c.CopyTo(words[16..]);
        d.CopyTo(words[24..]);
    }

    private static void TwoWords(BitVectorTree tree, SlotBlock columns, int row, Span<uint> words)
    {
        Vector256<uint> a1 = Vector256<uint>.AllBitsSet, a2 = a1, b1 = a1, b2 = a1;
        for (var node = 0; node < tree.First.Length; node++)
        {
            var first = Vector256.Create(tree.First[node]);
            var second = Vector256.Create(tree.Second[node]);
            var leftA = ~Right(tree, node, columns, row);
            var leftB = ~Right(tree, node, columns, row + 8);
            (a1, a2) = (a1 & (first | leftA), a2 & (second | leftA));
            (b1, b2) = (b1 & (first | leftB), b2 & (second | leftB));
        }

        a1.CopyTo(words);
        b1.CopyTo(words[8..]);
        a2.CopyTo(words[16..]);
        b2.CopyTo(words[24..]);
    }

    private static Vector256<uint> Right(BitVectorTree tree, int node, SlotBlock columns, int row)
    {
        if (node < tree.NumericEnd)
        {
            var x = Vector256.LoadUnsafe(ref columns.Reference(tree.Slots[node], row));
            var threshold = Vector256.Create(tree.Thresholds[node]);
            return node < tree.MissingRightEnd
                ? ~Vector256.LessThanOrEqual(x, threshold).AsUInt32()
                : Vector256.GreaterThan(x, threshold).AsUInt32();
        }

        var right = Vector256<uint>.Zero;
        foreach (var slot in tree.Sets[node])
        {
            right |= Vector256.GreaterThan(Vector256.LoadUnsafe(ref columns.Reference(slot, row)), Vector256<float>.Zero).AsUInt32();
        }

        return right;
    }
}

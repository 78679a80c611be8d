using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScoringAudit.Scoring;

/// <summary>Bit-vector scoring with 256-bit vectors.</summary>
internal static class BitVectorKernel256
{
    /// <summary>Clears the leaves that nodes make unreachable, 32 rows at a time, and returns the number of rows done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Clear(BitVectorNodes nodes, uint[] masks, SlotBlock columns, Span<uint> words)
    {
        var row = 0;
        for (; row + 32 <= words.Length; row += 32)
        {
            Clear32(nodes, masks, columns, row, ref words[row]);
        }

        return row;
    }

    private static void Clear32(BitVectorNodes nodes, uint[] masks, SlotBlock columns, int row, ref uint words)
    {
        var a = Vector256.LoadUnsafe(ref words);
        var b = Vector256.LoadUnsafe(ref words, 8);
        var c = Vector256.LoadUnsafe(ref words, 16);
        var d = Vector256.LoadUnsafe(ref words, 24);
        var node = 0;
        for (; node < nodes.MissingRightEnd; node++)
        {
            ref var x = ref columns.Reference(nodes.Slots[node], row);
            var threshold = Vector256.Create(nodes.Thresholds[node]);
            var mask = Vector256.Create(masks[node]);
            a &= mask | Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref x), threshold).AsUInt32();
            b &= mask | Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref x, 8), threshold).AsUInt32();
            c &= mask | Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref x, 16), threshold).AsUInt32();
            d &= mask | Vector256.LessThanOrEqual(Vector256.LoadUnsafe(ref x, 24), threshold).AsUInt32();
        }

        for (; node < masks.Length; node++)
        {
            var mask = Vector256.Create(masks[node]);
            a &= mask | ~Right(nodes, node, columns, row);
            b &= mask | ~Right(nodes, node, columns, row + 8);
            c &= mask | ~Right(nodes, node, columns, row + 16);
            d &= mask | ~Right(nodes, node, columns, row + 24);
        }

        a.StoreUnsafe(ref words);
        b.StoreUnsafe(ref words, 8);
        c.StoreUnsafe(ref words, 16);
        d.StoreUnsafe(ref words, 24);
    }

    // Which rows a node other than 'numeric, NaN goes right' sends right.
    private static Vector256<uint> Right(BitVectorNodes nodes, int node, SlotBlock columns, int row)
    {
        if (node < nodes.NumericEnd)
        {
            var x = Vector256.LoadUnsafe(ref columns.Reference(nodes.Slots[node], row));
            return Vector256.GreaterThan(x, Vector256.Create(nodes.Thresholds[node])).AsUInt32();
        }

        var right = Vector256<uint>.Zero;
        foreach (var slot in nodes.Sets[node])
        {
            right |= Vector256.GreaterThan(Vector256.LoadUnsafe(ref columns.Reference(slot, row)), Vector256<float>.Zero).AsUInt32();
        }

        return right;
    }
}

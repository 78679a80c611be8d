using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Turns a slot's values into ranks among the thresholds that an ensemble asks of it: what trees can see of a value, in a byte.</summary>
/// <remarks>
/// rank(x) = number of thresholds below x, so x ≤ t_j iff rank(x) ≤ j (thresholds ascending from t_0). A missing value has rank 255.
/// A slot with more than 254 thresholds has several columns, each for the next 254 of them.
/// </remarks>
internal sealed class SlotRanks
{
    /// <summary>Rank of a missing value.</summary>
    public const byte Missing = 255;

    /// <summary>The largest rank.</summary>
    public const byte Last = 254;

    private const int Most = 254;

    private readonly float[][] _thresholds;
    private readonly int[] _firstColumns;
    private readonly (int Slot, int Steps, float[] Padded)[] _columns;

    /// <summary>The ranks that an ensemble needs.</summary>
    public SlotRanks(TreeEnsemble ensemble)
    {
        var found = new HashSet<float>?[ensemble.Slots];
        foreach (var tree in ensemble.Trees)
        {
            for (var node = 0; node < tree.Nodes; node++)
            {
                if (tree.CategorySlots(node) is not { } set)
                {
                    (found[tree.SplitSlots[node]] ??= []).Add(tree.Thresholds[node]);
                    continue;
                }

                foreach (var slot in set)
                {
                    (found[slot] ??= []).Add(0);
                }
            }
        }

        _thresholds = [.. found.Select(f => f is null ? Array.Empty<float>() : [.. f.Order()])];
        _firstColumns = new int[ensemble.Slots];
        var columns = new List<(int, int, float[])>();
        for (var slot = 0; slot < _thresholds.Length; slot++)
        {
            _firstColumns[slot] = columns.Count;
            foreach (var part in _thresholds[slot].Chunk(Most))
            {
                // A search of k steps reads 2^k − 1 thresholds; nothing is above +∞.
                var steps = 1;
                while (1 << steps <= part.Length)
                {
                    steps++;
                }

                float[] padded = [.. part, .. Enumerable.Repeat(float.PositiveInfinity, (1 << steps) - 1 - part.Length)];
                columns.Add((slot, steps, padded));
            }
        }

        _columns = [.. columns];
    }

    /// <summary>Columns of ranks.</summary>
    public int Columns => _columns.Length;

    /// <summary>First column of a slot that the ensemble asks of.</summary>
    public int First(int slot) => _firstColumns[slot];

    /// <summary>Where a threshold stands: x ≤ threshold iff the column's rank is at most the position.</summary>
    public (int Column, byte At) Find(int slot, float threshold)
    {
        var at = Array.BinarySearch(_thresholds[slot], threshold);
        return (_firstColumns[slot] + (at / Most), (byte)(at % Most));
    }

    /// <summary>Ranks of a block of rows, in an array of their own.</summary>
    public RankBlock Encode(SlotBlock rows, VectorWidth width)
    {
        var ranks = RankBlock.OfLength(Columns, rows.Rows);
        Encode(rows, ranks, width);
        return ranks;
    }

    /// <summary>Ranks of a block of rows.</summary>
    /// <param name="rows">Encoded rows with the ensemble's slots.</param>
    /// <param name="to">As many columns as <see cref="Columns"/>, as many rows as the block.</param>
    /// <param name="width">Width of the vectors; all give the same ranks.</param>
    public void Encode(SlotBlock rows, RankBlock to, VectorWidth width)
    {
        for (var c = 0; c < _columns.Length; c++)
        {
            var (slot, steps, thresholds) = _columns[c];
            var values = rows[slot];
            var ranks = to[c];
            var done = width != VectorWidth.Scalar && Avx2.IsSupported ? Encode256(values, thresholds, steps, ranks) : 0;
            for (var row = done; row < values.Length; row++)
            {
                ranks[RankBlock.Position(row)] = Rank(values[row], thresholds, steps);
            }
        }
    }

    private static byte Rank(float x, float[] thresholds, int steps)
    {
        var rank = 0;
        for (var step = 1 << (steps - 1); step > 0; step >>= 1)
        {
            rank += thresholds[rank + step - 1] < x ? step : 0;
        }

        return float.IsNaN(x) ? Missing : (byte)rank;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int Encode256(ReadOnlySpan<float> values, float[] thresholds, int steps, Span<byte> ranks)
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        ref var to = ref Unsafe.As<byte, int>(ref MemoryMarshal.GetReference(ranks));
        var row = 0;
        fixed (float* table = thresholds)
        {
            for (; row + RankBlock.Group <= values.Length; row += RankBlock.Group)
            {
                for (var lane = 0; lane < 16; lane += 8)
                {
                    ref var at = ref Unsafe.Add(ref x, row + lane);
                    Vector256<float> x0 = Vector256.LoadUnsafe(ref at), x1 = Vector256.LoadUnsafe(ref at, 16), x2 = Vector256.LoadUnsafe(ref at, 32), x3 = Vector256.LoadUnsafe(ref at, 48);
                    Vector256<int> r0 = Vector256<int>.Zero, r1 = r0, r2 = r0, r3 = r0;
                    for (var step = 1 << (steps - 1); step > 0; step >>= 1)
                    {
                        var by = Vector256.Create(step);
                        r0 += Vector256.LessThan(Avx2.GatherVector256(table + step - 1, r0, 4), x0).AsInt32() & by;
                        r1 += Vector256.LessThan(Avx2.GatherVector256(table + step - 1, r1, 4), x1).AsInt32() & by;
                        r2 += Vector256.LessThan(Avx2.GatherVector256(table + step - 1, r2, 4), x2).AsInt32() & by;
                        r3 += Vector256.LessThan(Avx2.GatherVector256(table + step - 1, r3, 4), x3).AsInt32() & by;
                    }

                    var packed = OrMissing(r0, x0) | (OrMissing(r1, x1) << 8) | (OrMissing(r2, x2) << 16) | (OrMissing(r3, x3) << 24);
                    packed.StoreUnsafe(ref to, (nuint)((row / 4) + lane));
                }
            }
        }

        return row;
    }

    // Nothing is below NaN, so its rank is 0 so far.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> OrMissing(Vector256<int> rank, Vector256<float> x) =>
        rank | (~Vector256.Equals(x, x).AsInt32() & Vector256.Create((int)Missing));
}

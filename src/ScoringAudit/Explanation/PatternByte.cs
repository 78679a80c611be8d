using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The tests that make one byte of a row's pattern, asked of ranks, 64 rows at a time.</summary>
internal sealed class PatternByte
{
    private readonly int[] _columns;
    private readonly byte[] _from;
    private readonly byte[] _span;
    private readonly byte[] _kept;
    private readonly int _missingFitsEnd;
    private readonly ((int Column, byte From)[] Set, byte Kept)[] _sets;
    private readonly byte _full;

    private PatternByte(List<(int Column, byte From, byte To, bool MissingFits, byte Bit)> tests, List<((int Column, byte From)[] Set, byte Bit)> sets, byte full)
    {
        tests.Sort((a, b) => (!a.MissingFits, a.Column).CompareTo((!b.MissingFits, b.Column)));
        _missingFitsEnd = tests.Count(t => t.MissingFits);
        _columns = [.. tests.Select(t => t.Column)];
        _from = [.. tests.Select(t => t.From)];
        _span = [.. tests.Select(t => (byte)(t.To - t.From))];
        _kept = [.. tests.Select(t => (byte)~t.Bit)];
        _sets = [.. sets.Select(s => (s.Set, (byte)~s.Bit))];
        _full = full;
    }

    /// <summary>The bytes of a pattern, the low one first; none for no bits.</summary>
    /// <param name="tests">The tests.</param>
    /// <param name="bits">Bits of the pattern.</param>
    /// <param name="ranks">Where the tests' bounds stand.</param>
    public static PatternByte[] Of(PatternTests tests, int bits, SlotRanks ranks)
    {
        var bytes = new PatternByte[(bits + 7) / 8];
        for (var i = 0; i < bytes.Length; i++)
        {
            var intervals = new List<(int, byte, byte, bool, byte)>();
            var sets = new List<((int, byte)[], byte)>();
            foreach (var interval in tests.Intervals)
            {
                if ((byte)(interval.Bit >> (8 * i)) is var bit and not 0)
                {
                    intervals.AddRange(Bounds(interval, ranks).Select(b => (b.Column, b.From, b.To, interval.MissingFits, bit)));
                }
            }

            foreach (var (set, mask) in tests.Sets)
            {
                if ((byte)(mask >> (8 * i)) is var bit and not 0)
                {
                    sets.Add(([.. set.Select(slot => After(slot, 0, ranks))], bit));
                }
            }

            bytes[i] = new PatternByte(intervals, sets, (byte)((1UL << Math.Min(8, bits - (8 * i))) - 1));
        }

        return bytes;
    }

    /// <summary>The byte of every row.</summary>
    /// <param name="ranks">Ranks of the rows.</param>
    /// <param name="to">Where the bytes go.</param>
    /// <param name="column">The column that they take.</param>
    /// <param name="width">Width of the vectors; all give the same bytes.</param>
    public void Evaluate(RankBlock ranks, RankBlock to, int column, VectorWidth width)
    {
        var position = 0;
        if (width == VectorWidth.Bits512)
        {
            for (; position + 256 <= ranks.Stride; position += 256)
            {
                Evaluate4(ranks, ref to.Reference(column, position), position);
            }

            for (; position < ranks.Stride; position += 64)
            {
                Evaluate1(ranks, ref to.Reference(column, position), position);
            }
        }
        else if (width == VectorWidth.Bits256)
        {
            for (; position < ranks.Stride; position += 32)
            {
                Evaluate256(ranks, ref to.Reference(column, position), position);
            }
        }

        for (; position < ranks.Stride; position++)
        {
            to.Reference(column, position) = Evaluate(ranks, position);
        }
    }

    // x > bound is a range of ranks, x ≤ bound too; both at once where they stand in one column and some rank meets both.
    private static IEnumerable<(int Column, byte From, byte To)> Bounds(SlotInterval interval, SlotRanks ranks)
    {
        var below = float.IsNaN(interval.Low) ? ((int Column, byte From)?)null : After(interval.Slot, interval.Low, ranks);
        var above = float.IsPositiveInfinity(interval.High) ? ((int Column, byte At)?)null : ranks.Find(interval.Slot, interval.High);
        if (below is { } low && above is { } high)
        {
            return low.Column == high.Column && low.From <= high.At
                ? [(low.Column, low.From, high.At)]
                : [(low.Column, low.From, SlotRanks.Last), (high.Column, 0, high.At)];
        }

        return below is { } only ? [(only.Column, only.From, SlotRanks.Last)]
            : above is { } end ? [(end.Column, 0, end.At)]
            : interval.MissingFits ? [] : [(ranks.First(interval.Slot), 0, SlotRanks.Last)];
    }

    private static (int Column, byte From) After(int slot, float bound, SlotRanks ranks)
    {
        var (column, at) = ranks.Find(slot, bound);
        return (column, (byte)(at + 1));
    }

    private byte Evaluate(RankBlock ranks, int position)
    {
        var pattern = _full;
        for (var i = 0; i < _columns.Length; i++)
        {
            var rank = ranks.Reference(_columns[i], position);
            if ((byte)(rank - _from[i]) > _span[i] && !(i < _missingFitsEnd && rank == SlotRanks.Missing))
            {
                pattern &= _kept[i];
            }
        }

        foreach (var (set, kept) in _sets)
        {
            if (!Any(set, ranks, position))
            {
                pattern &= kept;
            }
        }

        return pattern;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate4(RankBlock ranks, ref byte to, int position)
    {
        Vector512<byte> a = Vector512.Create(_full), b = a, c = a, d = a;
        var missing = Vector512.Create(SlotRanks.Missing);
        for (var i = 0; i < _columns.Length; i++)
        {
            ref var rank = ref ranks.Reference(_columns[i], position);
            Vector512<byte> from = Vector512.Create(_from[i]), span = Vector512.Create(_span[i]), kept = Vector512.Create(_kept[i]);
            Vector512<byte> r0 = Vector512.LoadUnsafe(ref rank), r1 = Vector512.LoadUnsafe(ref rank, 64), r2 = Vector512.LoadUnsafe(ref rank, 128), r3 = Vector512.LoadUnsafe(ref rank, 192);
            if (i < _missingFitsEnd)
            {
                a = Vector512.ConditionalSelect(Vector512.GreaterThan(r0 - from, span) & ~Vector512.Equals(r0, missing), a & kept, a);
                b = Vector512.ConditionalSelect(Vector512.GreaterThan(r1 - from, span) & ~Vector512.Equals(r1, missing), b & kept, b);
                c = Vector512.ConditionalSelect(Vector512.GreaterThan(r2 - from, span) & ~Vector512.Equals(r2, missing), c & kept, c);
                d = Vector512.ConditionalSelect(Vector512.GreaterThan(r3 - from, span) & ~Vector512.Equals(r3, missing), d & kept, d);
            }
            else
            {
                a = Vector512.ConditionalSelect(Vector512.GreaterThan(r0 - from, span), a & kept, a);
                b = Vector512.ConditionalSelect(Vector512.GreaterThan(r1 - from, span), b & kept, b);
                c = Vector512.ConditionalSelect(Vector512.GreaterThan(r2 - from, span), c & kept, c);
                d = Vector512.ConditionalSelect(Vector512.GreaterThan(r3 - from, span), d & kept, d);
            }
        }

        a.StoreUnsafe(ref to);
        b.StoreUnsafe(ref to, 64);
        c.StoreUnsafe(ref to, 128);
        d.StoreUnsafe(ref to, 192);
        for (var group = 0; _sets.Length > 0 && group < 256; group += 64)
        {
            (Vector512.LoadUnsafe(ref to, (nuint)group) & Sets512(ranks, position + group)).StoreUnsafe(ref to, (nuint)group);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate1(RankBlock ranks, ref byte to, int position)
    {
        var pattern = Vector512.Create(_full) & Sets512(ranks, position);
        var missing = Vector512.Create(SlotRanks.Missing);
        for (var i = 0; i < _columns.Length; i++)
        {
            var rank = Vector512.LoadUnsafe(ref ranks.Reference(_columns[i], position));
            var failed = Vector512.GreaterThan(rank - Vector512.Create(_from[i]), Vector512.Create(_span[i]));
            failed = i < _missingFitsEnd ? failed & ~Vector512.Equals(rank, missing) : failed;
            pattern = Vector512.ConditionalSelect(failed, pattern & Vector512.Create(_kept[i]), pattern);
        }

        pattern.StoreUnsafe(ref to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Evaluate256(RankBlock ranks, ref byte to, int position)
    {
        var pattern = Vector256.Create(_full);
        var missing = Vector256.Create(SlotRanks.Missing);
        for (var i = 0; i < _columns.Length; i++)
        {
            var rank = Vector256.LoadUnsafe(ref ranks.Reference(_columns[i], position));
            var failed = Vector256.GreaterThan(rank - Vector256.Create(_from[i]), Vector256.Create(_span[i]));
            failed = i < _missingFitsEnd ? failed & ~Vector256.Equals(rank, missing) : failed;
            pattern &= ~failed | Vector256.Create(_kept[i]);
        }

        foreach (var (set, kept) in _sets)
        {
            var any = Vector256<byte>.Zero;
            foreach (var (column, from) in set)
            {
                var rank = Vector256.LoadUnsafe(ref ranks.Reference(column, position));
                any |= Vector256.LessThanOrEqual(rank - Vector256.Create(from), Vector256.Create((byte)(SlotRanks.Last - from)));
            }

            pattern &= any | Vector256.Create(kept);
        }

        pattern.StoreUnsafe(ref to);
    }

    private Vector512<byte> Sets512(RankBlock ranks, int position)
    {
        var pattern = Vector512<byte>.AllBitsSet;
        foreach (var (set, kept) in _sets)
        {
            var any = Vector512<byte>.Zero;
            foreach (var (column, from) in set)
            {
                var rank = Vector512.LoadUnsafe(ref ranks.Reference(column, position));
                any |= Vector512.LessThanOrEqual(rank - Vector512.Create(from), Vector512.Create((byte)(SlotRanks.Last - from)));
            }

            pattern &= any | Vector512.Create(kept);
        }

        return pattern;
    }

    private static bool Any((int Column, byte From)[] set, RankBlock ranks, int position)
    {
        foreach (var (column, from) in set)
        {
            if ((byte)(ranks.Reference(column, position) - from) <= SlotRanks.Last - from)
            {
                return true;
            }
        }

        return false;
    }
}

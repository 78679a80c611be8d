using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScoringAudit.Explanation;

/// <summary>Sums of table entries at rows' patterns. Sums are whole numbers, turned into doubles once with one rounding, so every way gives the same bits.</summary>
internal static class PatternKernels
{
    /// <summary>Adds to each row the sum of the run's entries at the row's patterns.</summary>
    /// <param name="run">The tables.</param>
    /// <param name="patterns">Patterns of the rows.</param>
    /// <param name="to">One number for each row.</param>
    /// <param name="scratch">Room for the entries.</param>
    public static void Add(ColumnRun run, RankBlock patterns, Span<double> to, PatternScratch scratch)
    {
        if (run.Bytes.Length == 0)
        {
            AddWhole(run, patterns, to);
            return;
        }

        var entries = scratch.Entries(run.Bytes.Length);
        run.Bytes.CopyTo(entries.Span);
        Span<double> last = stackalloc double[RankBlock.Group];
        for (var position = 0; position < patterns.Stride; position += RankBlock.Group)
        {
            if (position + RankBlock.Group <= to.Length)
            {
                AddBytes(run, ref entries.Reference(0), patterns, position, ref to[position]);
                continue;
            }

            var rest = to[position..];
            rest.CopyTo(last);
            AddBytes(run, ref entries.Reference(0), patterns, position, ref last[0]);
            last[..rest.Length].CopyTo(rest);
        }
    }

    // One row at a time: the reference, and the way of machines without byte permutes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddWhole(ColumnRun run, RankBlock patterns, Span<double> to)
    {
        Span<long> sums = stackalloc long[RankBlock.Group];
        for (var position = 0; position < patterns.Stride; position += RankBlock.Group)
        {
            sums.Clear();
            ref var values = ref MemoryMarshal.GetArrayDataReference(run.Values);
            for (var t = 0; t < run.Bits.Length; t++)
            {
                ref var pattern = ref patterns.Reference(run.Patterns[t], position);
                if (run.Wide)
                {
                    ref var high = ref patterns.Reference(run.Patterns[t] + 1, position);
                    for (var i = 0; i < sums.Length; i++)
                    {
                        sums[i] += Unsafe.Add(ref values, Unsafe.Add(ref pattern, i) | (Unsafe.Add(ref high, i) << 8));
                    }
                }
                else
                {
                    for (var i = 0; i < sums.Length; i++)
                    {
                        sums[i] += Unsafe.Add(ref values, Unsafe.Add(ref pattern, i));
                    }
                }

                values = ref Unsafe.Add(ref values, 1 << run.Bits[t]);
            }

            for (var row = position; row < Math.Min(position + RankBlock.Group, to.Length); row++)
            {
                to[row] += sums[RankBlock.Position(row) - position] * run.Quantum;
            }
        }
    }

    // 64 rows: for each plane the sums of the words, and of their upper bytes; the lower bytes' sums follow. See RankBlock for the order of rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBytes(ColumnRun run, ref byte at, RankBlock patterns, int position, ref double to)
    {
        Vector512<ushort> w0 = default, w1 = default, w2 = default, w3 = default, w4 = default, w5 = default, w6 = default;
        Vector512<ushort> u0 = default, u1 = default, u2 = default, u3 = default, u4 = default, u5 = default, u6 = default;
        var columns = run.Patterns;
        var t = 0;
        for (; t < run.Six; t++)
        {
            var p = Vector512.LoadUnsafe(ref patterns.Reference(columns[t], position));
            var x = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref at), p).AsUInt16();
            w0 += x;
            u0 += x >>> 8;
            x = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref at, 64), p).AsUInt16();
            w1 += x;
            u1 += x >>> 8;
            x = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref at, 128), p).AsUInt16();
            w2 += x;
            u2 += x >>> 8;
            x = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref at, 192), p).AsUInt16();
            w3 += x;
            u3 += x >>> 8;
            x = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref at, 256), p).AsUInt16();
            w4 += x;
            u4 += x >>> 8;
            x = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref at, 320), p).AsUInt16();
            w5 += x;
            u5 += x >>> 8;
            x = Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref at, 384), p).AsUInt16();
            w6 += x;
            u6 += x >>> 8;
            at = ref Unsafe.Add(ref at, 64 * ColumnRun.Planes);
        }

        for (; t < run.Seven; t++)
        {
            var p = Vector512.LoadUnsafe(ref patterns.Reference(columns[t], position));
            var x = Look128(ref at, p);
            w0 += x;
            u0 += x >>> 8;
            x = Look128(ref Unsafe.Add(ref at, 128), p);
            w1 += x;
            u1 += x >>> 8;
            x = Look128(ref Unsafe.Add(ref at, 256), p);
            w2 += x;
            u2 += x >>> 8;
            x = Look128(ref Unsafe.Add(ref at, 384), p);
            w3 += x;
            u3 += x >>> 8;
            x = Look128(ref Unsafe.Add(ref at, 512), p);
            w4 += x;
            u4 += x >>> 8;
            x = Look128(ref Unsafe.Add(ref at, 640), p);
            w5 += x;
            u5 += x >>> 8;
            x = Look128(ref Unsafe.Add(ref at, 768), p);
            w6 += x;
            u6 += x >>> 8;
            at = ref Unsafe.Add(ref at, 128 * ColumnRun.Planes);
        }

        for (; t < columns.Length; t++)
        {
            var p = Vector512.LoadUnsafe(ref patterns.Reference(columns[t], position));
            var x = Look256(ref at, p);
            w0 += x;
            u0 += x >>> 8;
            x = Look256(ref Unsafe.Add(ref at, 256), p);
            w1 += x;
            u1 += x >>> 8;
            x = Look256(ref Unsafe.Add(ref at, 512), p);
            w2 += x;
            u2 += x >>> 8;
            x = Look256(ref Unsafe.Add(ref at, 768), p);
            w3 += x;
            u3 += x >>> 8;
            x = Look256(ref Unsafe.Add(ref at, 1024), p);
            w4 += x;
            u4 += x >>> 8;
            x = Look256(ref Unsafe.Add(ref at, 1280), p);
            w5 += x;
            u5 += x >>> 8;
            x = Look256(ref Unsafe.Add(ref at, 1536), p);
            w6 += x;
            u6 += x >>> 8;
            at = ref Unsafe.Add(ref at, 256 * ColumnRun.Planes);
        }

        // From sums of words to sums of lower bytes, modulo 2^16, which they never reach.
        w0 -= u0 << 8;
        w1 -= u1 << 8;
        w2 -= u2 << 8;
        w3 -= u3 << 8;
        w4 -= u4 << 8;
        w5 -= u5 << 8;
        w6 -= u6 << 8;
        var bias = Vector512.Create(columns.Length << 7);
        var quantum = Vector512.Create(run.Quantum);
        Add16(Low(w0), Low(w1), Low(w2), Low(w3), Low(w4), Low(w5), Low(w6) - bias, quantum, ref to);
        Add16(Low(u0), Low(u1), Low(u2), Low(u3), Low(u4), Low(u5), Low(u6) - bias, quantum, ref Unsafe.Add(ref to, 16));
        Add16(High(w0), High(w1), High(w2), High(w3), High(w4), High(w5), High(w6) - bias, quantum, ref Unsafe.Add(ref to, 32));
        Add16(High(u0), High(u1), High(u2), High(u3), High(u4), High(u5), High(u6) - bias, quantum, ref Unsafe.Add(ref to, 48));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Look128(ref byte at, Vector512<byte> p) =>
        Avx512Vbmi.PermuteVar64x8x2(Vector512.LoadUnsafe(ref at), p, Vector512.LoadUnsafe(ref at, 64)).AsUInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> Look256(ref byte at, Vector512<byte> p) =>
        Vector512.ConditionalSelect(
            Vector512.LessThan(p.AsSByte(), Vector512<sbyte>.Zero).AsUInt16(), Look128(ref Unsafe.Add(ref at, 128), p), Look128(ref at, p));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Low(Vector512<ushort> words) => words.AsInt32() & Vector512.Create(0xffff);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> High(Vector512<ushort> words) => words.AsInt32() >>> 16;

    // The sums of the planes of 16 rows, put together without rounding in two halves of at most 41 bits, then rounded once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add16(
        Vector512<int> p0, Vector512<int> p1, Vector512<int> p2, Vector512<int> p3, Vector512<int> p4, Vector512<int> p5, Vector512<int> p6, Vector512<double> quantum, ref double to)
    {
        Vector512<int> a = p0 + (p1 << 8), b = p2 + (p3 << 8), c = p4 + (p5 << 8);
        (Vector512.LoadUnsafe(ref to) + (Whole(a.GetLower(), b.GetLower(), c.GetLower(), p6.GetLower()) * quantum)).StoreUnsafe(ref to);
        (Vector512.LoadUnsafe(ref to, 8) + (Whole(a.GetUpper(), b.GetUpper(), c.GetUpper(), p6.GetUpper()) * quantum)).StoreUnsafe(ref to, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Whole(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        var shift = Vector512.Create(65536.0);
        var low = Vector512.FusedMultiplyAdd(Avx512F.ConvertToVector512Double(b), shift, Avx512F.ConvertToVector512Double(a));
        var high = Vector512.FusedMultiplyAdd(Avx512F.ConvertToVector512Double(d), shift, Avx512F.ConvertToVector512Double(c));
        return Vector512.FusedMultiplyAdd(high, Vector512.Create(4294967296.0), low);
    }
}

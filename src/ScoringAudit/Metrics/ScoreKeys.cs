using System.Numerics;

namespace ScoringAudit.Metrics;

/// <summary>Scores as order-preserving integers, split by label and sorted.</summary>
/// <remarks>
/// Least-significant-digit radix passes of 11 bits over the top 33 bits that vary, then an insertion pass for keys that agree in those;
/// long runs of them go to the library's sort. Exact for every input. Keys of the two labels are sorted apart, so none carries a label.
/// </remarks>
internal static class ScoreKeys
{
    public const int HistogramLength = 3 * Buckets;
    private const int DigitBits = 11;
    private const int Buckets = 1 << DigitBits;
    private const int SmallArray = 1024;
    private const int LongRun = 32;

    /// <summary>The key of a score: integer order is numeric order, and −0 equals 0.</summary>
    public static ulong Of(double score)
    {
        var bits = BitConverter.DoubleToInt64Bits(score + 0.0);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    /// <summary>Fills the scratch with the sorted keys of each label.</summary>
    /// <returns>Number of adverse rows; the others follow.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static int SortByLabel(ReadOnlySpan<double> scores, ReadOnlySpan<byte> adverse, AucScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        Check(scores, adverse);
        scratch.Reserve(scores.Length);
        ulong[] first = scratch.Adverse, second = scratch.Other;
        int ones = 0, zeros = 0;
        ulong varying = 0, anchor = scores.IsEmpty ? 0 : Of(scores[0]);
        var numbers = true;
        for (var i = 0; i < scores.Length; i++)
        {
            var score = scores[i];
            numbers &= !double.IsNaN(score);
            var key = Of(score);
            varying |= key ^ anchor;

            // Written to both, kept in one: no branch on the label.
            first[ones] = key;
            second[zeros] = key;
            var isAdverse = adverse[i] != 0 ? 1 : 0;
            ones += isAdverse;
            zeros += 1 - isAdverse;
        }

        if (!numbers)
        {
            throw new ArgumentException("A score is NaN; leave such rows out and count them before measuring.", nameof(scores));
        }

        Sort(first.AsSpan(0, ones), varying, scratch);
        Sort(second.AsSpan(0, zeros), varying, scratch);
        return ones;
    }

    /// <summary>Checks what every metric over scores and labels needs.</summary>
    public static void Check(ReadOnlySpan<double> scores, ReadOnlySpan<byte> adverse)
    {
        if (scores.Length != adverse.Length)
        {
            throw new ArgumentException($"Expected {scores.Length} labels, one per score, found {adverse.Length}.", nameof(adverse));
        }
    }

    /// <summary>Row numbers in ascending order of score, and the sorted keys.</summary>
    public static (ulong[] Keys, int[] Rows) Order(ReadOnlySpan<double> scores)
    {
        var keys = new ulong[scores.Length];
        var rows = new int[scores.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i]))
            {
                throw new ArgumentException("A score is NaN; leave such rows out and count them before measuring.", nameof(scores));
            }

            keys[i] = Of(scores[i]);
            rows[i] = i;
        }

        Array.Sort(keys, rows);
        return (keys, rows);
    }

    private static void Sort(Span<ulong> keys, ulong varying, AucScratch scratch)
    {
        if (keys.Length <= SmallArray)
        {
            keys.Sort();
            return;
        }

        if (varying == 0)
        {
            return;
        }

        int top = 64 - BitOperations.LeadingZeroCount(varying), bottom = BitOperations.TrailingZeroCount(varying);
        var passes = Math.Min(3, (top - bottom + DigitBits - 1) / DigitBits);
        var shift = Math.Max(0, top - (passes * DigitBits));
        var histograms = scratch.Histograms.AsSpan(0, passes * Buckets);
        histograms.Clear();
        foreach (var key in keys)
        {
            var digits = key >> shift;
            for (var p = 0; p < passes; p++)
            {
                histograms[(p * Buckets) + (int)(digits & (Buckets - 1))]++;
                digits >>= DigitBits;
            }
        }

        var from = keys;
        var to = scratch.Spare.AsSpan(0, keys.Length);
        for (var p = 0; p < passes; p++)
        {
            var starts = histograms.Slice(p * Buckets, Buckets);
            var sum = 0;
            for (var b = 0; b < Buckets; b++)
            {
                (starts[b], sum) = (sum, sum + starts[b]);
            }

            var at = shift + (p * DigitBits);
            foreach (var key in from)
            {
                to[starts[(int)(key >> at) & (Buckets - 1)]++] = key;
            }

            var swap = from;
            from = to;
            to = swap;
        }

        if ((passes & 1) == 1)
        {
            from.CopyTo(keys);
        }

        if (shift > bottom)
        {
            FinishRuns(keys, shift);
        }
    }

    private static void FinishRuns(Span<ulong> keys, int shift)
    {
        var start = 0;
        while (start < keys.Length)
        {
            var head = keys[start] >> shift;
            var end = start + 1;
            while (end < keys.Length && keys[end] >> shift == head)
            {
                end++;
            }

            if (end - start > LongRun)
            {
                keys[start..end].Sort();
            }
            else
            {
                for (var i = start + 1; i < end; i++)
                {
                    var key = keys[i];
                    var j = i;
                    while (j > start && keys[j - 1] > key)
                    {
                        keys[j] = keys[j - 1];
                        j--;
                    }

                    keys[j] = key;
                }
            }

            start = end;
        }
    }
}

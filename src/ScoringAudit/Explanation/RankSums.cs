using System.Buffers;

namespace ScoringAudit.Explanation;

/// <summary>The area under the ROC curve by sorting the scores of both classes.</summary>
internal static class RankSums
{
    private const int Digits = 11;
    private const int Passes = 6;

    /// <summary>P(score of an adverse row &gt; score of another) + ½ P(equal), as an exact count over pairs; NaN where a class is empty.</summary>
    /// <param name="scores">Finite or infinite scores, not NaN.</param>
    /// <param name="adverse">The class of each row.</param>
    public static double Auc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> adverse)
    {
        var keys = ArrayPool<ulong>.Shared.Rent(scores.Length);
        var spare = ArrayPool<ulong>.Shared.Rent(scores.Length);
        try
        {
            // Adverse rows from the front, the others from the back.
            int front = 0, back = scores.Length;
            for (var row = 0; row < scores.Length; row++)
            {
                var key = Key(scores[row]);
                keys[adverse[row] ? front++ : --back] = key;
            }

            var positive = keys.AsSpan(0, front);
            var negative = keys.AsSpan(front, scores.Length - front);
            Sort(positive, spare);
            Sort(negative, spare);
            return positive.IsEmpty || negative.IsEmpty ? double.NaN : TwiceWins(positive, negative) / (2.0 * positive.Length * negative.Length);
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(keys);
            ArrayPool<ulong>.Shared.Return(spare);
        }
    }

    // Order-preserving bits; −0 and 0 are one key.
    private static ulong Key(double score)
    {
        var bits = BitConverter.DoubleToUInt64Bits(score + 0.0);
        return (bits >> 63) != 0 ? ~bits : bits | (1UL << 63);
    }

    // Twice the number of pairs won, ties counted once: an integer below 2 n², exact.
    private static double TwiceWins(ReadOnlySpan<ulong> positive, ReadOnlySpan<ulong> negative)
    {
        long twice = 0;
        int below = 0, upTo = 0;
        foreach (var key in positive)
        {
            while (below < negative.Length && negative[below] < key)
            {
                below++;
            }

            upTo = Math.Max(upTo, below);
            while (upTo < negative.Length && negative[upTo] == key)
            {
                upTo++;
            }

            twice += below + upTo;
        }

        return twice;
    }

    // Least significant digit first; a digit that all keys share is skipped.
    private static void Sort(Span<ulong> keys, ulong[] spare)
    {
        if (keys.Length < 1024)
        {
            keys.Sort();
            return;
        }

        var counts = new int[Passes << Digits];
        foreach (var key in keys)
        {
            for (var pass = 0; pass < Passes; pass++)
            {
                counts[(pass << Digits) + (int)((key >> (pass * Digits)) & ((1 << Digits) - 1))]++;
            }
        }

        var from = keys;
        var to = spare.AsSpan(0, keys.Length);
        for (var pass = 0; pass < Passes; pass++)
        {
            var count = counts.AsSpan(pass << Digits, 1 << Digits);
            var shift = pass * Digits;
            if (count[(int)((from[0] >> shift) & ((1 << Digits) - 1))] == keys.Length)
            {
                continue;
            }

            var next = 0;
            foreach (ref var c in count)
            {
                (c, next) = (next, next + c);
            }

            foreach (var key in from)
            {
                to[count[(int)((key >> shift) & ((1 << Digits) - 1))]++] = key;
            }

            var swap = from;
            from = to;
            to = swap;
        }

        if (from != keys)
        {
            from.CopyTo(keys);
        }
    }
}

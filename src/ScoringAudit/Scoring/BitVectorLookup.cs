using System.Numerics;
using System.Runtime.CompilerServices;

namespace ScoringAudit.Scoring;

/// <summary>Adds the values of the leaves that masks point to: the highest bit set is the leaf.</summary>
internal static class BitVectorLookup
{
    /// <summary>Masks of one word; as many sums as masks.</summary>
    public static void AddOneWord(ReadOnlySpan<uint> words, ref double values, ref double sums)
    {
        for (var row = 0; row < words.Length; row++)
        {
            // A mask is never 0 (the leaf reached keeps its bit), and the table has at least 32 values.
            Unsafe.Add(ref sums, row) += Unsafe.Add(ref values, BitOperations.LeadingZeroCount(words[row]) & 31);
        }
    }

    /// <summary>Masks of two words: leaves 0 to 31, then 32 to 63.</summary>
    public static void AddTwoWords(ReadOnlySpan<uint> first, ReadOnlySpan<uint> second, double[] values, Span<double> sums)
    {
        for (var row = 0; row < sums.Length; row++)
        {
            sums[row] += values[BitOperations.LeadingZeroCount(((ulong)first[row] << 32) | second[row])];
        }
    }
}

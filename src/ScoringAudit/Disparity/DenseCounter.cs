using System.Numerics;
using System.Runtime.InteropServices;

namespace ScoringAudit.Disparity;

/// <summary>Counts of (group, decision, outcome) by plain array increments: the whole cost of an unclustered, unweighted pass.</summary>
/// <remarks>
/// A row's slot is 16 (group + 1) + 4 (decision + 1) + outcome + 1. Four tables take turns, because an increment must wait for the one
/// before it when both touch the same counter, which with ten groups they often do. Tables are flushed after each batch, so that they may be 32-bit.
/// </remarks>
internal sealed class DenseCounter
{
    public const int Stride = 16;
    private const int Block = 4096;
    private const int Tables = 4;

    private readonly int _slots;
    private readonly int[] _counts;
    private readonly byte[] _states = new byte[Block];

    public DenseCounter(int groups)
    {
        _slots = (groups + 1) * Stride;
        _counts = new int[checked(_slots * Tables)];
    }

    /// <summary>Adds rows to totals of (groups + 1) × 16 slots.</summary>
    /// <exception cref="ArgumentException">A code lies outside its range.</exception>
    public void Add(ReadOnlySpan<int> groups, ReadOnlySpan<sbyte> favourable, ReadOnlySpan<sbyte> adverse, Span<long> totals)
    {
        for (var start = 0; start < groups.Length; start += Block)
        {
            var n = Math.Min(Block, groups.Length - start);
            States(favourable.Slice(start, n), adverse.IsEmpty ? default : adverse.Slice(start, n), _states);
            Count(groups.Slice(start, n), _states.AsSpan(0, n));
        }

        for (var s = 0; s < _slots; s++)
        {
            totals[s] += (long)_counts[s] + _counts[s + _slots] + _counts[s + (2 * _slots)] + _counts[s + (3 * _slots)];
        }

        Array.Clear(_counts);
    }

    /// <summary>The state of each row: 4 (decision + 1) + outcome + 1; an empty outcome is not observed.</summary>
    /// <exception cref="ArgumentException">A decision or outcome is not 1, 0 or −1.</exception>
    public static void States(ReadOnlySpan<sbyte> favourable, ReadOnlySpan<sbyte> adverse, Span<byte> states)
    {
        var decisions = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(favourable);
        var outcomes = MemoryMarshal.Cast<sbyte, Vector<sbyte>>(adverse);
        var to = MemoryMarshal.Cast<byte, Vector<sbyte>>(states);
        var wrong = Vector<sbyte>.Zero;
        for (var v = 0; v < decisions.Length; v++)
        {
            var f = decisions[v];
            var a = adverse.IsEmpty ? new Vector<sbyte>(-1) : outcomes[v];
            wrong |= Vector.GreaterThan(Vector.Abs(f), Vector<sbyte>.One) | Vector.GreaterThan(Vector.Abs(a), Vector<sbyte>.One);
            var twice = f + f;
            to[v] = twice + twice + a + new Vector<sbyte>(5);
        }

        var bad = wrong != Vector<sbyte>.Zero;
        for (var i = decisions.Length * Vector<sbyte>.Count; i < favourable.Length; i++)
        {
            var a = adverse.IsEmpty ? -1 : adverse[i];
            bad |= favourable[i] is < -1 or > 1 || a is < -1 or > 1;
            states[i] = (byte)((4 * favourable[i]) + a + 5);
        }

        if (bad)
        {
            throw new ArgumentException("A decision and an outcome are 1, 0, or −1 for missing.", nameof(favourable));
        }
    }

    private void Count(ReadOnlySpan<int> groups, ReadOnlySpan<byte> states)
    {
        Span<int> first = _counts.AsSpan(0, _slots), second = _counts.AsSpan(_slots, _slots);
        Span<int> third = _counts.AsSpan(2 * _slots, _slots), fourth = _counts.AsSpan(3 * _slots, _slots);
        var i = 0;
        for (; i + 4 <= groups.Length && i + 4 <= states.Length; i += 4)
        {
            first[((groups[i] + 1) * Stride) + states[i]]++;
            second[((groups[i + 1] + 1) * Stride) + states[i + 1]]++;
            third[((groups[i + 2] + 1) * Stride) + states[i + 2]]++;
            fourth[((groups[i + 3] + 1) * Stride) + states[i + 3]]++;
        }

        for (; i < groups.Length; i++)
        {
            first[((groups[i] + 1) * Stride) + states[i]]++;
        }
    }
}

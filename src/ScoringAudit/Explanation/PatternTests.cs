using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The conditions on the way to a leaf, merged by slot, each with the bit of its player. A row's pattern has a player's bit iff the row meets all of the player's conditions.</summary>
/// <remarks>
/// A numeric condition is an interval low &lt; x ≤ high; low is NaN where there is none, high +∞. A category's "left" (no slot of the set
/// above 0) is an interval for each slot; its "right" (some slot above 0) is a test over the set.
/// </remarks>
internal sealed class PatternTests
{
    private readonly (int[] Set, ulong Bit)[] _sets;

    /// <summary>Tests in any order.</summary>
    public PatternTests(int players, IReadOnlyList<SlotInterval> intervals, IReadOnlyList<(int[] Set, ulong Bit)> sets)
    {
        SlotInterval[] order = [.. intervals.OrderBy(i => i.MissingFits ? 0 : 1).ThenBy(i => i.Slot)];
        MissingFitsEnd = order.Count(i => i.MissingFits);
        Slots = [.. order.Select(i => i.Slot)];
        Low = [.. order.Select(i => i.Low)];
        High = [.. order.Select(i => i.High)];
        Bits = [.. order.Select(i => i.Bit)];
        ShortBits = [.. order.Select(i => unchecked((int)i.Bit))];
        _sets = [.. sets];
        Full = players == 64 ? ulong.MaxValue : (1UL << players) - 1;
    }

    /// <summary>All players' bits.</summary>
    public ulong Full { get; }

    /// <summary>End of the intervals that a missing value meets; the others it fails.</summary>
    public int MissingFitsEnd { get; }

    public int[] Slots { get; }

    public float[] Low { get; }

    public float[] High { get; }

    public int[] ShortBits { get; }

    private ulong[] Bits { get; }

    /// <summary>Patterns of a block, for at most 31 players.</summary>
    /// <param name="columns">A checked block with at least as many rows as patterns.</param>
    /// <param name="patterns">One for each row.</param>
    /// <param name="width">Width of the vectors; all give the same patterns.</param>
    public void Evaluate(SlotBlock columns, Span<int> patterns, VectorWidth width)
    {
        var done = width switch
        {
            VectorWidth.Bits512 => PatternKernels.Evaluate512(this, columns, patterns),
            VectorWidth.Bits256 => PatternKernels.Evaluate256(this, columns, patterns),
            _ => 0,
        };
        for (var row = done; row < patterns.Length; row++)
        {
            patterns[row] = (int)Intervals(columns, row);
        }

        foreach (var (set, bit) in _sets)
        {
            for (var row = 0; row < patterns.Length; row++)
            {
                if (!AnyAboveZero(set, columns, row))
                {
                    patterns[row] &= ~(int)bit;
                }
            }
        }
    }

    /// <summary>The pattern of one row.</summary>
    public ulong Evaluate(SlotBlock columns, int row)
    {
        var pattern = Intervals(columns, row);
        foreach (var (set, bit) in _sets)
        {
            if (!AnyAboveZero(set, columns, row))
            {
                pattern &= ~bit;
            }
        }

        return pattern;
    }

    private ulong Intervals(SlotBlock columns, int row)
    {
        var pattern = Full;
        for (var i = 0; i < Slots.Length; i++)
        {
            var x = columns[Slots[i]][row];
            if (x <= Low[i] || (i < MissingFitsEnd ? x > High[i] : !(x <= High[i])))
            {
                pattern &= ~Bits[i];
            }
        }

        return pattern;
    }

    private static bool AnyAboveZero(int[] set, SlotBlock columns, int row)
    {
        foreach (var slot in set)
        {
            if (columns[slot][row] > 0)
            {
                return true;
            }
        }

        return false;
    }
}

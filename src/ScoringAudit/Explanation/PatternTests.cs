using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The conditions on the way to a leaf, merged by slot, each with the bit of its player. A row's pattern has a player's bit iff the row meets all of the player's conditions.</summary>
/// <remarks>
/// A numeric condition is an interval low &lt; x ≤ high; low is NaN where there is none, high +∞. A category's "left" (no slot of the set
/// above 0) is an interval for each slot; its "right" (some slot above 0) is a test over the set.
/// </remarks>
internal sealed class PatternTests
{
    /// <summary>Tests in any order.</summary>
    public PatternTests(int players, IReadOnlyList<SlotInterval> intervals, IReadOnlyList<(int[] Set, ulong Bit)> sets)
    {
        Intervals = [.. intervals];
        Sets = [.. sets];
        Full = players == 64 ? ulong.MaxValue : (1UL << players) - 1;
    }

    /// <summary>All players' bits.</summary>
    public ulong Full { get; }

    /// <summary>The intervals.</summary>
    public SlotInterval[] Intervals { get; }

    /// <summary>The sets of which some slot must be above 0.</summary>
    public (int[] Set, ulong Bit)[] Sets { get; }

    /// <summary>The pattern of one row.</summary>
    public ulong Evaluate(SlotBlock columns, int row)
    {
        var pattern = Full;
        foreach (var interval in Intervals)
        {
            var x = columns[interval.Slot][row];
            var met = float.IsNaN(x) ? interval.MissingFits : !(x <= interval.Low) && x <= interval.High;
            pattern &= met ? ulong.MaxValue : ~interval.Bit;
        }

        foreach (var (set, bit) in Sets)
        {
            if (!AnyAboveZero(set, columns, row))
            {
                pattern &= ~bit;
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

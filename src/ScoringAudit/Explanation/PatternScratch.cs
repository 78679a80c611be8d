using System.Collections.Concurrent;
using System.Numerics;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Room that one thread uses again for each chunk of rows, and other work after it.</summary>
internal sealed class PatternScratch
{
    // Room for many features is not kept.
    private const int MostSlotsKept = 1000;

    private static readonly ConcurrentBag<PatternScratch> Free = [];

    private AlignedBytes[] _ranks = [];
    private AlignedBytes[] _patterns = [];
    private AlignedBytes _entries = new(0, lasting: false);
    private SlotBlock _slots = SlotBlock.OfLength(0, 0);

    /// <summary>Room that nobody uses.</summary>
    public static PatternScratch Take() => Free.TryTake(out var scratch) ? scratch : new PatternScratch();

    /// <summary>Gives the room back.</summary>
    public void Return()
    {
        if (_slots.Slots <= MostSlotsKept && _ranks.Length <= MostSlotsKept)
        {
            Free.Add(this);
        }
    }

    /// <summary>Room for encoded rows.</summary>
    public SlotBlock Slots(int slots, int rows)
    {
        if (_slots.Rows < rows || _slots.Slots != slots)
        {
            _slots = SlotBlock.Lasting(slots, (int)BitOperations.RoundUpToPowerOf2((uint)rows));
        }

        return _slots.Slice(0, rows);
    }

    /// <summary>Room for ranks.</summary>
    public RankBlock Ranks(int columns, int rows) => RankBlock.Within(ref _ranks, columns, rows);

    /// <summary>Room for patterns.</summary>
    public RankBlock Patterns(int columns, int rows) => RankBlock.Within(ref _patterns, columns, rows);

    /// <summary>Room into which table entries are copied: aligned, and in the first-level cache from then on.</summary>
    public AlignedBytes Entries(int length)
    {
        if (_entries.Length < length)
        {
            _entries = new AlignedBytes((int)BitOperations.RoundUpToPowerOf2((uint)length), lasting: true);
        }

        return _entries;
    }
}

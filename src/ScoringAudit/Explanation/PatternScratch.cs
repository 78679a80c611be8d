using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Room that one thread uses again for each chunk of rows.</summary>
internal sealed class PatternScratch
{
    private AlignedBytes[]? _ranks;
    private AlignedBytes[]? _patterns;
    private SlotBlock _slots = SlotBlock.OfLength(0, 0);

    /// <summary>Room for encoded rows.</summary>
    public SlotBlock Slots(int slots, int rows)
    {
        if (_slots.Rows < rows || _slots.Slots != slots)
        {
            _slots = SlotBlock.OfLength(slots, rows);
        }

        return _slots.Slice(0, rows);
    }

    /// <summary>Room for ranks.</summary>
    public RankBlock Ranks(int columns, int rows) => RankBlock.Within(ref _ranks, columns, rows);

    /// <summary>Room for patterns.</summary>
    public RankBlock Patterns(int columns, int rows) => RankBlock.Within(ref _patterns, columns, rows);
}

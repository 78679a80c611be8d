namespace ScoringAudit.Explanation;

/// <summary>Room that one thread uses again for each chunk of rows.</summary>
internal sealed class PatternScratch
{
    private byte[][]? _ranks;
    private byte[][]? _patterns;

    /// <summary>Room for ranks.</summary>
    public RankBlock Ranks(int columns, int rows) => RankBlock.Within(ref _ranks, columns, rows);

    /// <summary>Room for patterns.</summary>
    public RankBlock Patterns(int columns, int rows) => RankBlock.Within(ref _patterns, columns, rows);
}

namespace ScoringAudit.Storage;

/// <summary>Tells a category from an identifier where nobody said which it is.</summary>
internal static class LevelRule
{
    private const int MostLevels = 10_000;
    private const int AlwaysLevels = 200;

    /// <summary>At most 10,000 levels, and these at most 200 or half the rows.</summary>
    public static bool IsCategory(int levels, long rows) =>
        levels <= MostLevels && (levels <= AlwaysLevels || levels <= rows / 2);
}

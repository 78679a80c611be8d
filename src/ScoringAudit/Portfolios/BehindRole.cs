namespace ScoringAudit.Portfolios;

/// <summary>How many other people's records stand behind a row's value of an associative feature: what a subject's statement needs before it may give a band.</summary>
/// <param name="IsPublic">Whether the value is a published statistic of an area, which tells nothing of a person.</param>
/// <param name="People">Column with the number of other people behind the row's value; null where the value is public.</param>
/// <param name="Largest">Column with the largest share that one of them has in it, in [0, 1]; null: all weigh alike, so 1 over their number.</param>
public sealed record BehindRole(bool IsPublic, string? People, string? Largest)
{
    /// <summary>A published statistic.</summary>
    public static BehindRole Public { get; } = new(true, null, null);

    /// <summary>Counts in columns.</summary>
    public static BehindRole Of(string people, string? largest = null) => new(false, people, largest);
}

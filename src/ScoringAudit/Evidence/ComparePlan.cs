namespace ScoringAudit.Evidence;

/// <summary>A second file of the same columns that the audited one is compared with: an earlier extract, another portfolio.</summary>
/// <param name="Data">Path of the file as written in the plan; relative to the plan's file.</param>
/// <param name="Name">What it is called in findings and tables; null: the file's name without its extension.</param>
public sealed record ComparePlan(string Data, string? Name)
{
    /// <summary>The name in findings.</summary>
    public string Label => Name ?? Path.GetFileNameWithoutExtension(Data.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Data[..^3] : Data);
}

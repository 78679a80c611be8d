namespace ScoringAudit.Portfolios;

/// <summary>A protected attribute.</summary>
/// <param name="Column">Column name.</param>
/// <param name="Reference">Name of the reference group, or "largest", or "highest_rate".</param>
/// <param name="Categories">The public list of groups; empty when the data decide.</param>
/// <param name="Bins">Inner edges for a number: group k is [edge k−1, edge k), named "&lt;25", "25-39", "≥60"; empty for a category.</param>
public sealed record ProtectedRole(string Column, string Reference, IReadOnlyList<string> Categories, IReadOnlyList<double> Bins)
{
    /// <summary>The policy that takes the group with the most rows as reference.</summary>
    public const string Largest = "largest";

    /// <summary>The policy that takes the group with the highest favourable rate; all pairs are then compared, simultaneously.</summary>
    public const string HighestRate = "highest_rate";

    /// <summary>Values that mean "not known": their rows are in no group, are counted, and bound the ratios. For example "Race Not Available".</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>A category attribute.</summary>
    public static ProtectedRole Of(string column, string reference = Largest) => new(column, reference, [], []);
}

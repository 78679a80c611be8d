namespace ScoringAudit.Evidence;

/// <summary>What is publicly known of a column before anyone looks at the data.</summary>
/// <param name="Name">Column name.</param>
/// <param name="Categories">Its values; empty for a number.</param>
/// <param name="Bins">Inner edges of a number, rising; empty for a category.</param>
/// <param name="Low">Smallest possible number; −∞ when not bounded.</param>
/// <param name="High">Largest possible number; +∞ when not bounded.</param>
/// <param name="Source">Where this is known from; <see cref="FromData"/> until somebody compared it with a public source.</param>
public sealed record PublicColumn(string Name, IReadOnlyList<string> Categories, IReadOnlyList<double> Bins, double Low, double High, string Source)
{
    /// <summary>The source of a column that was read from the data and not reviewed.</summary>
    public const string FromData = "data, not reviewed";

    /// <summary>Whether it lists values.</summary>
    public bool IsCategory => Categories.Count > 0;
}

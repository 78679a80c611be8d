using ScoringAudit.Portfolios;

namespace ScoringAudit.Evidence;

/// <summary>A file of edges between subjects. From → to means: from reads to.</summary>
/// <param name="Name">Name of the link.</param>
/// <param name="File">Path, relative to the plan's file: CSV, Parquet, or the neighbour lists of spatial tools (.gal, .gwt), which need no column names.</param>
/// <param name="From">Column of the subject that reads.</param>
/// <param name="To">Column of the subject that is read.</param>
/// <param name="Weight">Column of the weight, or null: 1 each. Of a .gwt file any name stands for its third column, which is often a distance and no weight.</param>
/// <param name="Origin">Whose records come in by it; null: as the name says (partners, contacts, family).</param>
public sealed record LinkPlan(string Name, string File, string From, string To, string? Weight, Origin? Origin = null)
{
    /// <summary>Whether an edge is read one way only; false: both ends read each other, and where a file has both ways the larger weight holds for both.</summary>
    public bool Directed { get; init; } = true;

    /// <summary>Whether weights are divided by the sum of the one that reads (style W of R's spdep), or stay as they are given (style B, or general weights).</summary>
    public bool RowStandardised { get; init; } = true;
}

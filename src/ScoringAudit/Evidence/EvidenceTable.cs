namespace ScoringAudit.Evidence;

/// <summary>A table of an audit: every plotted number stands in one.</summary>
/// <param name="Name">File name without extension, kebab-case; unique.</param>
/// <param name="Title">A heading.</param>
/// <param name="Figure">Kind of figure that it feeds, or null: rate-forest, ratio-forest, calibration, roc, importance, move-forest, score-distribution, threshold-sweep, accuracy-disparity, null-distribution, distance-decay, blast-radius, time-line, decomposition, tile-map, network, waterfall, beeswarm.</param>
/// <param name="Columns">Column names.</param>
/// <param name="Rows">Cells: text, long, double or null.</param>
public sealed record EvidenceTable(
    string Name,
    string Title,
    string? Figure,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>One guard for each row; empty where no row rests on people.</summary>
    public IReadOnlyList<RowGuard> Guards { get; init; } = [];

    /// <summary>Numeric columns that name the row (public edges, marks) and stay when it is suppressed.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}

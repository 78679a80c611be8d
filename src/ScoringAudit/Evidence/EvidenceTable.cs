namespace ScoringAudit.Evidence;

/// <summary>A table of an audit: every plotted number stands in one.</summary>
/// <param name="Name">File name without extension, kebab-case; unique.</param>
/// <param name="Title">A heading.</param>
/// <param name="Figure">Kind of figure that it feeds, or null: rate-forest, ratio-forest, calibration, roc, importance, move-forest, score-distribution, threshold-sweep, accuracy-disparity.</param>
/// <param name="Columns">Column names.</param>
/// <param name="Rows">Cells: text, long, double or null. A table row that rests on few people carries the column "n".</param>
public sealed record EvidenceTable(
    string Name,
    string Title,
    string? Figure,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<object?>> Rows);

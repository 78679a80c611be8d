namespace ScoringAudit.Evidence;

/// <summary>Something the reader must know: a warning, a skipped measure with its reason, a fact of the data.</summary>
/// <param name="Kind">warning, skipped, data, model or limit.</param>
/// <param name="Subject">What it speaks of: a measure, a column, a model.</param>
/// <param name="Text">A sentence, without values of single persons.</param>
public sealed record AuditNote(string Kind, string Subject, string Text)
{
    /// <summary>Counts of people in the text, each of which must reach the minimum cell.</summary>
    public IReadOnlyList<double> Cells { get; init; } = [];

    /// <summary>The text without counts, for when they are too small to show.</summary>
    public string? WithoutCounts { get; init; }
}

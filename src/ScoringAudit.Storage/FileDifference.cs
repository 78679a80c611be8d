namespace ScoringAudit.Storage;

/// <summary>A file of a result that is not as the manifest says.</summary>
/// <param name="Path">Relative path with forward slashes.</param>
/// <param name="Kind">What is the matter.</param>
/// <param name="Text">A sentence for the reader.</param>
public sealed record FileDifference(string Path, FileDifferenceKind Kind, string Text);

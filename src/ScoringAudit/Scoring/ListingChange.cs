namespace ScoringAudit.Scoring;

/// <summary>A row that a listing reached.</summary>
/// <param name="Row">The row.</param>
/// <param name="Hop">Links between it and the listed row: 0 is the listed row, 1 reads it, 2 reads one that reads it.</param>
/// <param name="Before">Its score before.</param>
/// <param name="After">Its score after.</param>
public readonly record struct ListingChange(int Row, int Hop, double Before, double After);

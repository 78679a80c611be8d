namespace ScoringAudit.Evidence;

/// <summary>A closed set of acceptable values of a measure, and who proposed it. A yardstick is a convention, not a law.</summary>
/// <param name="Low">Smallest acceptable value; null when there is none.</param>
/// <param name="High">Largest acceptable value; null when there is none.</param>
/// <param name="Source">Citation.</param>
public sealed record Yardstick(double? Low, double? High, string Source);

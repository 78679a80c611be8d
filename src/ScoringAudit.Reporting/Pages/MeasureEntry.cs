namespace ScoringAudit.Reporting.Pages;

/// <summary>How a measure is named and explained to a reader.</summary>
/// <param name="Name">Name in a heading.</param>
/// <param name="Formula">Formula as text.</param>
/// <param name="Reading">How to read it: range, ideal value, direction.</param>
public sealed record MeasureEntry(string Name, string Formula, string Reading);

namespace ScoringAudit.Leakage;

/// <summary>The mean change of exposed nodes' scores, relative to the period before the event and to controls, in one period.</summary>
/// <param name="Period">Periods after the event; below 0: before.</param>
/// <param name="Value">Mean change in points.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Exposed">Exposed nodes behind it.</param>
public sealed record EventPathPoint(int Period, double Value, double StandardError, int Exposed);

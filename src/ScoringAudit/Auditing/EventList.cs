namespace ScoringAudit.Auditing;

/// <summary>Events of subjects (listings, removals) that an audit is given beside its rows.</summary>
/// <param name="Name">Name in messages: the file's.</param>
/// <param name="Row">A row of the subject of each event.</param>
/// <param name="Period">Period of each event, written as in the rows' time column.</param>
/// <param name="Kind">Kind of each event; empty where the plan names no kind.</param>
/// <param name="Unknown">Events of subjects that are not in the rows; left out.</param>
public sealed record EventList(string Name, int[] Row, IReadOnlyList<string> Period, IReadOnlyList<string> Kind, long Unknown);

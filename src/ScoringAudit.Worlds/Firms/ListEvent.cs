namespace ScoringAudit.Worlds.Firms;

/// <summary>A change of a list.</summary>
/// <param name="Firm">The firm, from 0.</param>
/// <param name="Quarter">When, from 1.</param>
/// <param name="Agency">Whose list.</param>
/// <param name="Kind">Position in <see cref="ListSimulator.EventKinds"/>.</param>
internal readonly record struct ListEvent(int Firm, int Quarter, int Agency, int Kind);

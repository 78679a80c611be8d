namespace ScoringAudit.Leakage;

/// <summary>One rung of the ladder of leakage: its declared test and what came of it.</summary>
/// <param name="Step">Name of the rung: clustered, unexplained_by_own, discontinuous_or_moving, responds_to_intervention or mechanism_known.</param>
/// <param name="Tested">Whether its test could be run.</param>
/// <param name="Reached">Whether it was reached, after Holm's adjustment over rungs 2 to 4.</param>
/// <param name="PValue">p of the test before adjustment; null where not tested, or where the answer is exact.</param>
/// <param name="Why">What was tested, or why not and what would be needed.</param>
public sealed record LadderRung(string Step, bool Tested, bool Reached, double? PValue, string Why);

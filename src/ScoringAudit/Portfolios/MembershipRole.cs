namespace ScoringAudit.Portfolios;

/// <summary>A protected attribute that is known by probability only, as from surname and place (BISG): one column of probabilities for each group.</summary>
/// <remarks>The probabilities of a row lie in [0, 1] and sum to 1 within a millionth; a row without any is in no group.</remarks>
/// <param name="Name">Name of the attribute in findings.</param>
/// <param name="Groups">Names of the groups.</param>
/// <param name="Columns">The column of each group's probability.</param>
/// <param name="Reference">Name of the reference group, or "largest": the one with the largest sum of probabilities.</param>
public sealed record MembershipRole(string Name, IReadOnlyList<string> Groups, IReadOnlyList<string> Columns, string Reference);

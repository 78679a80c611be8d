namespace ScoringAudit.Evidence;

/// <summary>The account that a protected report gives of itself.</summary>
/// <param name="Unit">Whose presence or record cannot be told.</param>
/// <param name="Relation">"add_remove" or "replace".</param>
/// <param name="Epsilon">Epsilon of all reports on the data together.</param>
/// <param name="Delta">Delta of all reports on the data together.</param>
/// <param name="Rho">The zCDP spend that this promise allows, rounded down.</param>
/// <param name="SpentHere">What the tables of this report cost when they were first released.</param>
/// <param name="EpsilonHere">Epsilon of this report alone at the same delta, rounded up.</param>
/// <param name="Tables">Each table with its spend.</param>
/// <param name="NotCovered">What the promise does not cover.</param>
/// <param name="Sources">Where categories, bounds and edges are known from, by column.</param>
public sealed record PrivacyStatement(
    string Unit,
    string Relation,
    double Epsilon,
    double Delta,
    double Rho,
    double SpentHere,
    double EpsilonHere,
    IReadOnlyList<PrivacySpend> Tables,
    IReadOnlyList<string> NotCovered,
    IReadOnlyDictionary<string, string> Sources);

namespace ScoringAudit.Evidence;

/// <summary>A law, a judgment or a guideline that asks for something this toolkit can measure.</summary>
/// <param name="Id">Kebab-case id.</param>
/// <param name="Name">How it is cited.</param>
/// <param name="Says">What it asks for, in our own words.</param>
/// <param name="Evidence">Measures that speak to it.</param>
/// <param name="Status">Whether it is in force, and what is doubted.</param>
/// <param name="Checked">Date on which the status was looked up (ISO 8601).</param>
public sealed record LawSource(string Id, string Name, string Says, IReadOnlyList<string> Evidence, string Status, string Checked);

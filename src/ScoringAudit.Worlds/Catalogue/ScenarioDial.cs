namespace ScoringAudit.Worlds.Catalogue;

/// <summary>A dial of a scenario that is no channel: it shapes the world, for example how many periods there are.</summary>
/// <param name="Name">Name for --dial.</param>
/// <param name="Value">Default.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Meaning">What it is, with its unit.</param>
public sealed record ScenarioDial(string Name, double Value, double Min, double Max, string Meaning);

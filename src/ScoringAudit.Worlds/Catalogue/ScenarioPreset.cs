namespace ScoringAudit.Worlds.Catalogue;

/// <summary>A named set of rules that a scenario can follow.</summary>
/// <param name="Name">Name for --preset.</param>
/// <param name="Meaning">The rules, with their source.</param>
public sealed record ScenarioPreset(string Name, string Meaning);

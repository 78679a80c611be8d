using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds.Catalogue;

/// <summary>A channel of a scenario and the range of its dial.</summary>
/// <param name="Name">Name for --strength.</param>
/// <param name="Origin">Whose record its value comes from.</param>
/// <param name="Strength">Default strength.</param>
/// <param name="Min">Smallest strength; 0 is off.</param>
/// <param name="Max">Largest strength.</param>
/// <param name="Unit">What a strength of 1 means.</param>
public sealed record ScenarioChannel(string Name, Origin Origin, double Strength, double Min, double Max, string Unit);

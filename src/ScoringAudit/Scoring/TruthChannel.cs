using ScoringAudit.Portfolios;

namespace ScoringAudit.Scoring;

/// <summary>A path by which records enter a known score.</summary>
/// <param name="Name">Name in the catalogue, for example "area".</param>
/// <param name="Origin">Whose record its value comes from.</param>
/// <param name="Strength">Strength; 0 is off.</param>
public sealed record TruthChannel(string Name, Origin Origin, double Strength);

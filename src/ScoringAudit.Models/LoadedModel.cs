using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>A saved model, read again.</summary>
/// <param name="Card">What is known of it.</param>
/// <param name="Scorer">The score, behind the round-trip gate where ML.NET made it.</param>
public sealed record LoadedModel(ModelCard Card, IScorer Scorer);

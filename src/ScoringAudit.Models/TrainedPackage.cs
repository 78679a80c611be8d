using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>A trained model with what is needed to save it.</summary>
/// <param name="Model">The score and what is known of its training.</param>
/// <param name="Zip">ML.NET's saved model; empty for a scorecard, which is all in its points.</param>
/// <param name="Seed">Seed of the training plan.</param>
public sealed record TrainedPackage(TrainedModel Model, byte[] Zip, ulong Seed);

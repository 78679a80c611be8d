using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>An ML.NET model as arithmetic that the core can score, and how it relates to ML.NET's columns.</summary>
/// <remarks>log-odds = −(slope · Score + offset), so Probability = 1 / (1 + exp(slope · Score + offset)): ML.NET's Platt calibrator. Score itself is not log-odds.</remarks>
/// <param name="Model">Log-odds of the adverse outcome from slots.</param>
/// <param name="Slope">Slope of the calibrator, below 0.</param>
/// <param name="Offset">Offset of the calibrator.</param>
/// <param name="Tolerance">
/// Largest |Score of ML.NET − Score of the import| / max(1, |Score|) that the round-trip gate lets pass: 0 for FastTree and LightGBM
/// (equal bits after the cast to float), 1e-6 for FastForest (ML.NET sums in another order) and GAM (effects are
/// rounded to single precision), 2e-5 for a linear model (ML.NET
/// standardises and multiplies in single precision, the import in double).
/// </param>
public sealed record ImportedModel(ISlotModel Model, double Slope, double Offset, double Tolerance);

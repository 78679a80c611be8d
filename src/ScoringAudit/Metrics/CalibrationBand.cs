using ScoringAudit.Primitives;

namespace ScoringAudit.Metrics;

/// <summary>Predicted and observed risk of the rows in one band of predicted probability.</summary>
/// <param name="Low">Lower edge, included.</param>
/// <param name="High">Upper edge, excluded but for the last band; with equal counts the largest prediction in the band.</param>
/// <param name="N">Rows in the band.</param>
/// <param name="MeanPredicted">Mean predicted probability; undefined in an empty band.</param>
/// <param name="Observed">Adverse rows of all rows in the band.</param>
public readonly record struct CalibrationBand(double Low, double High, long N, Estimate MeanPredicted, Rate Observed);

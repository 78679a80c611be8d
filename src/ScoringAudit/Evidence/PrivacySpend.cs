namespace ScoringAudit.Evidence;

/// <summary>One released table in a report's account.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Cells">Number of cells.</param>
/// <param name="Rho">Its cost.</param>
/// <param name="NoiseDeviation">Standard deviation of the noise in each cell, in rows.</param>
public sealed record PrivacySpend(string Table, int Cells, double Rho, double NoiseDeviation);

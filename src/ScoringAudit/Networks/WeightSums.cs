namespace ScoringAudit.Networks;

/// <summary>The three sums of weights that the moments of spatial statistics need.</summary>
/// <remarks>Source: Cliff and Ord 1981, section 1.4.</remarks>
/// <param name="S0">Σ w_ij.</param>
/// <param name="S1">½ Σ (w_ij + w_ji)².</param>
/// <param name="S2">Σ (w_i. + w_.i)².</param>
public readonly record struct WeightSums(double S0, double S1, double S2);

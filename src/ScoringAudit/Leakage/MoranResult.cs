using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Moran's I with its permutation p.</summary>
/// <param name="I">The statistic.</param>
/// <param name="PValue">One-sided p over free permutations.</param>
/// <param name="Permutations">Number of permutations.</param>
/// <param name="Expected">Value where neighbours are unrelated.</param>
/// <param name="Pairs">Pairs of neighbours.</param>
public sealed record MoranResult(Estimate I, double PValue, int Permutations, double Expected, long Pairs);

using ScoringAudit.Primitives;

namespace ScoringAudit.Leakage;

/// <summary>Moran's I with its permutation p and its analytic moments.</summary>
/// <param name="I">The statistic.</param>
/// <param name="PValue">p over free permutations: (1 + #)/(1 + R).</param>
/// <param name="Permutations">Number of permutations.</param>
/// <param name="Expected">Value where neighbours are unrelated.</param>
/// <param name="Pairs">Pairs of neighbours.</param>
public sealed record MoranResult(Estimate I, double PValue, int Permutations, double Expected, long Pairs)
{
    /// <summary>Moments if values are normal and independent.</summary>
    public Moments Normality { get; init; }

    /// <summary>Moments over all orders of these values.</summary>
    public Moments Randomisation { get; init; }

    /// <summary>The statistic in each permutation, in their order; empty without permutations.</summary>
    public IReadOnlyList<double> Draws { get; init; } = [];

    /// <summary>The tail that p counts.</summary>
    public Tail Tail { get; init; }
}

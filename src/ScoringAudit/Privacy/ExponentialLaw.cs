namespace ScoringAudit.Privacy;

/// <summary>The exponential mechanism's law: P(k) proportional to exp(epsilon u_k / (2 sensitivity)).</summary>
/// <remarks>
/// McSherry and Talwar 2007, definition 2. Pure loss epsilon, and its losses lie in a range of epsilon, so that rho = epsilon² / 8 (Cesar and Rogers 2021,
/// lemma 3.4). Drawn exactly by <see cref="QuantileMechanism"/>; this class is the public law.
/// </remarks>
public static class ExponentialLaw
{
    /// <summary>Probability of each candidate.</summary>
    /// <param name="utilities">Utility of each; the largest is the best.</param>
    /// <param name="epsilon">Pure loss, above 0.</param>
    /// <param name="sensitivity">Most by which one unit changes a utility, above 0.</param>
    public static double[] Probabilities(IReadOnlyList<long> utilities, double epsilon, double sensitivity)
    {
        ArgumentNullException.ThrowIfNull(utilities);
        ArgumentOutOfRangeException.ThrowIfZero(utilities.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sensitivity);
        var best = utilities.Max();
        double[] weights = [.. utilities.Select(u => Math.Exp(epsilon * (u - best) / (2 * sensitivity)))];
        var sum = weights.Sum();
        return [.. weights.Select(x => x / sum)];
    }
}

using ScoringAudit.Networks;

namespace ScoringAudit.Leakage;

/// <summary>Stress that spreads over links: from i to every node j that reads i, by the weight of the link (exposure of j to i over the buffer of j).</summary>
/// <remarks>
/// s_j grows by Σ_i w_ji · d_i, d_i being what i newly passes on; stress counts up to 1. Below a spectral radius of 1 and without a node at 1 the end
/// state of the 2015 rule is (I − W)⁻¹ s(0).
/// </remarks>
/// <param name="Stress">Stress of each node at the end, in [0, 1].</param>
/// <param name="Steps">Steps until nothing was left to pass on.</param>
/// <param name="Rule">The rule.</param>
public sealed record Contagion(double[] Stress, int Steps, ContagionRule Rule)
{
    /// <summary>Runs until at most 1e-12 is passed on, or for 10,000 steps.</summary>
    /// <param name="exposures">Weights, as they are (not row-standardised).</param>
    /// <param name="initial">Stress at the start, in [0, 1].</param>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static Contagion Run(SparseWeights exposures, ReadOnlySpan<double> initial, ContagionRule rule)
    {
        ArgumentNullException.ThrowIfNull(exposures);
        if (initial.Length != exposures.Nodes)
        {
            throw new ArgumentException($"{initial.Length} values for {exposures.Nodes} nodes.", nameof(initial));
        }

        var stress = initial.ToArray();
        double[] spent = new double[stress.Length], passed = new double[stress.Length], hit = new double[stress.Length];
        var steps = 0;
        for (; steps < 10_000; steps++)
        {
            var left = 0.0;
            for (var i = 0; i < stress.Length; i++)
            {
                var now = Math.Min(1, stress[i]);
                passed[i] = rule switch
                {
                    ContagionRule.DebtRank2012 => spent[i] > 0 ? 0 : now,
                    ContagionRule.Threshold => now >= 1 && spent[i] == 0 ? 1 : 0,
                    _ => now - spent[i],
                };
                spent[i] += passed[i];
                left = Math.Max(left, passed[i]);
            }

            if (left <= 1e-12)
            {
                break;
            }

            exposures.Lag(passed, hit);
            for (var i = 0; i < stress.Length; i++)
            {
                stress[i] += hit[i];
            }
        }

        for (var i = 0; i < stress.Length; i++)
        {
            stress[i] = Math.Min(1, stress[i]);
        }

        return new Contagion(stress, steps, rule);
    }
}

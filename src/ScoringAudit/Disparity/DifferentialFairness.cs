using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Smoothed empirical differential fairness, and which pair of groups is the worst.</summary>
/// <remarks>
/// ε = max over pairs of max(|ln r_i/r_j|, |ln (1 − r_i)/(1 − r_j)|), with r = (favourable + c/2)/(n + c). Range [0, ∞), ideal 0; exp(−ε) is the smallest ratio.
/// Groups without rows take no part. It is a maximum over pairs, so it grows with the number of groups: no headline. Source: Foulds et al. 2020, definition 2.1 and section 5.
/// </remarks>
/// <param name="Epsilon">ε; undefined with fewer than two groups.</param>
/// <param name="Lower">Code of the group with the smaller favourable rate in the worst pair; −1 where undefined.</param>
/// <param name="Higher">Code of the other.</param>
/// <param name="Favourable">Whether the favourable rates make the worst ratio; else the unfavourable ones.</param>
public sealed record DifferentialFairness(Estimate Epsilon, int Lower, int Higher, bool Favourable)
{
    /// <summary>What it is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "differential_fairness", "Smoothed empirical differential fairness", "max over pairs of |ln r_i/r_j|, |ln (1 − r_i)/(1 − r_j)|", MetricDirection.LowerIsBetter, 0, double.PositiveInfinity, 0, "Foulds et al. 2020");

    /// <summary>The smoothed rate of a group: (favourable + c/2)/(n + c).</summary>
    /// <param name="group">Favourable and all decisions.</param>
    /// <param name="concentration">c, above 0.</param>
    public static double Smoothed(GroupCount group, double concentration = 1) => (group.Successes + (concentration / 2)) / (group.Trials + concentration);

    /// <summary>ε of groups.</summary>
    /// <param name="groups">Favourable and all decisions of each group.</param>
    /// <param name="concentration">c, above 0.</param>
    public static DifferentialFairness Of(IReadOnlyList<GroupCount> groups, double concentration = 1)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(concentration);
        double Rate(int g) => Smoothed(groups[g], concentration);
        var worst = new DifferentialFairness(Estimate.Undefined("fewer than two groups have decided rows"), -1, -1, true);
        for (var i = 0; i < groups.Count; i++)
        {
            for (var j = i + 1; j < groups.Count; j++)
            {
                if (groups[i].Trials <= 0 || groups[j].Trials <= 0)
                {
                    continue;
                }

                double a = Math.Abs(Math.Log(Rate(i) / Rate(j))), b = Math.Abs(Math.Log((1 - Rate(i)) / (1 - Rate(j))));
                var epsilon = Math.Max(a, b);
                if (!worst.Epsilon.IsDefined || epsilon > worst.Epsilon.Value)
                {
                    worst = new DifferentialFairness(Estimate.Of(epsilon), Rate(i) <= Rate(j) ? i : j, Rate(i) <= Rate(j) ? j : i, a >= b);
                }
            }
        }

        return worst;
    }
}

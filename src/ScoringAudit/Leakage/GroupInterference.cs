using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Direct, indirect, total and overall effects where rows interfere within groups (streets) and not across.</summary>
/// <remarks>
/// Group g was treated row by row with probability φ_g. Mean outcome of rows of treatment a if groups were treated with probability α:
/// Y(a; α) = mean over groups of (1/n_g) Σ_j 1[A_j = a]·y_j·π(A_−j; α)/f(A; φ_g), π and f products of Bernoulli probabilities; where some groups have φ = α
/// only those are used (two-stage randomisation), and the weights become 1/P(A_j = a). Direct = Y(1; α) − Y(0; α). Indirect = Y(0; α) − Y(0; α′).
/// Total = Y(1; α) − Y(0; α′). Overall = Y(α) − Y(α′). Standard errors from the groups' spread. Undefined where a mean has fewer than two groups, or weights are not
/// finite (positivity). Source: Hudgens and Halloran 2008, sections 3 and 4; Tchetgen Tchetgen and VanderWeele 2012, section 4.
/// </remarks>
public static class GroupInterference
{
    /// <summary>The mean outcome of a treatment under an allocation.</summary>
    /// <param name="outcomes">Outcome of each row.</param>
    /// <param name="treated">Whether each row was treated.</param>
    /// <param name="group">Group of each row, as a dense code.</param>
    /// <param name="probability">φ of each group, in (0, 1).</param>
    /// <param name="allocation">α, in (0, 1).</param>
    /// <param name="treatment">a; null: rows of both, weighted by the whole allocation.</param>
    /// <returns>Mean and standard error, over groups.</returns>
    public static (Estimate Mean, double StandardError, double[] ByGroup) Mean(
        ReadOnlySpan<double> outcomes, ReadOnlySpan<bool> treated, ReadOnlySpan<int> group, ReadOnlySpan<double> probability, double allocation, bool? treatment)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(allocation, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(allocation, 1);
        var groups = probability.Length;
        double[] size = new double[groups], log = new double[groups], sum = new double[groups];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var phi = probability[group[i]];
            size[group[i]]++;
            log[group[i]] += treated[i] ? Math.Log(allocation / phi) : Math.Log((1 - allocation) / (1 - phi));
        }

        var same = probability.ToArray().Any(phi => phi == allocation);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (treatment is { } a && treated[i] != a)
            {
                continue;
            }

            // π(A_−j; α)/f(A; φ) is the whole group's ratio over the row's own probability under α.
            sum[group[i]] += outcomes[i] * Math.Exp(log[group[i]]) / (treatment is null ? 1 : treated[i] ? allocation : 1 - allocation);
        }

        var values = new List<double>();
        for (var g = 0; g < groups; g++)
        {
            if (size[g] > 0 && (!same || probability[g] == allocation))
            {
                values.Add(sum[g] / size[g]);
            }
        }

        if (values.Count < 2)
        {
            return (Estimate.Undefined(FormattableString.Invariant($"{values.Count} groups were treated with probability {allocation}, expected two or more")), double.NaN, []);
        }

        if (values.Any(v => !double.IsFinite(v)))
        {
            return (Estimate.Undefined(FormattableString.Invariant($"no allocation with probability {allocation} can be read from groups that were treated otherwise: their weights are not finite")), double.NaN, []);
        }

        var mean = values.Average();
        var se = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1) / values.Count);
        return (Estimate.Of(mean), se, [.. values]);
    }

    /// <summary>The four effects of two allocations.</summary>
    /// <param name="outcomes">Outcome of each row.</param>
    /// <param name="treated">Whether each row was treated.</param>
    /// <param name="group">Group of each row.</param>
    /// <param name="probability">φ of each group.</param>
    /// <param name="high">α.</param>
    /// <param name="low">α′.</param>
    public static (Estimate Direct, Estimate Indirect, Estimate Total, Estimate Overall) Effects(
        ReadOnlySpan<double> outcomes, ReadOnlySpan<bool> treated, ReadOnlySpan<int> group, ReadOnlySpan<double> probability, double high, double low)
    {
        var one = Mean(outcomes, treated, group, probability, high, true).Mean;
        var zero = Mean(outcomes, treated, group, probability, high, false).Mean;
        var zeroLow = Mean(outcomes, treated, group, probability, low, false).Mean;
        var all = Mean(outcomes, treated, group, probability, high, null).Mean;
        var allLow = Mean(outcomes, treated, group, probability, low, null).Mean;
        return (Less(one, zero), Less(zero, zeroLow), Less(one, zeroLow), Less(all, allLow));
    }

    /// <summary>Links from one group to another: the estimators hold only where there are none.</summary>
    public static long CrossGroupLinks(CsrGraph graph, ReadOnlySpan<int> group)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var count = 0L;
        for (var i = 0; i < graph.Nodes; i++)
        {
            for (var e = (int)graph.Offsets[i]; e < (int)graph.Offsets[i + 1]; e++)
            {
                count += group[graph.Targets[e]] != group[i] ? 1 : 0;
            }
        }

        return count;
    }

    private static Estimate Less(Estimate a, Estimate b) => a.IsDefined && b.IsDefined ? Estimate.Of(a.Value - b.Value) : Estimate.Undefined(a.Reason ?? b.Reason!);
}

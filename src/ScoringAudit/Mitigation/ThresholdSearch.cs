using ScoringAudit.Primitives;

namespace ScoringAudit.Mitigation;

/// <summary>Search over thresholds that are the same for everybody: no group enters the decision.</summary>
public static class ThresholdSearch
{
    /// <summary>Every threshold that lies between two risks, from the strictest to the most lenient: approval rate, smallest impact ratio, benefit.</summary>
    /// <param name="risk">Scores, larger is riskier.</param>
    /// <param name="groups">Group codes; −1: none.</param>
    /// <param name="groupCount">Number of groups.</param>
    /// <param name="reference">Code of the reference group.</param>
    /// <param name="adverse">1 adverse, 0 not, −1 not observed (counts towards rates, not towards benefit).</param>
    /// <param name="weights">Weights, or empty.</param>
    /// <param name="costRatio">What an approved adverse outcome costs, in units of what an approved other outcome brings; at least 0.</param>
    public static IReadOnlyList<BlindThreshold> Sweep(
        ReadOnlySpan<double> risk, ReadOnlySpan<int> groups, int groupCount, int reference, ReadOnlySpan<sbyte> adverse, ReadOnlySpan<double> weights, double costRatio)
    {
        if (risk.Length != groups.Length || risk.Length != adverse.Length || (!weights.IsEmpty && weights.Length != risk.Length))
        {
            throw new ArgumentException($"Expected {risk.Length} group codes, outcomes and weights, one per risk.", nameof(groups));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(costRatio);
        double[] sorted = [.. risk];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var size = new double[groupCount];
        var yes = new double[groupCount];
        double total = 0, approved = 0, benefit = 0;
        for (var i = 0; i < order.Length; i++)
        {
            var w = weights.IsEmpty ? 1 : weights[i];
            total += w;
            if (groups[i] >= 0)
            {
                size[groups[i]] += w;
            }
        }

        var all = new List<BlindThreshold>();
        for (var k = 0; k < order.Length; k++)
        {
            var i = order[k];
            var w = weights.IsEmpty ? 1 : weights[i];
            approved += w;
            benefit += adverse[i] == 0 ? w : adverse[i] == 1 ? -costRatio * w : 0;
            if (groups[i] >= 0)
            {
                yes[groups[i]] += w;
            }

            if (k + 1 == order.Length || sorted[k + 1] > sorted[k])
            {
                all.Add(new BlindThreshold(sorted[k], approved / total, Smallest(yes, size, reference), benefit));
            }
        }

        return all;
    }

    /// <summary>The threshold of most benefit among those that keep the smallest impact ratio and the approval rate within limits; null where none does.</summary>
    /// <param name="sweep">All thresholds.</param>
    /// <param name="leastImpactRatio">Smallest acceptable impact ratio.</param>
    /// <param name="leastApproval">Smallest acceptable approval rate.</param>
    /// <param name="mostApproval">Largest acceptable approval rate.</param>
    public static BlindThreshold? Best(IReadOnlyList<BlindThreshold> sweep, double leastImpactRatio, double leastApproval = 0, double mostApproval = 1)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        BlindThreshold? best = null;
        foreach (var t in sweep)
        {
            if (t.ImpactRatio.IsDefined && t.ImpactRatio.Value >= leastImpactRatio && t.ApprovalRate >= leastApproval && t.ApprovalRate <= mostApproval && (best is null || t.Benefit > best.Benefit))
            {
                best = t;
            }
        }

        return best;
    }

    private static Estimate Smallest(double[] yes, double[] size, int reference)
    {
        if (size[reference] == 0 || yes[reference] == 0)
        {
            return Estimate.Undefined("the reference group has no favourable decision");
        }

        var least = double.PositiveInfinity;
        for (var g = 0; g < yes.Length; g++)
        {
            if (g != reference && size[g] > 0)
            {
                least = Math.Min(least, yes[g] / size[g] / (yes[reference] / size[reference]));
            }
        }

        return double.IsInfinity(least) ? Estimate.Undefined("no other group has rows") : Estimate.Of(least);
    }
}

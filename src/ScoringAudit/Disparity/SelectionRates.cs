using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Selection rates, adverse impact ratios and demographic parity differences of a tally.</summary>
/// <remarks>
/// Selection rate = favourable / decided. Adverse impact ratio (AIR) = rate of the group / rate of the reference; ideal 1, range [0, ∞), undefined when the
/// reference has no favourable decision. Demographic parity difference = rate of the group − rate of the reference; ideal 0, range [−1, 1].
/// Intervals: mid-P and MOVER where rows are independent (with Kish's effective size where they are weighted), cluster-robust where they are clustered.
/// Sources: 29 CFR 1607.4(D) (1978) for the ratio; Donner and Zou 2012; Korn and Graubard 1998; Kish 1965.
/// </remarks>
public static class SelectionRates
{
    /// <summary>Name of the favourable rate.</summary>
    public const string SelectionRate = "selection_rate";

    /// <summary>Name of the ratio of rates.</summary>
    public const string AdverseImpactRatio = "adverse_impact_ratio";

    /// <summary>Name of the difference of rates.</summary>
    public const string DemographicParityDifference = "demographic_parity_difference";

    /// <summary>All rates and comparisons of a grouping.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="grouping">The attribute that was tallied.</param>
    /// <param name="level">Level of the intervals.</param>
    public static IReadOnlyList<RateResult> Of(DecisionTally tally, Grouping grouping, double level)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(grouping);
        var counts = Enumerable.Range(0, tally.Groups).Select(tally.Count).ToArray();
        var results = new List<RateResult>();
        for (var g = 0; g < counts.Length; g++)
        {
            results.Add(new RateResult(SelectionRate, g, -1, Rate(tally, g, counts[g], level), null, null, counts[g], default, 0));
        }

        var present = counts.Count(c => c.Trials > 0);
        if (present < 2)
        {
            return results;
        }

        var reference = ReferenceOf(grouping, counts);
        var comparisons = grouping.Reference == ProtectedRole.HighestRate ? present * (present - 1) / 2 : present - 1;
        for (var g = 0; g < counts.Length; g++)
        {
            if (g == reference)
            {
                continue;
            }

            var sums = tally.Clustered && counts[g].Trials > 0 ? tally.Clusters(g, reference) : null;
            results.Add(Compare(AdverseImpactRatio, 1, l => Ratio(sums, counts[g], counts[reference], tally.Weighted, l), g, reference, counts, level, comparisons));
            results.Add(Compare(DemographicParityDifference, 0, l => Difference(sums, counts[g], counts[reference], tally.Weighted, l), g, reference, counts, level, comparisons));
        }

        return results;
    }

    /// <summary>The rate of all rows of a tally, whatever their group.</summary>
    public static RateResult Overall(DecisionTally tally, double level)
    {
        ArgumentNullException.ThrowIfNull(tally);
        if (tally.Groups != 1)
        {
            throw new ArgumentException("The overall rate needs a tally with one group.", nameof(tally));
        }

        var count = tally.Count(0);
        return new RateResult(SelectionRate, -1, -1, Rate(tally, 0, count, level), null, null, count, default, 0);
    }

    /// <summary>The reference group's code: the one named, or by policy (ties: the first).</summary>
    public static int ReferenceOf(Grouping grouping, IReadOnlyList<GroupCount> counts)
    {
        ArgumentNullException.ThrowIfNull(grouping);
        ArgumentNullException.ThrowIfNull(counts);
        var best = 0;
        switch (grouping.Reference)
        {
            case ProtectedRole.Largest:
                for (var g = 1; g < counts.Count; g++)
                {
                    best = counts[g].Trials > counts[best].Trials ? g : best;
                }

                return best;
            case ProtectedRole.HighestRate:
                best = -1;
                for (var g = 0; g < counts.Count; g++)
                {
                    best = counts[g].Trials > 0 && (best < 0 || counts[g].Value > counts[best].Value) ? g : best;
                }

                return best;
            default:
                for (var g = 0; g < grouping.Groups.Count; g++)
                {
                    if (grouping.Groups[g] == grouping.Reference)
                    {
                        return g;
                    }
                }

                throw new ArgumentException($"There is no group '{grouping.Reference}'.", nameof(grouping));
        }
    }

    private static RateResult Compare(string measure, double none, Func<double, IntervalEstimate> at, int g, int reference, GroupCount[] counts, double level, int comparisons)
    {
        if (counts[g].Trials <= 0)
        {
            return new RateResult(measure, g, reference, new IntervalEstimate(Estimate.Undefined("the group has no decided rows"), null, IntervalMethods.None), null, null, counts[g], counts[reference], comparisons);
        }

        if (counts[reference].Trials <= 0)
        {
            return new RateResult(measure, g, reference, new IntervalEstimate(Estimate.Undefined("the reference group has no decided rows"), null, IntervalMethods.None), null, null, counts[g], counts[reference], comparisons);
        }

        var estimate = at(level);
        if (estimate.Value.IsDefined == false)
        {
            estimate = estimate with { Value = Estimate.Undefined("the reference group has no favourable decision") };
        }

        var simultaneous = comparisons > 1 ? at(1 - ((1 - level) / comparisons)).Interval : null;
        var p = estimate is { Interval: not null, Value.IsDefined: true } ? PValue.Dual(l => at(l).Interval!.Value, none) : (double?)null;
        return new RateResult(measure, g, reference, estimate, simultaneous, p, counts[g], counts[reference], comparisons);
    }

    private static IntervalEstimate Rate(DecisionTally tally, int g, GroupCount count, double level)
    {
        if (count.Trials <= 0)
        {
            return new IntervalEstimate(Estimate.Undefined("the group has no decided rows"), null, IntervalMethods.None);
        }

        if (tally.Clustered)
        {
            var sums = tally.Clusters(g, -1);
            return ClusterRobust.Rate(sums.Trials, sums.Successes, level);
        }

        return new IntervalEstimate(Estimate.Of(count.Value), Limits(count, tally.Weighted, level), tally.Weighted ? IntervalMethods.KishMidP : IntervalMethods.MidP);
    }

    private static IntervalEstimate Ratio(ClusterCounts? sums, GroupCount of, GroupCount against, bool weighted, double level) =>
        sums is not null ? ClusterRobust.Ratio(sums.Trials, sums.Successes, sums.ReferenceTrials, sums.ReferenceSuccesses, level)
        : new IntervalEstimate(
            against.Successes > 0 ? Estimate.Of(of.Value / against.Value) : Estimate.Undefined("the reference group has no favourable decision"),
            Mover.Ratio(of.Value, Limits(of, weighted, level), against.Value, Limits(against, weighted, level)),
            weighted ? IntervalMethods.MoverKishMidP : IntervalMethods.MoverMidP);

    private static IntervalEstimate Difference(ClusterCounts? sums, GroupCount of, GroupCount against, bool weighted, double level) =>
        sums is not null ? ClusterRobust.Difference(sums.Trials, sums.Successes, sums.ReferenceTrials, sums.ReferenceSuccesses, level)
        : new IntervalEstimate(
            Estimate.Of(of.Value - against.Value),
            Mover.Difference(of.Value, Limits(of, weighted, level), against.Value, Limits(against, weighted, level)),
            weighted ? IntervalMethods.MoverKishMidP : IntervalMethods.MoverMidP);

    private static Interval Limits(GroupCount count, bool weighted, double level)
    {
        if (!weighted)
        {
            return BinomialInterval.MidP(count.Successes, count.Trials, level);
        }

        var n = count.EffectiveRows;
        return BinomialInterval.MidP(count.Value * n, n, level);
    }
}

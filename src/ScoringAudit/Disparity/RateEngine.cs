using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Group, ratio and difference versions of any rate, with intervals: the one engine behind every count-based metric.</summary>
internal static class RateEngine
{
    /// <summary>Rates of all groups, then ratios and differences against the reference.</summary>
    /// <param name="source">Successes and trials.</param>
    /// <param name="metric">What they count.</param>
    /// <param name="reference">Code of the reference group.</param>
    /// <param name="allPairs">Whether the data chose the reference, so that every pair is a comparison.</param>
    /// <param name="level">Level of the intervals.</param>
    public static List<RateResult> Of(IRateSource source, RateMetric metric, int reference, bool allPairs, double level)
    {
        var counts = new GroupCount[source.Groups];
        for (var g = 0; g < counts.Length; g++)
        {
            counts[g] = source.Count(g);
        }

        var results = new List<RateResult>();
        for (var g = 0; g < counts.Length; g++)
        {
            results.Add(new RateResult(metric.Id, g, -1, Rate(source, metric, g, counts[g], level), null, null, counts[g], default, 0));
        }

        var present = counts.Count(c => c.Trials > 0);
        if (present < 2)
        {
            return results;
        }

        var comparisons = allPairs ? present * (present - 1) / 2 : Math.Max(1, counts[reference].Trials > 0 ? present - 1 : present);
        for (var g = 0; g < counts.Length; g++)
        {
            if (g == reference)
            {
                continue;
            }

            var sums = SharedClusters(source, g, counts[g], reference, counts[reference]);
            var (of, against) = (counts[g], counts[reference]);
            results.Add(Compare(metric, metric.RatioId, 1, (l, exact) => Ratio(metric, sums, of, against, source.Weighted, l, exact), g, reference, of, against, level, comparisons));
            results.Add(Compare(metric, metric.DifferenceId, 0, (l, exact) => Difference(sums, of, against, source.Weighted, l, exact), g, reference, of, against, level, comparisons));
        }

        return results;
    }

    /// <summary>The rate of one group.</summary>
    public static IntervalEstimate Rate(IRateSource source, RateMetric metric, int g, GroupCount count, double level)
    {
        if (count.Trials <= 0)
        {
            return new IntervalEstimate(Estimate.Undefined($"the group has no {metric.TrialsAre}"), null, IntervalMethods.None);
        }

        if (source.Clustered)
        {
            var sums = source.Clusters(g, -1);
            return ClusterRobust.Rate(sums.Trials, sums.Successes, level);
        }

        return new IntervalEstimate(Estimate.Of(count.Value), Limits(count, source.Weighted, level, false), source.Weighted ? IntervalMethods.KishMidP : IntervalMethods.MidP);
    }

    /// <summary>The difference of two groups as a function of the level; both must have trials.</summary>
    public static Func<double, IntervalEstimate> DifferenceAt(IRateSource source, int g, int reference)
    {
        var (of, against) = (source.Count(g), source.Count(reference));
        var sums = SharedClusters(source, g, of, reference, against);
        return level => Difference(sums, of, against, source.Weighted, level, false);
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

                return Math.Max(0, best);
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

    /// <summary>The p-value that is dual to an interval: in closed form where the interval is a t interval, else by search.</summary>
    public static double? Dual(IntervalEstimate estimate, Func<double, IntervalEstimate> at, double none)
    {
        if (estimate.Interval is null || !estimate.Value.IsDefined)
        {
            return null;
        }

        if (estimate is { StandardError: > 0, DegreesOfFreedom: { } df })
        {
            double? distance = estimate.Method switch
            {
                IntervalMethods.ClusterLogRatioT or IntervalMethods.ClusterJackknifeLogRatioT => Math.Log(estimate.Value.Value / none),
                IntervalMethods.ClusterDifferenceT or IntervalMethods.ClusterJackknifeDifferenceT => estimate.Value.Value - none,
                _ => null,
            };
            if (distance is { } d)
            {
                return Math.Max(1e-15, StudentQuantile.TwoSidedPValue(d / estimate.StandardError.Value, df));
            }
        }

        return PValue.Dual(l => at(l).Interval!.Value, none);
    }

    private static ClusterCounts? SharedClusters(IRateSource source, int g, GroupCount of, int reference, GroupCount against) =>
        source.Clustered && of.Trials > 0 && against.Trials > 0 ? source.Clusters(g, reference) : null;

    private static RateResult Compare(
        RateMetric metric, string measure, double none, Func<double, bool, IntervalEstimate> limits, int g, int reference, GroupCount of, GroupCount against, double level, int comparisons)
    {
        var empty = of.Trials <= 0 ? $"the group has no {metric.TrialsAre}"
            : against.Trials <= 0 ? $"the reference group has no {metric.TrialsAre}" : null;
        if (empty is not null)
        {
            return new RateResult(measure, g, reference, new IntervalEstimate(Estimate.Undefined(empty), null, IntervalMethods.None), null, null, of, against, comparisons);
        }

        IntervalEstimate At(double l) => limits(l, false);
        var estimate = At(level);
        if (!estimate.Value.IsDefined)
        {
            estimate = estimate with { Value = Estimate.Undefined($"the reference group has no {metric.SuccessesAre}") };
        }

        // A verdict must not be false more often than its tail: mid-P limits are right on average, exact ones at every count (docs/METHODS.md, verdicts).
        var verdict = limits(1 - ((1 - level) / comparisons), true);
        var differs = comparisons > 1 || verdict.Method != estimate.Method;
        return new RateResult(measure, g, reference, estimate, differs ? verdict.Interval : null, Dual(estimate, At, none), of, against, comparisons)
        {
            SimultaneousMethod = differs && verdict.Interval is not null ? verdict.Method : null,
        };
    }

    private static IntervalEstimate Ratio(RateMetric metric, ClusterCounts? sums, GroupCount of, GroupCount against, bool weighted, double level, bool exact) =>
        sums is not null ? ClusterRobust.Ratio(sums.Trials, sums.Successes, sums.ReferenceTrials, sums.ReferenceSuccesses, level)
        : new IntervalEstimate(
            against.Successes > 0 ? Estimate.Of(of.Value / against.Value) : Estimate.Undefined($"the reference group has no {metric.SuccessesAre}"),
            Mover.Ratio(of.Value, Limits(of, weighted, level, exact), against.Value, Limits(against, weighted, level, exact)),
            Method(weighted, exact));

    private static IntervalEstimate Difference(ClusterCounts? sums, GroupCount of, GroupCount against, bool weighted, double level, bool exact) =>
        sums is not null ? ClusterRobust.Difference(sums.Trials, sums.Successes, sums.ReferenceTrials, sums.ReferenceSuccesses, level)
        : new IntervalEstimate(
            Estimate.Of(of.Value - against.Value),
            Mover.Difference(of.Value, Limits(of, weighted, level, exact), against.Value, Limits(against, weighted, level, exact)),
            Method(weighted, exact));

    private static string Method(bool weighted, bool exact) => (weighted, exact) switch
    {
        (false, false) => IntervalMethods.MoverMidP,
        (false, true) => IntervalMethods.MoverClopperPearson,
        (true, false) => IntervalMethods.MoverKishMidP,
        (true, true) => IntervalMethods.MoverKishClopperPearson,
    };

    private static Interval Limits(GroupCount count, bool weighted, double level, bool exact)
    {
        var n = weighted ? count.EffectiveRows : count.Trials;
        var x = weighted ? count.Value * n : count.Successes;
        return exact ? BinomialInterval.ClopperPearson(x, n, level) : BinomialInterval.MidP(x, n, level);
    }
}

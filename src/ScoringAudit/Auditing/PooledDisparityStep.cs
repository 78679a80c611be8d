using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Disparity over several groups or strata at once: pooled within controls, differential fairness, inequality of benefits.</summary>
internal static class PooledDisparityStep
{
    private const string Room = "disparity";
    private const int Replicates = 1_000;

    // A bootstrap of whole clusters reads them all for each replicate.
    private const long MostCells = 200_000;

    /// <summary>Each group against the reference within the strata of one control, pooled.</summary>
    public static void Strata(AuditSubject subject, int index, IReadOnlyList<ConfusionTally> tallies)
    {
        var at = index % subject.Bound.ProtectedCount;
        var control = subject.Bound.Attributes[subject.Bound.ProtectedCount + (index / subject.Bound.ProtectedCount)];
        var (grouping, product) = (subject.Groupings[at], tallies[subject.Attributes + index]);
        var groups = grouping.Groups.Count;
        var reference = GroupRates.ReferenceOf(tallies[at], grouping);
        for (var group = 0; group < groups; group++)
        {
            if (group == reference)
            {
                continue;
            }

            (GroupCount, GroupCount)[] Pairs(IReadOnlyList<ConfusionCounts> counts) => [.. Enumerable.Range(0, control.Groups.Count).Select(s => (
                RateMetrics.SelectionRate.CountOf(counts[(s * groups) + group]), RateMetrics.SelectionRate.CountOf(counts[(s * groups) + reference])))];
            var all = Enumerable.Range(0, product.Groups).Select(product.Counts).ToArray();
            (GroupCount Group, GroupCount Reference)[] pairs = Pairs(all);
            var used = pairs.Where(p => p.Group.Rows > 0 && p.Reference.Rows > 0).ToArray();
            var streams = subject.Streams.Derive("disparity").Derive("segmented").Derive(string.Join('/', subject.Name ?? "score", control.Name, grouping.Name, grouping.Groups[group]));
            var details = subject.Rows.IsWeighted ? null : Tests(SegmentedImpact.Of([.. pairs.Select(p => (Count(p.Group), Count(p.Reference)))], subject.Plan.Confidence), subject);
            var ratio = Finding(SegmentedImpact.Measure, grouping, group, reference) with
            {
                Stratum = $"{control.Name}=pooled",
                N = used.Sum(p => p.Group.Rows),
                Cells = [.. used.SelectMany(p => new double[] { p.Group.FavourableRows, p.Group.Rows - p.Group.FavourableRows, p.Reference.FavourableRows, p.Reference.Rows - p.Reference.FavourableRows })],
                Details = details,
                Scale = "ratio",
                Source = "favourable decisions over those expected at the reference group's rates within strata; tests: Mantel and Haenszel 1959, Breslow and Day 1980",
            };
            subject.Add(Room, ratio, Interval(subject, product, counts => SegmentedImpact.Standardised(Pairs(counts)), streams));

            (GroupCount, GroupCount)[] Shares(IReadOnlyList<ConfusionCounts> counts) => [.. Enumerable.Range(0, control.Groups.Count).Select(s => (
                RateMetrics.SelectionRate.CountOf(counts[(s * groups) + group]),
                RateMetrics.SelectionRate.CountOf(Enumerable.Range(0, groups).Select(g => counts[(s * groups) + g]).Aggregate(ConfusionCounts.Add))))];
            subject.Add(
                Room,
                ratio with { Measure = DemographicDisparity.Descriptor.Id, Reference = null, Details = null, Family = null, Scale = "difference", CellTable = "strata", Source = DemographicDisparity.Descriptor.Formula + "; " + DemographicDisparity.Descriptor.Source },
                Interval(subject, product, counts => DemographicDisparity.Conditional(Shares(counts)), streams.Derive("shares")));
        }
    }

    /// <summary>Differential fairness of each attribute; inequality of benefits of all rows and between groups.</summary>
    public static void Whole(AuditSubject subject, ConfusionTally all, IReadOnlyList<ConfusionTally> tallies)
    {
        var streams = subject.Streams.Derive("disparity").Derive("pooled").Derive(subject.Name ?? "score");
        for (var i = 0; i < subject.Attributes; i++)
        {
            var grouping = subject.Groupings[i];
            var counts = Enumerable.Range(0, tallies[i].Groups).Select(g => RateMetrics.SelectionRate.CountOf(tallies[i].Counts(g))).ToArray();
            var worst = DifferentialFairness.Of(counts);
            if (!worst.Epsilon.IsDefined)
            {
                continue;
            }

            var pair = new[] { counts[worst.Lower], counts[worst.Higher] };
            subject.Add(
                Room,
                Finding(DifferentialFairness.Descriptor.Id, grouping, worst.Lower, worst.Higher) with
                {
                    N = counts[worst.Lower].Rows,
                    Cells = [.. pair.SelectMany(c => new double[] { c.FavourableRows, c.Rows - c.FavourableRows })],
                    Scale = "log ratio",
                    Note = $"The worst pair of {grouping.Name}, by {(worst.Favourable ? "favourable" : "unfavourable")} decisions; a maximum over pairs, above 0 in every sample.",
                    Source = DifferentialFairness.Descriptor.Formula + "; " + DifferentialFairness.Descriptor.Source,
                },
                new IntervalEstimate(worst.Epsilon, null, IntervalMethods.None));
        }

        if (!subject.Rows.HasOutcomes || all.Counts(0).Sum(ConfusionCells.FalseNegative | ConfusionCells.TrueNegative).Rows == 0 || subject.Plan.Roles.Outcome!.AcceptedOnly)
        {
            return;
        }

        Between(subject, tallies, streams);
        var total = all.Counts(0);
        foreach (var (measure, alpha) in new[] { ("generalized_entropy", 2.0), ("theil_index", 1.0) })
        {
            subject.Add(
                Room,
                new Finding
                {
                    Id = string.Empty,
                    Measure = measure,
                    N = total.Sum(ConfusionCells.Observed).Rows,
                    Cells = [total.TruePositive.Rows + total.TrueNegative.Rows, total.FalsePositive.Rows, total.FalseNegative.Rows],
                    Access = "S",
                    Scale = "entropy",
                    Source = $"alpha {alpha:0}, benefits 0, 1, 2; {GeneralizedEntropy.Descriptor.Source}",
                },
                Interval(subject, all, counts => GeneralizedEntropy.Of(counts[0], alpha), streams.Derive(measure)));
        }
    }

    // What is left of the inequality when everybody has the mean benefit of the own group.
    private static void Between(AuditSubject subject, IReadOnlyList<ConfusionTally> tallies, Streams streams)
    {
        for (var i = 0; i < subject.Attributes; i++)
        {
            var (grouping, tally) = (subject.Groupings[i], tallies[i]);
            var counts = Enumerable.Range(0, tally.Groups).Select(tally.Counts).Where(c => c.Sum(ConfusionCells.Observed).Rows > 0).ToArray();
            subject.Add(
                Room,
                new Finding
                {
                    Id = string.Empty,
                    Measure = "generalized_entropy_between",
                    Attribute = grouping.Name,
                    N = counts.Sum(c => c.Sum(ConfusionCells.Observed).Rows),
                    Cells = [.. counts.SelectMany(c => new double[] { c.TruePositive.Rows + c.TrueNegative.Rows, c.FalsePositive.Rows, c.FalseNegative.Rows })],
                    CellTable = "decision x outcome",
                    Access = "S",
                    Scale = "entropy",
                    Source = $"alpha 2, mean benefit of each group, above 0 in every sample; {GeneralizedEntropy.Descriptor.Source}",
                },
                Interval(subject, tally, c => GeneralizedEntropy.Between(c, 2), streams.Derive("between").Derive(grouping.Name)));
        }
    }

    private static IntervalEstimate Interval(AuditSubject subject, ConfusionTally tally, Func<IReadOnlyList<ConfusionCounts>, Estimate> statistic, Streams streams)
    {
        var value = statistic([.. Enumerable.Range(0, tally.Groups).Select(tally.Counts)]);
        return !subject.Samples || tally.Entries * tally.Groups > MostCells
            ? new IntervalEstimate(value, null, IntervalMethods.None)
            : CountBootstrap.Statistic(tally, statistic, subject.Plan.Confidence, streams, Replicates);
    }

    private static SortedDictionary<string, double> Tests(SegmentedImpact pooled, AuditSubject subject)
    {
        var details = new SortedDictionary<string, double>(StringComparer.Ordinal);
        void Add(string name, Estimate value)
        {
            if (value.IsDefined)
            {
                details[name] = value.Value;
            }
        }

        Add("mantelHaenszelRiskRatio", pooled.RiskRatio.Value);
        Add("mantelHaenszelOddsRatio", pooled.OddsRatio);
        details["strata"] = pooled.Strata;

        // The tests take rows as independent: they are printed where that is the plan's claim.
        if (subject.Samples && !subject.Rows.IsClustered)
        {
            Add("cmhChiSquare", pooled.ChiSquare);
            Add("cmhP", pooled.PValue);
            Add("cmhCorrectedChiSquare", pooled.CorrectedChiSquare);
            Add("cmhCorrectedP", pooled.CorrectedPValue);
            Add("breslowDay", pooled.BreslowDay);
            Add("breslowDayP", pooled.BreslowDayPValue);
            Add("tarone", pooled.Tarone);
            Add("taroneP", pooled.TaronePValue);
        }

        return details;
    }

    private static Finding Finding(string measure, Grouping grouping, int group, int reference) => new()
    {
        Id = string.Empty,
        Measure = measure,
        Attribute = grouping.Name,
        Group = grouping.Groups[group],
        Reference = grouping.Groups[reference],
        Family = $"{grouping.Name}/{measure}",
        Access = "S",
    };

    private static Rate Count(GroupCount count) => Rate.Of(count.FavourableRows, count.Rows);
}

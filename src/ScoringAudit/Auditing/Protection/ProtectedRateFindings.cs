using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Rates, ratios and differences from a released table of decisions.</summary>
internal static class ProtectedRateFindings
{
    private const string Room = "disparity";

    private static readonly EvidenceTable Rates = new(
        "selection-rates", "Favourable decisions by group", "rate-forest", ["panel", "label", "value", "low", "high", "n", "isReference"], []) { Keys = ["isReference"] };

    private static readonly EvidenceTable Ratios = new(
        "impact-ratios", "Adverse impact ratio by group", "ratio-forest", ["panel", "label", "value", "low", "high", "n", "verdict"], []);

    // Bits of the decision × outcome table in the order of the released levels.
    private static readonly ConfusionCells[,] Cells =
    {
        { ConfusionCells.TruePositive, ConfusionCells.FalsePositive, ConfusionCells.FavourableUnknown },
        { ConfusionCells.FalseNegative, ConfusionCells.TrueNegative, ConfusionCells.UnfavourableUnknown },
    };

    public static void Add(ProtectedFindings to, ProtectedGrouping grouping, Released<NoisyTable> table, bool overall)
    {
        var outcomes = to.Plan.Roles.Outcome is not null;
        var metrics = RateMetrics.All.Where(m => outcomes || !m.NeedsOutcome).ToList();
        if (overall)
        {
            foreach (var metric in metrics)
            {
                var (yes, no) = Counts(table, grouping, null, metric, outcomes);
                Rate(to, metric, null, null, yes, no, RatePosterior.Of(yes, no, Law(table), 10_000).Rate(to.Level));
            }
        }

        if (grouping.Name.Length == 0)
        {
            return;
        }

        var groups = grouping.Groups();
        if (grouping.Parts.Count == 1)
        {
            Unlisted(to, grouping, table);
        }

        var reference = -1;
        var odds = new List<(RatePosterior True, RatePosterior False, NoisyCount Count)>();
        foreach (var metric in metrics)
        {
            var counts = groups.Select(g => Counts(table, grouping, g.Levels, metric, outcomes)).ToList();
            var posteriors = counts.Select((c, i) => RatePosterior.Of(c.Yes, c.No, Law(table), i)).ToList();
            if (reference < 0)
            {
                // Selection rates come first: the reference follows from released values.
                reference = grouping.Reference switch
                {
                    ProtectedRole.Largest => Most([.. counts.Select(c => (double)(c.Yes + c.No).Value)]),
                    ProtectedRole.HighestRate => Most([.. posteriors.Select(p => p.Rate(to.Level).Median)]),
                    var name => groups.ToList().FindIndex(g => g.Name == name),
                };
            }

            if (metric == RateMetrics.TruePositiveRate || metric == RateMetrics.FalsePositiveRate)
            {
                for (var g = 0; g < groups.Count; g++)
                {
                    if (metric == RateMetrics.TruePositiveRate)
                    {
                        odds.Add((posteriors[g], posteriors[g], counts[g].Yes + counts[g].No));
                    }
                    else
                    {
                        odds[g] = (odds[g].True, posteriors[g], odds[g].Count + counts[g].Yes + counts[g].No);
                    }
                }
            }

            for (var g = 0; g < groups.Count; g++)
            {
                var added = Rate(to, metric, grouping.Name, groups[g].Name, counts[g].Yes, counts[g].No, posteriors[g].Rate(to.Level));
                if (metric == RateMetrics.SelectionRate)
                {
                    to.To.AddRow(Rates, [Titles.Panel(grouping.Name, added), added.Group, added.Value, added.Interval?.Limits.Low, added.Interval?.Limits.High, added.N, g == reference ? 1L : 0L], RowGuard.Of(added));
                }
            }

            Compare(to, grouping, groups, metric, reference, counts, posteriors, table);
        }

        Odds(to, grouping, groups, reference, odds);
    }

    private static void Compare(
        ProtectedFindings to, ProtectedGrouping grouping, IReadOnlyList<(string Name, IReadOnlyList<int> Levels)> groups, RateMetric metric, int reference,
        List<(NoisyCount Yes, NoisyCount No)> counts, List<RatePosterior> posteriors, Released<NoisyTable> table)
    {
        // A reference that the data chose: every pair could have been looked at.
        var comparisons = grouping.Reference == ProtectedRole.HighestRate ? groups.Count * (groups.Count - 1) / 2 : groups.Count - 1;
        for (var g = 0; g < groups.Count; g++)
        {
            if (g == reference)
            {
                continue;
            }

            if (metric == RateMetrics.SelectionRate)
            {
                var ratio = posteriors[g].RatioTo(posteriors[reference], to.Level);
                var size = Needed(posteriors[g], posteriors[reference], counts[g], counts[reference], table, to.Level);
                var added = to.Add(Room, Comparison(to, metric.RatioId, grouping, groups, g, reference, counts[g], "ratio", "29 CFR 1607.4(D) (1978); Bayesian deconvolution of discrete Gaussian noise, Jeffreys' prior (docs/PRIVACY.md)"), ratio, Family(posteriors[g].RatioTo(posteriors[reference], to.Together(comparisons)), comparisons), size);
                to.To.AddRow(
                    Ratios,
                    [Titles.Panel($"{grouping.Name}: {added.Group} against {added.Reference}", added with { Model = null }), added.Model ?? "score", added.Value, added.Interval?.Limits.Low, added.Interval?.Limits.High, added.N, Titles.Word(added.Verdict)],
                    RowGuard.Of(added));
            }

            to.Add(
                Room,
                Comparison(to, metric.DifferenceId, grouping, groups, g, reference, counts[g], "difference", metric.Descriptor.Source),
                posteriors[g].DifferenceTo(posteriors[reference], to.Level),
                Family(posteriors[g].DifferenceTo(posteriors[reference], to.Together(comparisons)), comparisons));
        }
    }

    // The larger of two gaps: of the draws' absolute values, so never negative.
    private static void Odds(ProtectedFindings to, ProtectedGrouping grouping, IReadOnlyList<(string Name, IReadOnlyList<int> Levels)> groups, int reference, List<(RatePosterior True, RatePosterior False, NoisyCount Count)> odds)
    {
        for (var g = 0; g < odds.Count; g++)
        {
            if (g == reference)
            {
                continue;
            }

            foreach (var (measure, source, of) in new (string, string, Func<double, double, double>)[]
            {
                (EqualizedOdds.Worst, "Hardt, Price and Srebro 2016, definition 2.1", (t, f) => Math.Max(Math.Abs(t), Math.Abs(f))),
                (EqualizedOdds.Mean, "Hardt, Price and Srebro 2016, definition 2.1", (t, f) => (Math.Abs(t) + Math.Abs(f)) / 2),
                (EqualizedOdds.Average, "Bellamy et al. 2018", (t, f) => (t + f) / 2),
            })
            {
                var values = new double[RatePosterior.Draws];
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = of(odds[g].True.Rates[i] - odds[reference].True.Rates[i], odds[g].False.Rates[i] - odds[reference].False.Rates[i]);
                }

                to.Add(
                    Room,
                    new Finding
                    {
                        Id = string.Empty,
                        Measure = measure,
                        Attribute = grouping.Name,
                        Group = groups[g].Name,
                        Reference = groups[reference].Name,
                        N = ProtectedFindings.People(odds[g].Count),
                        Family = $"{grouping.Name}/{measure}",
                        Access = "S",
                        Scale = "difference",
                        Source = source,
                    },
                    RatePosterior.Summary(values, to.Level, false));
            }
        }
    }

    private static Finding Rate(ProtectedFindings to, RateMetric metric, string? attribute, string? group, NoisyCount yes, NoisyCount no, PosteriorInterval of) => to.Add(
        Room,
        new Finding
        {
            Id = string.Empty,
            Measure = metric.Id,
            Attribute = attribute,
            Group = group,
            N = ProtectedFindings.People(yes + no),
            Access = "S",
            Scale = "rate",
            Source = metric.Descriptor.Source,
            Note = "n is a noisy count",
        },
        of);

    private static Finding Comparison(
        ProtectedFindings to, string measure, ProtectedGrouping grouping, IReadOnlyList<(string Name, IReadOnlyList<int> Levels)> groups, int group, int reference,
        (NoisyCount Yes, NoisyCount No) count, string scale, string source) => new()
        {
            Id = string.Empty,
            Measure = measure,
            Attribute = grouping.Name,
            Group = groups[group].Name,
            Reference = groups[reference].Name,
            N = ProtectedFindings.People(count.Yes + count.No),
            Family = $"{grouping.Name}/{measure}",
            Access = "S",
            Scale = scale,
            Source = source,
            Note = "n is a noisy count",
        };

    private static void Unlisted(ProtectedFindings to, ProtectedGrouping grouping, Released<NoisyTable> table)
    {
        var dimensions = table.Value.Schema.Dimensions.Count;
        for (var p = 0; p < grouping.Parts.Count; p++)
        {
            var chosen = new IReadOnlyList<int>?[dimensions];
            chosen[p] = [grouping.Parts[p].Shape.Levels.Count];
            var outside = table.Value.Sum(chosen);
            chosen[p] = [.. Enumerable.Range(0, grouping.Parts[p].Shape.Levels.Count)];
            var inside = table.Value.Sum(chosen);
            var share = RatePosterior.Of(outside, inside, Law(table), 20_000 + p).Rate(to.Level);
            to.To.Note("data", grouping.Parts[p].Column, share.TooSmall
                ? $"{grouping.Parts[p].Column}: how many rows hold a value that the public list lacks cannot be told at this budget. They are in no group."
                : $"{grouping.Parts[p].Column}: between {ProtectedReport.Percent(share.Interval.Low)} and {ProtectedReport.Percent(share.Interval.High)} of the rows hold no value, or one that the public list lacks; they are in no group.");
        }
    }

    private static (NoisyCount Yes, NoisyCount No) Counts(Released<NoisyTable> table, ProtectedGrouping grouping, IReadOnlyList<int>? levels, RateMetric metric, bool outcomes)
    {
        NoisyCount yes = default, no = default;
        for (var d = 0; d < 2; d++)
        {
            for (var o = 0; o < (outcomes ? 3 : 1); o++)
            {
                // Without outcomes every row's is unknown.
                var cell = Cells[d, outcomes ? o : 2];
                if ((metric.Trials & cell) == 0)
                {
                    continue;
                }

                var chosen = new IReadOnlyList<int>?[table.Value.Schema.Dimensions.Count];
                for (var p = 0; levels is not null && p < levels.Count; p++)
                {
                    chosen[p] = [levels[p]];
                }

                chosen[grouping.Parts.Count] = [d];
                if (outcomes)
                {
                    chosen[^1] = [o];
                }

                var count = table.Value.Sum(chosen);
                (yes, no) = (metric.Successes & cell) != 0 ? (yes + count, no) : (yes, no + count);
            }
        }

        return (yes, no);
    }

    private static long? Needed(RatePosterior group, RatePosterior reference, (NoisyCount Yes, NoisyCount No) of, (NoisyCount Yes, NoisyCount No) against, Released<NoisyTable> table, double level)
    {
        double p = Math.Clamp(group.Rate(level).Median, 0.02, 0.98), q = Math.Clamp(reference.Rate(level).Median, 0.02, 0.98);
        double n = Math.Max(1, (of.Yes + of.No).Value), m = Math.Max(1, (against.Yes + against.No).Value);
        return ProtectedWidth.SizeThatWouldDo(p, q, m / n, table.Law.Variance * of.Yes.Cells);
    }

    private static int Most(double[] values) => Array.IndexOf(values, values.Max());

    private static Interval? Family(PosteriorInterval of, int comparisons) => comparisons > 1 ? of.Interval : null;

    private static DiscreteGaussianLaw Law(Released<NoisyTable> table) => (DiscreteGaussianLaw)table.Law;
}

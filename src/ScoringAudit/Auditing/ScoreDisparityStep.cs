using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Metrics;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>How the scores themselves differ between groups, whatever the cut-off: means, ranks, distances, scoring rate, sweep.</summary>
internal static class ScoreDisparityStep
{
    private const string Room = "disparity";
    private const string MedianTable = "score x median";

    // Above this number of rows independent rows are put into bins for the bootstrap; clustered ones are read for each replicate, up to a limit.
    private const int ManyRows = 200_000;
    private const int MostClustered = 2_000_000;

    // A permutation reads every row of two groups.
    private const int MostPermuted = 20_000;
    private const int Permutations = 199;

    private static readonly EvidenceTable Sweep = new(
        "threshold-sweep", "Favourable rate by group at nine approval rates", "threshold-sweep", ["panel", "group", "threshold", "approvalShare", "rate", "ratio"], []) { Keys = ["approvalShare"] };

    /// <summary>Runs it.</summary>
    /// <param name="subject">The score; it must have scores.</param>
    /// <param name="references">Reference code of each attribute, as the decisions chose it; null where there are no decisions.</param>
    public static void Run(AuditSubject subject, IReadOnlyList<int>? references)
    {
        subject.Report("scores by group");
        var table = subject.Table;
        if (table is null)
        {
            table = new ScoredTable(subject.Groupings.Count, subject.Rows.Rows.Rows);
            subject.Rows.ForEach(null, table.Add, subject.Inputs.Cancel);
        }

        if (table.Rows == 0)
        {
            return;
        }

        var scores = table.Scores.ToArray();
        var safer = subject.Rows.Scale!.Value.Direction == ScoreDirection.HigherIsSafer;
        var median = ScoringRate.Median(scores);
        var better = new sbyte[scores.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            better[i] = (safer ? scores[i] > median : scores[i] < median) ? (sbyte)1 : (sbyte)0;
        }

        var deviation = MeanDifference.PopulationDeviation(scores, table.Weights);
        var ranks = MeanRank.Of(scores);
        var outcomes = subject.Rows.HasOutcomes ? OutcomeRows.Of(table, subject.Rows.Scale!.Value) : null;
        for (var g = 0; g < subject.Attributes; g++)
        {
            var grouping = subject.Groupings[g];
            var tally = Better(table, g, grouping, better);
            var reference = references?[g] ?? GroupRates.ReferenceOf(tally, grouping);
            Rates(subject, grouping, tally, reference);
            ReportTablesStep.LocalLaw144(subject, grouping, tally, ScoringRate.Metric, MedianTable);
            Means(subject, table, grouping, g, reference, scores, deviation);
            Residuals(subject, table, grouping, g, reference, outcomes);
            var codes = table.Group(g).ToArray();
            var counts = CountOf(codes, grouping.Groups.Count);
            ScoreShapeStep.Ranks(subject, table, grouping, codes, reference, ranks, counts, Comparisons(grouping, counts));
            if (grouping.Parts.Count == 1)
            {
                ScoreShapeStep.Tables(subject, grouping, codes, reference, scores, ranks, counts);
                Distances(subject, table, grouping, g, reference, scores);
                Curves(subject, table, grouping, g, reference, outcomes);
                SweepRows(subject, table, grouping, g, reference, scores, safer);
            }
        }
    }

    private static ConfusionTally Better(ScoredTable table, int g, Grouping grouping, sbyte[] better)
    {
        var tally = new ConfusionTally(0, grouping.Groups.Count, !table.Weights.IsEmpty, !table.Clusters.IsEmpty);
        for (var start = 0; start < table.Rows; start += Batch.MaxRows)
        {
            var n = Math.Min(Batch.MaxRows, table.Rows - start);
            tally.Add(new ScoredBatch
            {
                Rows = n,
                Favourable = better.AsSpan(start, n),
                Groups = table.Group(g).Slice(start, n),
                Weights = table.Weights.IsEmpty ? default : table.Weights.Slice(start, n),
                Clusters = table.Clusters.IsEmpty ? default : table.Clusters.Slice(start, n),
            });
        }

        return tally;
    }

    private static void Rates(AuditSubject subject, Grouping grouping, ConfusionTally tally, int reference)
    {
        foreach (var result in GroupRates.Of(tally, grouping, ScoringRate.Metric, reference, subject.Plan.Confidence))
        {
            if (result.Of.Rows == 0 && grouping.Parts.Count > 1)
            {
                continue;
            }

            var compared = result.Reference >= 0;
            subject.Add(
                Room,
                new Finding
                {
                    Id = string.Empty,
                    Measure = result.Measure,
                    Attribute = grouping.Name,
                    Group = grouping.Groups[result.Group],
                    Reference = compared ? grouping.Groups[result.Reference] : null,
                    Numerator = result.Of.Successes,
                    Denominator = result.Of.Trials,
                    ReferenceNumerator = compared ? result.Against.Successes : null,
                    ReferenceDenominator = compared ? result.Against.Trials : null,
                    N = result.Of.Rows,
                    Cells = [.. Pair(result.Of), .. compared ? Pair(result.Against) : []],
                    CellTable = MedianTable,
                    PValue = result.PValue,
                    Family = compared ? $"{grouping.Name}/{result.Measure}" : null,
                    Access = "S",
                    Scale = result.Measure == ScoringRate.Metric.Id ? "rate" : result.Measure == ScoringRate.Metric.RatioId ? "ratio" : "difference",
                    Source = ScoringRate.Metric.Descriptor.Formula + "; " + ScoringRate.Metric.Descriptor.Source,
                },
                result.Estimate,
                result.Simultaneous,
                result.SimultaneousMethod);
        }
    }

    private static double[] Pair(GroupCount count) => [count.FavourableRows, count.Rows - count.FavourableRows];

    private static void Means(AuditSubject subject, ScoredTable table, Grouping grouping, int g, int reference, double[] scores, double deviation)
    {
        var codes = table.Group(g).ToArray();
        var counts = CountOf(codes, grouping.Groups.Count);
        var comparisons = Comparisons(grouping, counts);
        for (var group = 0; group < counts.Length; group++)
        {
            if (group == reference || (counts[group] == 0 && grouping.Parts.Count > 1) || comparisons == 0)
            {
                continue;
            }

            IntervalEstimate At(double level) => MeanDifference.Standardized(scores, codes, group, reference, table.Weights, table.Clusters, level, deviation);
            var estimate = At(subject.Plan.Confidence);
            subject.Add(
                Room,
                Comparison(MeanDifference.Descriptor, grouping, group, reference, counts, "standard deviations") with
                {
                    PValue = estimate is { Value.IsDefined: true, StandardError: > 0, DegreesOfFreedom: { } df }
                        ? Math.Max(1e-15, StudentQuantile.TwoSidedPValue(estimate.Value.Value / estimate.StandardError.Value, df)) : null,
                    Details = Standardized(Permuted(subject, table, grouping, codes, group, reference, counts, scores), table, codes, group, reference, scores),
                },
                estimate,
                comparisons > 1 ? At(1 - ((1 - subject.Plan.Confidence) / comparisons)).Interval : null);
        }
    }

    // Cohen's d and Hedges's g as publications print them; unweighted.
    private static Dictionary<string, double>? Standardized(Dictionary<string, double>? details, ScoredTable table, int[] codes, int group, int reference, double[] scores)
    {
        if (!table.Weights.IsEmpty)
        {
            return details;
        }

        double[] Of(int g) => [.. scores.Where((_, i) => codes[i] == g)];
        double[] of = Of(group), against = Of(reference);
        details ??= [];
        foreach (var (name, value) in new[] { ("cohensD", MeanDifference.CohensD(of, against)), ("hedgesG", MeanDifference.HedgesG(of, against)) })
        {
            if (value.IsDefined)
            {
                details[name] = value.Value;
            }
        }

        return details;
    }

    // A second p-value that rests on exchangeable labels alone; weights have no part in it.
    private static Dictionary<string, double>? Permuted(
        AuditSubject subject, ScoredTable table, Grouping grouping, int[] codes, int group, int reference, long[] counts, double[] scores)
    {
        if (!subject.Samples || grouping.Parts.Count > 1 || !table.Weights.IsEmpty || counts[group] == 0 || counts[reference] == 0 || counts[group] + counts[reference] > MostPermuted)
        {
            return null;
        }

        int[] at = [.. Enumerable.Range(0, codes.Length).Where(i => codes[i] == group || codes[i] == reference)];
        var clusters = table.Clusters.ToArray();
        var streams = subject.Streams.Derive("disparity").Derive("permutation").Derive(string.Join('/', subject.Name ?? "score", grouping.Name, grouping.Groups[group]));
        var test = PermutationTest.Of([.. at.Select(i => scores[i])], [.. at.Select(i => codes[i] == group)], clusters.Length == 0 ? [] : [.. at.Select(i => clusters[i])], streams, Permutations);
        // Labels shuffled within clusters test the difference within clusters only, which is not what stands beside it.
        return test.PValue.IsDefined && test.Shuffled != "rows_within_clusters" ? new Dictionary<string, double> { ["permutationP"] = test.PValue.Value, ["permutations"] = test.Replicates } : null;
    }

    // Outcome − prediction by group: what the score does not see, in units of its own deviation.
    private static void Residuals(AuditSubject subject, ScoredTable table, Grouping grouping, int g, int reference, OutcomeRows? outcomes)
    {
        if (outcomes is null || outcomes.Probability.Length == 0)
        {
            return;
        }

        int[] at = outcomes.At, all = table.Group(g).ToArray(), codes = [.. at.Select(i => all[i])];
        double[] residuals = [.. outcomes.Probability.Select((p, i) => outcomes.Adverse[i] - p)], weights = table.Weights.ToArray();
        weights = weights.Length == 0 ? [] : [.. at.Select(i => weights[i])];
        var counts = CountOf(codes, grouping.Groups.Count);
        var comparisons = Comparisons(grouping, counts);
        var deviation = MeanDifference.PopulationDeviation(residuals, weights);
        for (var group = 0; group < counts.Length; group++)
        {
            if (group == reference || counts[group] == 0 || counts[reference] == 0)
            {
                continue;
            }

            long Adverse(int of) => codes.Where((c, i) => c == of && outcomes.Adverse[i] == 1).LongCount();
            IntervalEstimate At(double level) => MeanDifference.Standardized(residuals, codes, group, reference, weights, outcomes.Clusters, level, deviation);
            var estimate = At(subject.Plan.Confidence);
            var (ones, others) = (Adverse(group), Adverse(reference));
            subject.Add(
                Room,
                Comparison(MeanDifference.ResidualDescriptor, grouping, group, reference, counts, "standard deviations") with
                {
                    Cells = [ones, counts[group] - ones, others, counts[reference] - others],
                    CellTable = "score x outcome",
                    PValue = estimate is { Value.IsDefined: true, StandardError: > 0, DegreesOfFreedom: { } df }
                        ? Math.Max(1e-15, StudentQuantile.TwoSidedPValue(estimate.Value.Value / estimate.StandardError.Value, df)) : null,
                },
                estimate,
                comparisons > 1 ? At(1 - ((1 - subject.Plan.Confidence) / comparisons)).Interval : null);
        }
    }

    private static void Distances(AuditSubject subject, ScoredTable table, Grouping grouping, int g, int reference, double[] scores)
    {
        var codes = table.Group(g).ToArray();
        var counts = CountOf(codes, grouping.Groups.Count);
        var binned = scores.Length > ManyRows && table.Clusters.IsEmpty;
        var replicates = !subject.Samples ? 0 : scores.Length <= ManyRows ? 200 : binned || scores.Length <= MostClustered ? 100 : 0;
        var bins = binned && replicates > 0 ? Bins(table, g, grouping) : null;
        var samples = replicates == 0 || binned ? ScoreSample.ByGroup(scores, codes, counts.Length, table.Weights) : null;
        for (var group = 0; group < counts.Length; group++)
        {
            if (group == reference || counts[group] == 0 || counts[reference] == 0)
            {
                continue;
            }

            var streams = subject.Streams.Derive("disparity").Derive("score_gap").Derive(string.Join('/', subject.Name ?? "score", grouping.Name, grouping.Groups[group]));
            IntervalEstimate ks, wasserstein;
            if (samples is not null)
            {
                // The values are exact, from sorted scores; where rows are many, independent and sampled, the intervals come from bins of 0.4 %.
                var distance = ScoreDistance.All(samples[group], samples[reference]);
                (ks, wasserstein) = (new IntervalEstimate(distance.KolmogorovSmirnov, null, IntervalMethods.None), new IntervalEstimate(distance.Wasserstein, null, IntervalMethods.None));
                if (bins is not null)
                {
                    var gap = ScoreBinGap.Of(bins, group, reference, subject.Plan.Confidence, streams, replicates);
                    (ks, wasserstein) = (gap.KolmogorovSmirnov with { Value = ks.Value }, gap.Wasserstein with { Value = wasserstein.Value });
                }
            }
            else
            {
                (ks, wasserstein) = ScoreGap.Of(scores, codes, group, reference, table.Weights, table.Clusters, subject.Plan.Confidence, streams, replicates);
            }

            subject.Add(Room, Comparison(ScoreDistance.KolmogorovSmirnovDescriptor, grouping, group, reference, counts, "distance") with { Replicates = replicates == 0 ? null : replicates, Details = ks.Value.IsDefined ? RankFigures(subject, table, codes, group, reference, counts, scores, ks.Value, null) : null }, ks);
            subject.Add(Room, Comparison(ScoreDistance.WassersteinDescriptor, grouping, group, reference, counts, "score units") with { Replicates = replicates == 0 ? null : replicates }, wasserstein);
            subject.Add(Room, Comparison(ScoreDistance.RankDescriptor, grouping, group, reference, counts, "probability") with { Details = RankFigures(subject, table, codes, group, reference, counts, scores, null, "mannWhitney") }, Superiority(subject, table, codes, group, reference, scores));
        }
    }

    // Conventional tests of independent, unweighted rows, to reproduce published p-values.
    private static Dictionary<string, double>? RankFigures(
        AuditSubject subject, ScoredTable table, int[] codes, int group, int reference, long[] counts, double[] scores, Estimate? distance, string? mannWhitney)
    {
        if (!subject.Samples || !table.Weights.IsEmpty || !table.Clusters.IsEmpty)
        {
            return null;
        }

        if (mannWhitney is null)
        {
            var p = RankTests.KolmogorovSmirnov(counts[group], counts[reference], distance!.Value.Value);
            return p.IsDefined ? new Dictionary<string, double> { ["exactP"] = p.Value } : null;
        }

        double[] Of(int g) => [.. scores.Where((_, i) => codes[i] == g)];
        var (u, tail) = RankTests.MannWhitney(Of(group), Of(reference));
        return tail.IsDefined ? new Dictionary<string, double> { [mannWhitney + "U"] = u.Value, [mannWhitney + "P"] = tail.Value } : null;
    }

    private static ScoreBinTally Bins(ScoredTable table, int g, Grouping grouping)
    {
        var bins = new ScoreBinTally(0, grouping.Groups.Count, !table.Weights.IsEmpty);
        for (var start = 0; start < table.Rows; start += Batch.MaxRows)
        {
            var n = Math.Min(Batch.MaxRows, table.Rows - start);
            bins.Add(new ScoredBatch
            {
                Rows = n,
                Scores = table.Scores.Slice(start, n),
                Groups = table.Group(g).Slice(start, n),
                Weights = table.Weights.IsEmpty ? default : table.Weights.Slice(start, n),
            });
        }

        return bins;
    }

    private static IntervalEstimate Superiority(AuditSubject subject, ScoredTable table, int[] codes, int group, int reference, double[] scores)
    {
        var n = 0;
        foreach (var code in codes)
        {
            n += code == group || code == reference ? 1 : 0;
        }

        double[] both = new double[n], weights = new double[table.Weights.IsEmpty ? 0 : n];
        var member = new byte[n];
        var clusters = new int[table.Clusters.IsEmpty ? 0 : n];
        int at = 0, most = -1;
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] != group && codes[i] != reference)
            {
                continue;
            }

            both[at] = scores[i];
            member[at] = codes[i] == group ? (byte)1 : (byte)0;
            if (clusters.Length > 0)
            {
                clusters[at] = table.Clusters[i];
                most = Math.Max(most, clusters[at]);
            }

            if (weights.Length > 0)
            {
                weights[at] = table.Weights[i];
            }

            at++;
        }

        return weights.Length > 0
            ? new IntervalEstimate(RocAuc.Weighted(both, member, weights), null, IntervalMethods.None)
            : ClusteredAuc.Of(both, member, clusters, most + 1, subject.Plan.Confidence);
    }

    private static void Curves(AuditSubject subject, ScoredTable table, Grouping grouping, int g, int reference, OutcomeRows? outcomes)
    {
        if (outcomes is null)
        {
            return;
        }

        var against = outcomes.Where(table.Group(g), reference);
        for (var group = 0; group < grouping.Groups.Count; group++)
        {
            var of = outcomes.Where(table.Group(g), group);
            if (group == reference || of.Risk.Length == 0)
            {
                continue;
            }

            double ones = of.Adverse.Count(a => a == 1), zeros = against.Adverse.Count(a => a == 1);
            subject.Add(
                Room,
                Comparison(RocGap.Descriptor, grouping, group, reference, null, "area") with
                {
                    N = of.Risk.Length,
                    Cells = [ones, of.Adverse.Length - ones, zeros, against.Adverse.Length - zeros],
                    CellTable = "score x outcome",
                },
                new IntervalEstimate(RocGap.Of(of.Risk, of.Adverse, against.Risk, against.Adverse), null, IntervalMethods.None));
        }
    }

    // Rates at the cut-offs that approve 10, 20, …, 90 % of all rows: what another cut-off would have meant.
    private static void SweepRows(AuditSubject subject, ScoredTable table, Grouping grouping, int g, int reference, double[] scores, bool safer)
    {
        var sorted = (double[])scores.Clone();
        Array.Sort(sorted);
        var codes = table.Group(g);
        var panel = Titles.Panel(grouping.Name, new Finding { Id = string.Empty, Measure = string.Empty, Model = subject.Name, Stratum = subject.Inputs.Stratum });
        var counts = CountOf(codes, grouping.Groups.Count);
        // From the lowest threshold up, group by group.
        foreach (var group in Enumerable.Range(0, counts.Length).Where(c => counts[c] > 0))
        {
            for (var tenth = 1; tenth <= 9; tenth++)
            {
                var threshold = MultinomialCounts.Quantile(sorted, tenth / 10.0);
                long yes = 0, yesReference = 0;
                for (var i = 0; i < scores.Length; i++)
                {
                    var favourable = safer ? scores[i] >= threshold : scores[i] < threshold;
                    yes += favourable && codes[i] == group ? 1 : 0;
                    yesReference += favourable && codes[i] == reference ? 1 : 0;
                }

                var rate = (double)yes / counts[group];
                double? ratio = yesReference > 0 && counts[reference] > 0 ? rate / ((double)yesReference / counts[reference]) : null;
                subject.To.AddRow(
                    Sweep,
                    [panel, grouping.Groups[group], threshold, safer ? (10 - tenth) / 10.0 : tenth / 10.0, rate, ratio],
                    RowGuard.Standing(new Finding
                    {
                        Id = string.Empty,
                        Measure = "threshold_sweep",
                        Model = subject.Name,
                        Rows = subject.RowsLabel,
                        Stratum = subject.Inputs.Stratum,
                        Attribute = grouping.Name,
                        Group = grouping.Groups[group],
                        Reference = grouping.Groups[reference],
                        Metric = FormattableString.Invariant($"{(safer ? 10 - tenth : tenth) / 10.0}"),
                        N = counts[group],
                        Cells = [yes, counts[group] - yes, yesReference, counts[reference] - yesReference],
                    }));
            }
        }
    }

    private static Finding Comparison(MetricDescriptor metric, Grouping grouping, int group, int reference, long[]? counts, string scale) => new()
    {
        Id = string.Empty,
        Measure = metric.Id,
        Attribute = grouping.Name,
        Group = grouping.Groups[group],
        Reference = grouping.Groups[reference],
        N = counts?[group],
        Cells = counts is null ? [] : [counts[group], counts[reference]],
        Family = $"{grouping.Name}/{metric.Id}",
        Access = "S",
        Scale = scale,
        Source = metric.Formula + "; " + metric.Source,
    };

    private static int Comparisons(Grouping grouping, long[] counts)
    {
        var present = counts.Count(c => c > 0);
        return present < 2 ? 0 : grouping.Reference == ProtectedRole.HighestRate ? present * (present - 1) / 2 : present - 1;
    }

    private static long[] CountOf(ReadOnlySpan<int> codes, int groups)
    {
        var counts = new long[groups];
        foreach (var code in codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        return counts;
    }
}

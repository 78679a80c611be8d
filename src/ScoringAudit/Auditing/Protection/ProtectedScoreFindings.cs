using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>AUC, Gini, KS, calibration, quantiles and distances of scores from a released table of bands.</summary>
internal static class ProtectedScoreFindings
{
    private const string BandNote = "from bands: ties within a band count half";

    private static readonly EvidenceTable CalibrationTable = new(
        "calibration", "Observed against predicted rate of the adverse outcome, by public score band", "calibration", ["panel", "group", "predicted", "observed", "low", "high", "n"], []);

    private static readonly EvidenceTable Quantiles = new(
        "disparity-score-quantiles", "Quantiles of the score by group, from public bands", null, ["panel", "group", "probability", "value", "low", "high", "n"], []) { Keys = ["probability"] };

    public static void Add(ProtectedFindings to, ProtectedGrouping grouping, ProtectedTally tally, bool overall)
    {
        if (overall)
        {
            Outcomes(to, grouping, tally, null, null, 30_000);
            Clipped(to, tally);
        }

        if (grouping.Name.Length == 0)
        {
            return;
        }

        var groups = grouping.Groups();
        var all = tally.Bands(null, null, null, 31_000);
        var scores = groups.Select((g, i) => tally.Bands(g.Levels, null, null, 40_000 + i)).ToList();
        for (var g = 0; g < groups.Count; g++)
        {
            Outcomes(to, grouping, tally, groups[g].Name, groups[g].Levels, 50_000 + (3 * g));
            Quartiles(to, grouping, groups[g].Name, scores[g]);
        }

        var reference = grouping.Reference is ProtectedRole.Largest or ProtectedRole.HighestRate
            ? scores.FindIndex(s => s.Total.Equals(scores.Max(x => x.Total)))
            : groups.ToList().FindIndex(g => g.Name == grouping.Reference);
        Better(to, grouping, groups, scores, reference, all);
        for (var g = 0; g < groups.Count; g++)
        {
            if (g != reference && tally.HasDecisions)
            {
                EqualScores(to, grouping, tally, groups[g], groups[reference], 90_000 + (4 * g));
            }

            if (g != reference)
            {
                Distances(to, grouping, groups[g].Name, groups[reference].Name, scores[g], scores[reference], all, groups.Count - 1);
            }
        }
    }

    // Scoring rates: better than the median of all, which is taken as known.
    private static void Better(ProtectedFindings to, ProtectedGrouping grouping, IReadOnlyList<(string Name, IReadOnlyList<int> Levels)> groups, List<BandPosterior> scores, int reference, BandPosterior all)
    {
        var edges = to.Design.ScoreBands!.Edges;
        var median = BandMeasures.Quantile(all.Centre, edges, 0.5);
        double Rate(IReadOnlyList<double> counts) => BandMeasures.ShareBelow(counts, edges, median) is var below && IsRisky(to) ? below : 1 - below;
        var metric = ScoringRate.Metric;
        for (var g = 0; g < groups.Count; g++)
        {
            Finding Of(string measure, string scale, string? against) => new()
            {
                Id = string.Empty,
                Measure = measure,
                Attribute = grouping.Name,
                Group = groups[g].Name,
                Reference = against,
                N = (long)Math.Max(0, scores[g].Total),
                Family = against is null ? null : $"{grouping.Name}/{measure}",
                Access = "S",
                Scale = scale,
                Source = metric.Descriptor.Source + ", at public edges, linear within a band",
                Note = "n is a noisy count",
            };

            to.Add("disparity", Of(metric.Id, "rate", null), scores[g].IsTooFew ? null : Wide(scores[g].Of(Rate, to.Level), 0.5));
            if (g != reference)
            {
                var few = scores[g].IsTooFew || scores[reference].IsTooFew;
                PosteriorInterval Ratio(double level) => scores[g].Of(scores[reference], (a, b) => Rate(a) / Rate(b), level) is var of && of.Interval.High <= 4 * of.Interval.Low ? of with { TooSmall = false } : of with { TooSmall = true };
                to.Add("disparity", Of(metric.RatioId!, "ratio", groups[reference].Name), few ? null : Ratio(to.Level), few || groups.Count < 3 ? null : Ratio(to.Together(groups.Count - 1)).Interval);
            }
        }
    }

    // Recorded decisions of two groups at the same score: what the cells tell and their sums do not.
    private static void EqualScores(ProtectedFindings to, ProtectedGrouping grouping, ProtectedTally tally, (string Name, IReadOnlyList<int> Levels) group, (string Name, IReadOnlyList<int> Levels) reference, int stream)
    {
        BandPosterior[] parts = [.. new[] { (group, 0), (group, 1), (reference, 0), (reference, 1) }.Select((p, i) => tally.Bands(p.Item1.Levels, null, p.Item2, stream + i))];
        var deviation = Math.Sqrt(2 * tally.Law.Variance * (to.Plan.Roles.Outcome is null ? 1 : ProtectedTables.Outcome.Size));
        // Only bands in which both groups stand clear of the noise.
        bool Clear(int first, int band) => parts[first].Centre[band] + parts[first + 1].Centre[band] > 10 + (3 * deviation);
        int[] counted = [.. Enumerable.Range(0, parts[0].Centre.Count).Where(b => Clear(0, b) && Clear(2, b))];
        to.Add(
            "disparity",
            new Finding
            {
                Id = string.Empty,
                Measure = "selection_rate_difference_at_equal_score",
                Attribute = grouping.Name,
                Group = group.Name,
                Reference = reference.Name,
                N = (long)Math.Max(0, parts[0].Total + parts[1].Total),
                Family = $"{grouping.Name}/selection_rate_difference_at_equal_score",
                Access = "S",
                Scale = "difference",
                Source = "Mantel and Haenszel 1959 over public score bands; Greenland and Robins 1985",
                Note = "recorded decisions within the same score band, over bands in which both groups stand clear of the noise; rows without a decision count as not favourable; n is a noisy count",
            },
            counted.Length == 0 ? null : BandPosterior.Of(parts, p => BandMeasures.PooledDifference(p[0], p[1], p[2], p[3], counted), to.Level));
    }

    private static void Distances(ProtectedFindings to, ProtectedGrouping grouping, string group, string reference, BandPosterior of, BandPosterior against, BandPosterior all, int comparisons)
    {
        var few = of.IsTooFew || against.IsTooFew;
        var middles = Middles(to);
        Finding Comparison(string measure, string scale, string source) => new()
        {
            Id = string.Empty,
            Measure = measure,
            Attribute = grouping.Name,
            Group = group,
            Reference = reference,
            N = (long)Math.Max(0, of.Total),
            Family = $"{grouping.Name}/{measure}",
            Access = "S",
            Scale = scale,
            Source = source,
            Note = BandNote + "; n is a noisy count",
        };

        // The spread of all rows is that of the released table: its own noise is small beside the means'.
        var spread = BandMeasures.Deviation(all.Centre, middles);
        PosteriorInterval Difference(double level) => Wide(of.Of(against, (a, b) => Sign(to) * (BandMeasures.Mean(a, middles) - BandMeasures.Mean(b, middles)) / spread, level), 1);
        var sign = Sign(to);
        to.Add("disparity", Comparison("standardized_mean_difference", "standard deviations", "Austin 2009, from band middles"), few ? null : Difference(to.Level), few || comparisons < 2 ? null : Difference(to.Together(comparisons)).Interval);
        to.Add("disparity", Comparison(ScoreDistance.KolmogorovSmirnovDescriptor.Id, "distance", "Smirnov 1939, at public edges; simultaneous band"), few ? null : of.Distance(against, to.Level));
        to.Add("disparity", Comparison(ScoreDistance.RankDescriptor.Id, "probability", "Mann and Whitney 1947, ties in bands"), few ? null : of.Of(against, (a, b) => sign > 0 ? BandMeasures.Superiority(a, b) : 1 - BandMeasures.Superiority(a, b), to.Level));
    }

    private static void Outcomes(ProtectedFindings to, ProtectedGrouping grouping, ProtectedTally tally, string? group, IReadOnlyList<int>? levels, int stream)
    {
        if (to.Plan.Roles.Outcome is null || !Audit.Wants(to.Plan, "accuracy"))
        {
            return;
        }

        var good = tally.Bands(levels, 0, null, stream);
        var bad = tally.Bands(levels, 1, null, stream + 1);
        var few = good.IsTooFew || bad.IsTooFew;
        Finding One(string measure, string scale, string source) => new()
        {
            Id = string.Empty,
            Measure = measure,
            Attribute = group is null ? null : grouping.Name,
            Group = group,
            N = (long)Math.Max(0, good.Total + bad.Total),
            Access = "S",
            Scale = scale,
            Source = source,
            Note = BandNote + "; n is a noisy count",
        };

        var risky = IsRisky(to);
        PosteriorInterval? auc = few ? null : bad.Of(good, (b, g) => risky ? BandMeasures.Superiority(b, g) : 1 - BandMeasures.Superiority(b, g), to.Level);
        to.Add("accuracy", One("roc_auc", "auc", "Hanley and McNeil 1982, from bands; Stoddard, Chen and Machanavajjhala 2014 for noisy tables"), auc);
        to.Add("accuracy", One("gini", "gini", "Gini = 2 AUC − 1"), auc is null ? null : auc with { Median = (2 * auc.Median) - 1, Interval = new Interval((2 * auc.Interval.Low) - 1, (2 * auc.Interval.High) - 1, auc.Interval.Level) });
        to.Add("accuracy", One("ks", "distance", "Kolmogorov–Smirnov distance of the two outcomes, at public edges; simultaneous band"), few ? null : bad.Distance(good, to.Level));
        Calibrate(to, grouping, tally, group, levels, stream);
    }

    private static void Calibrate(ProtectedFindings to, ProtectedGrouping grouping, ProtectedTally tally, string? group, IReadOnlyList<int>? levels, int stream)
    {
        var bands = to.Design.ScoreBands!;
        var panel = string.Join(", ", new[] { to.Design.Model?.Name, group is null ? null : grouping.Name }.OfType<string>());
        for (var b = 0; b < bands.Shape.Levels.Count; b++)
        {
            if (Predicted(to, b) is not { } predicted)
            {
                continue;
            }

            var adverse = tally.Cell(levels, 1, b);
            var other = tally.Cell(levels, 0, b);
            var rate = RatePosterior.Of(adverse, other, tally.Law, stream + 2).Rate(to.Level);
            if (!rate.TooSmall)
            {
                to.To.AddRow(CalibrationTable, [panel, group ?? "all", predicted, rate.Median, rate.Interval.Low, rate.Interval.High, ProtectedFindings.People(adverse + other)], RowGuard.OfCells());
            }
        }
    }

    private static void Quartiles(ProtectedFindings to, ProtectedGrouping grouping, string group, BandPosterior scores)
    {
        if (scores.IsTooFew)
        {
            return;
        }

        var edges = to.Design.ScoreBands!.Edges;
        foreach (var probability in new[] { 0.25, 0.5, 0.75 })
        {
            var of = scores.Of(counts => BandMeasures.Quantile(counts, edges, probability), to.Level);
            if (double.IsFinite(of.Interval.Low) && double.IsFinite(of.Interval.High))
            {
                to.To.AddRow(Quantiles, [Titles.Panel(grouping.Name, new Finding { Id = string.Empty, Measure = string.Empty, Model = to.Design.Model?.Name }), group, probability, of.Median, of.Interval.Low, of.Interval.High, (long)Math.Max(0, scores.Total)], RowGuard.OfCells());
            }
        }
    }

    private static void Clipped(ProtectedFindings to, ProtectedTally tally)
    {
        var bands = to.Design.ScoreBands!;
        if (!bands.IsBounded)
        {
            return;
        }

        var beyond = tally.Cell(null, null, 0, bands.Shape.Levels.Count - 1);
        var inside = tally.Cell(null, null, [.. Enumerable.Range(1, bands.Shape.Levels.Count - 2)]);
        var share = RatePosterior.Of(beyond, inside, tally.Law, 32_000).Rate(to.Level);
        to.To.Note("data", bands.Column, $"{bands.Column}: between {ProtectedReport.Percent(share.Interval.Low)} and {ProtectedReport.Percent(share.Interval.High)} of the rows lie beyond the public bounds; they count in the outer bands.");
    }

    private static double[] Middles(ProtectedFindings to) => [.. Enumerable.Range(0, to.Design.ScoreBands!.Shape.Levels.Count).Select(to.Design.ScoreBands.Middle)];

    // Points on the common reading are safer upwards, whatever the model's own scale.
    private static bool IsRisky(ProtectedFindings to) => to.Design.Model is { } model
        ? model.Scale.Kind == ScoreKind.Points && model.Scale.Direction == ScoreDirection.HigherIsRiskier
        : to.Plan.Roles.Score!.Direction == ScoreDirection.HigherIsRiskier;

    // −1 where the bands are in points, safer upwards, and the model's own score is riskier upwards: comparisons speak of the score's own direction.
    private static int Sign(ProtectedFindings to) => to.Design.Model is { Scale: { Direction: ScoreDirection.HigherIsRiskier, Kind: not ScoreKind.Points } } ? -1 : 1;

    // Of a probability: the middle of its band. Of points, the probability that they stand for.
    private static double? Predicted(ProtectedFindings to, int band)
    {
        var bands = to.Design.ScoreBands!;
        if (to.Design.Model is { } model)
        {
            return model.Scale.Kind == ScoreKind.Points || band == 0 || band == bands.Shape.Levels.Count - 1 ? null
                : 1 / (1 + Math.Pow(2, (bands.Middle(band) - ScoreScale.PointsAtEvenOdds) / ScoreScale.PointsToDoubleTheOdds));
        }

        return bands.IsBounded && bands.Edges[0] == 0 && bands.Edges[^1] <= Math.BitIncrement(1.0) && band > 0 && band < bands.Shape.Levels.Count - 1 && IsRisky(to) ? bands.Middle(band) : null;
    }

    private static PosteriorInterval Wide(PosteriorInterval of, double most) => of with { TooSmall = of.Interval.High - of.Interval.Low > most };
}

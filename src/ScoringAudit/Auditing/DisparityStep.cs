using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Whom does it disadvantage: rates, ratios and differences of favourable decisions.</summary>
internal static class DisparityStep
{
    private const string Room = "disparity";
    private const string RatioSource = "29 CFR 1607.4(D) (1978), screening convention; interval: Donner and Zou 2012";

    private static readonly EvidenceTable Rates = new(
        "selection-rates", "Favourable decisions by group", "rate-forest", ["panel", "label", "value", "low", "high", "n", "isReference"], []) { Keys = ["isReference"] };

    private static readonly EvidenceTable Ratios = new(
        "impact-ratios", "Adverse impact ratio by group", "ratio-forest", ["panel", "label", "value", "low", "high", "n", "verdict"], []);

    public static void Run(AuditSubject subject)
    {
        subject.Report("decisions by group");
        var tallies = subject.Groupings.Select((g, i) => new ConfusionTally(i, g.Groups.Count, subject.Rows.IsWeighted, subject.Rows.IsClustered)).ToArray();
        var all = new ConfusionTally(0, 1, subject.Rows.IsWeighted, subject.Rows.IsClustered);
        var everyone = new int[Batch.MaxRows];
        long rows = 0, positives = 0;
        var weight = default(FixedSum);
        var checksCutoff = subject.Model is null && subject.Plan.Roles.Decision is { Cutoff: <= 0 or >= 1 } && subject.Rows.HasScores;
        var looksLikeProbability = checksCutoff;
        subject.Rows.ForEach(
            subject.Rule,
            (in ScoredBatch batch) =>
            {
                foreach (var tally in tallies)
                {
                    tally.Add(batch);
                }

                all.Add(new ScoredBatch { Rows = batch.Rows, Favourable = batch.Favourable, Adverse = batch.Adverse, Weights = batch.Weights, Clusters = batch.Clusters, Groups = everyone.AsSpan(0, batch.Rows) });
                rows += batch.Rows;
                looksLikeProbability = looksLikeProbability && !batch.Scores.ContainsAnyExceptInRange(0.0, 1.0);
                foreach (var f in batch.Favourable)
                {
                    positives += f == 1 ? 1 : 0;
                }

                foreach (var w in batch.Weights)
                {
                    weight += FixedSum.Of(w);
                }
            },
            subject.Inputs.Cancel);
        if (looksLikeProbability)
        {
            throw new AuditDataException(FormattableString.Invariant(
                $"plan: columns.decision.cutoff is {subject.Plan.Roles.Decision!.Cutoff}, but every score in column '{subject.Plan.Roles.Score!.Column}' of {subject.Bound.Rows.Schema.Source} lies between 0 and 1. Expected a cut-off between 0 and 1: with this one, everybody would be decided alike. Give the cut-off in the unit of the score."));
        }

        if (subject.Rows.IsWeighted && weight.Raw == 0)
        {
            throw new AuditDataException($"{subject.Bound.Rows.Schema.Source}: the weights in column '{subject.Plan.Roles.Weight}' sum to 0, expected a positive sum. Correct the weights, or remove 'weight' from the plan.");
        }

        if (subject.Rule is null)
        {
            subject.Bound.Decision?.RequirePositive(subject.Bound.Rows, positives, rows - positives - all.MissingDecision);
        }

        var overall = GroupRates.Overall(all, RateMetrics.SelectionRate, subject.Plan.Confidence);
        subject.Add(Room, Rate(overall, null, null), overall.Estimate);
        Note(subject, all.MissingDecision, rows);
        var outcomes = OutcomeDisparityStep.For(subject, all);
        outcomes?.Overall(all);
        for (var i = 0; i < tallies.Length; i++)
        {
            if (i < subject.Attributes)
            {
                Group(subject, subject.Groupings[i], tallies[i], rows, null);
                outcomes?.Group(subject.Groupings[i], tallies[i], null);
            }
            else if (IsPeriod(subject, i - subject.Attributes))
            {
                var at = (i - subject.Attributes) % subject.Bound.ProtectedCount;
                StabilityStep.Rates(subject, subject.Groupings[at], tallies[i], GroupRates.ReferenceOf(tallies[at], subject.Groupings[at]));
            }
            else
            {
                WithinStrata(subject, i - subject.Attributes, tallies[i], outcomes);
                PooledDisparityStep.Strata(subject, i - subject.Attributes, tallies);
            }
        }

        PooledDisparityStep.Whole(subject, all, tallies);
        int[] references = [.. Enumerable.Range(0, subject.Attributes).Select(i => GroupRates.ReferenceOf(tallies[i], subject.Groupings[i]))];
        OwnRecordStep.Run(subject, references);
        WorstGroupStep.Run(subject);
        if (subject.Rows.HasScores)
        {
            ScoreDisparityStep.Run(subject, references);
            for (var i = 0; subject.Bound.Periods is not null && i < subject.Bound.ProtectedCount; i++)
            {
                StabilityStep.Means(subject, subject.Groupings[i], i, references[i]);
            }
        }
    }

    // Periods come after the controls.
    private static bool IsPeriod(AuditSubject subject, int index) =>
        subject.Bound.Periods is not null && subject.Bound.ProtectedCount + (index / subject.Bound.ProtectedCount) == subject.Bound.Attributes.Count - 1;

    // Groupings after the attributes are control × attribute, control by control.
    private static void WithinStrata(AuditSubject subject, int index, ConfusionTally tally, OutcomeDisparityStep? outcomes)
    {
        var control = subject.Bound.Attributes[subject.Bound.ProtectedCount + (index / subject.Bound.ProtectedCount)];
        var attribute = subject.Groupings[index % subject.Bound.ProtectedCount];
        for (var s = 0; s < control.Groups.Count; s++)
        {
            var (part, stratum) = (tally.Stratum(s, attribute.Groups.Count), $"{control.Name}={control.Groups[s]}");
            Group(subject, attribute, part, 0, stratum);
            outcomes?.Group(attribute, part, stratum);
        }
    }

    private static void Group(AuditSubject subject, Grouping grouping, ConfusionTally tally, long rows, string? stratum)
    {
        if (tally.MissingMembership > 0)
        {
            subject.To.Note(new AuditNote("data", grouping.Name, FormattableString.Invariant(
                $"{grouping.Name}: {tally.MissingMembership} of {rows} rows have no value and are in no group ({100.0 * tally.MissingMembership / rows:0.#} %)."))
            {
                Cells = [tally.MissingMembership],
                WithoutCounts = $"{grouping.Name}: some rows have no value and are in no group.",
            });
        }

        var results = GroupRates.Of(tally, grouping, RateMetrics.SelectionRate, subject.Plan.Confidence);
        var reference = GroupRates.ReferenceOf(tally, grouping);
        var missing = PercentMissing(subject, tally, rows);
        foreach (var result in results)
        {
            if (result.Of.Rows == 0 && (grouping.Parts.Count > 1 || stratum is not null))
            {
                continue; // an intersection or stratum that nobody is in is no group
            }

            var name = grouping.Groups[result.Group];
            var finding = result.Measure == SelectionRates.SelectionRate
                ? Rate(result, grouping.Name, name)
                : Comparison(result, grouping, name);
            finding = Screened(subject, finding, result);
            var added = subject.Add(Room, finding with { Stratum = stratum }, result.Estimate, result.Simultaneous, result.SimultaneousMethod);
            Row(subject, added, grouping, result, reference);
            if (result.Measure == SelectionRates.AdverseImpactRatio)
            {
                ReportTablesStep.Adverse(subject, added, result.Of, result.Against, missing);
            }

            if (result.Measure == SelectionRates.DemographicParityDifference)
            {
                People(subject, result, grouping, name, stratum);
            }
        }

        if (stratum is null)
        {
            ReportTablesStep.LocalLaw144(subject, grouping, tally, RateMetrics.SelectionRate, null);
            MissingBounds(subject, grouping, tally, reference);
        }

        if (stratum is null && !results.Any(r => r.Measure != SelectionRates.SelectionRate))
        {
            subject.To.Note("skipped", grouping.Name, $"{grouping.Name}: fewer than two groups have decided rows, so nothing can be compared.");
        }
    }

    // What is left of all rows gives a group away that is too small to show.
    private static double? PercentMissing(AuditSubject subject, ConfusionTally tally, long rows)
    {
        if (rows == 0)
        {
            return null;
        }

        var least = subject.Plan.Disclosure.Class == DisclosureClass.Open ? 0 : subject.Plan.Disclosure.MinCell;
        var counts = Enumerable.Range(0, tally.Groups).Select(g => RateMetrics.SelectionRate.CountOf(tally.Counts(g))).Where(c => c.Rows > 0);
        var shown = counts.All(c => c.FavourableRows >= least && c.Rows - c.FavourableRows >= least) && (tally.MissingMembership == 0 || tally.MissingMembership >= least);
        return shown ? 100.0 * tally.MissingMembership / rows : null;
    }

    // Rows without a value may be of any group: the least and the largest ratio over all ways of filling them in.
    private static void MissingBounds(AuditSubject subject, Grouping grouping, ConfusionTally tally, int reference)
    {
        var missing = tally.MissingMembershipCounts;
        double yes = missing.Sum(ConfusionCells.Favourable).Rows, no = missing.Sum(ConfusionCells.Decided).Rows - yes;
        if (yes + no == 0 || subject.Rows.IsWeighted)
        {
            return;
        }

        for (var g = 0; g < tally.Groups; g++)
        {
            var of = RateMetrics.SelectionRate.CountOf(tally.Counts(g));
            if (g == reference || (of.Rows == 0 && grouping.Parts.Count > 1))
            {
                continue;
            }

            var against = RateMetrics.SelectionRate.CountOf(tally.Counts(reference));
            var (lowest, highest) = MissingMembership.RatioBounds(tally, g, reference);
            foreach (var (measure, value) in new[] { ("adverse_impact_ratio_lowest", lowest), ("adverse_impact_ratio_highest", highest) })
            {
                subject.Add(
                    Room,
                    new Finding
                    {
                        Id = string.Empty,
                        Measure = measure,
                        Attribute = grouping.Name,
                        Group = grouping.Groups[g],
                        Reference = grouping.Groups[reference],
                        N = of.Rows,
                        Cells = [of.FavourableRows, of.Rows - of.FavourableRows, against.FavourableRows, against.Rows - against.FavourableRows, .. new[] { yes, no }.Where(c => c > 0)],
                        CellTable = "missing membership",
                        Access = "S",
                        Scale = "ratio",
                        Note = "Over all ways of putting the rows without a value into this group, the reference or another; a bound, not an interval.",
                        Source = "worst-case bounds, Manski 2003, ch. 1",
                    },
                    new IntervalEstimate(value, null, IntervalMethods.None));
            }
        }
    }

    private static Finding Rate(RateResult result, string? attribute, string? group) => new()
    {
        Id = string.Empty,
        Measure = result.Measure,
        Attribute = attribute,
        Group = group,
        Numerator = result.Of.Successes,
        Denominator = result.Of.Trials,
        N = result.Of.Rows,
        Cells = [result.Of.FavourableRows, result.Of.Rows - result.Of.FavourableRows],
        Access = "S",
        Scale = "rate",
        Source = "mid-P: Berry and Armitage 1995; clusters: Korn and Graubard 1998",
    };

    private static Finding Comparison(RateResult result, Grouping grouping, string name) => new()
    {
        Id = string.Empty,
        Measure = result.Measure,
        Attribute = grouping.Name,
        Group = name,
        Reference = grouping.Groups[result.Reference],
        Numerator = result.Of.Successes,
        Denominator = result.Of.Trials,
        ReferenceNumerator = result.Against.Successes,
        ReferenceDenominator = result.Against.Trials,
        N = result.Of.Rows,
        Cells = [result.Of.FavourableRows, result.Of.Rows - result.Of.FavourableRows, result.Against.FavourableRows, result.Against.Rows - result.Against.FavourableRows],
        PValue = result.PValue,
        SmallestDetectable = result.Estimate.Interval is { } limits && result.Estimate.Value.IsDefined
            ? DetectableEffect.Of(result.Estimate.Value.Value, limits, result.Measure == SelectionRates.AdverseImpactRatio) : null,
        Family = $"{grouping.Name}/{result.Measure}",
        Access = "S",
        Scale = result.Measure == SelectionRates.AdverseImpactRatio ? "ratio" : "difference",
        Source = result.Measure == SelectionRates.AdverseImpactRatio ? RatioSource : "Newcombe 1998, with mid-P limits",
    };

    // The published screen, the conventional p-values and the intervals that publications print take rows as independent and unweighted: they stand beside our own only where that is the plan's claim.
    private static Finding Screened(AuditSubject subject, Finding finding, RateResult result) =>
        subject.Rows.IsClustered || subject.Rows.IsWeighted || !subject.Samples || result.Of.Rows == 0 || (result.Reference >= 0 && result.Against.Rows == 0)
            ? finding : finding with
            {
                Screen = result.Measure == SelectionRates.AdverseImpactRatio
                    ? new ImpactScreen().Describe(Primitives.Rate.Of(result.Of.FavourableRows, result.Of.Rows), Primitives.Rate.Of(result.Against.FavourableRows, result.Against.Rows)) : null,
                Details = ConventionalFigures.Of(result, subject.Plan.Confidence),
            };

    private static void People(AuditSubject subject, RateResult difference, Grouping grouping, string name, string? stratum)
    {
        var shortfall = Shortfall.Of(difference);
        subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = shortfall.Measure,
                Attribute = grouping.Name,
                Group = name,
                Reference = grouping.Groups[shortfall.Reference],
                N = shortfall.N,
                Cells = shortfall.Cells,
                Family = $"{grouping.Name}/{SelectionRates.DemographicParityDifference}",
                Stratum = stratum,
                Access = "S",
                Scale = subject.Rows.IsWeighted ? "weight" : "people",
                Source = "favourable decisions missing at the reference group's rate; SolasAI's published method",
            },
            shortfall.Estimate,
            shortfall.Simultaneous,
            shortfall.SimultaneousMethod);
    }

    private static void Row(AuditSubject subject, Finding finding, Grouping grouping, RateResult result, int reference)
    {
        var (low, high) = (finding.Interval?.Limits.Low, finding.Interval?.Limits.High);
        var panel = Titles.Panel(grouping.Name, finding);
        if (result.Measure == SelectionRates.SelectionRate)
        {
            subject.To.AddRow(
                Rates,
                [panel, finding.Group, finding.Value, low, high, finding.N, result.Group == reference ? 1L : 0L],
                RowGuard.Of(finding));
        }
        else if (result.Measure == SelectionRates.AdverseImpactRatio)
        {
            var versus = Titles.Panel($"{grouping.Name}: {finding.Group} against {finding.Reference}", finding with { Model = null });
            subject.To.AddRow(
                Ratios,
                [versus, finding.Model ?? "score", finding.Value, low, high, finding.N, Titles.Word(finding.Verdict)],
                RowGuard.Of(finding));
        }
    }

    private static void Note(AuditSubject subject, long missing, long rows)
    {
        if (missing > 0)
        {
            subject.To.Note(new AuditNote("data", "decision", FormattableString.Invariant($"{missing} of {rows} rows have no decision and are not counted."))
            {
                Cells = [missing],
                WithoutCounts = "Some rows have no decision and are not counted.",
            });
        }
    }
}

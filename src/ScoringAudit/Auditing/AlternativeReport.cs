using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Turns what a search found into findings and tables, each with the counts that the release gate checks.</summary>
internal sealed class AlternativeReport(AuditPlan plan, AlternativeGrid grid, GroupColumn group, string unit, EvidenceBuilder to)
{
    private const string Room = "mitigation";
    private const string Paired = "paired on the same people; delete-one-cluster jackknife: Miller 1974, Satterthwaite 1946";
    private const string PairedAuc = "DeLong et al. 1988, correlated curves; clusters: Obuchowski 1997";

    private static readonly EvidenceTable FrontierTable = new(
        "frontier", "Accuracy against disparity: every candidate, on the rows that choose", "frontier",
        [
            "panel", "label", "accuracy", "accuracyLow", "accuracyHigh", "air", "airLow", "airHigh", "metric", "algorithm", "origins", "mitigation", "role", "onFrontier", "readsGroup", "randomised",
            "approvalRate", "shortfall", "adversePerThousand", "n",
        ],
        [])
    { Keys = ["onFrontier", "readsGroup", "randomised"] };

    private static readonly EvidenceTable DroppingTable = new(
        "alternatives-dropping", "What dropping other people’s records costs, on the rows that confirm", null,
        [
            "panel", "dropped", "group", "accuracyCost", "accuracyCostLow", "accuracyCostHigh", "rateChange", "rateChangeLow", "rateChangeHigh", "peopleGained", "peopleLost",
            "adversePerThousandChange", "adversePerThousandLow", "adversePerThousandHigh",
        ],
        []);

    public void Facts(string source, ThreeSplit split, string blocks, AlternativeRows choose, AlternativeRows confirm, int candidates)
    {
        long Count(bool[] rows) => rows.LongCount(r => r);
        string Text(long n) => n.ToString("N0", CultureInfo.InvariantCulture);
        int Clusters(AlternativeRows rows) => rows.Clusters.Length == 0 ? rows.Count : rows.Clusters.Max() + 1;
        to.Facts["title"] = "Less discriminatory alternatives";
        to.Facts["question"] = "Is there a score that is as accurate and disadvantages fewer people, and what does dropping other people’s records cost?";
        to.Facts["data.source"] = source;
        to.Facts["rows that train"] = Text(Count(split.Train));
        to.Facts["rows that choose"] = Text(choose.Count) + (unit == "rows" ? string.Empty : $", independent unit: {unit}, {Text(Clusters(choose))} of them");
        to.Facts["rows that confirm"] = Text(confirm.Count) + (unit == "rows" ? string.Empty : $", independent unit: {unit}, {Text(Clusters(confirm))} of them");
        to.Facts["blocks"] = blocks;
        to.Facts["candidates"] = candidates.ToString(CultureInfo.InvariantCulture);
        to.Facts["baseline"] = grid.Baseline.Name;
        to.Facts["tolerance"] = string.Create(CultureInfo.InvariantCulture, $"{grid.Tolerance} of {grid.Plan.Metric}");
        if (confirm.Clusters.Length > 0 && Clusters(confirm) < 10)
        {
            to.Note("warning", "alternatives", $"The rows that confirm lie in {Clusters(confirm)} blocks (independent unit: {unit}): intervals from so few are wide, and their coverage was not measured below 10.");
        }
    }

    /// <summary>Every candidate on the choosing rows.</summary>
    public void Frontier(AlternativeChoice choice, AlternativeRows rows)
    {
        foreach (var c in choice.Candidates.Where(c => c.Model.Facts.ContainsKey("convergenceGap")))
        {
            Add(
                new Finding
                {
                    Id = string.Empty,
                    Measure = "convergence_gap",
                    Model = c.Name,
                    Rows = "train",
                    N = c.Model.TrainingRows,
                    Value = c.Model.Facts["convergenceGap"],
                    Details = c.Model.Facts,
                    Access = "M",
                    Scale = "cost",
                    Note = "distance to the best mixture that this trainer can find, in expected cost on the training rows",
                    Source = "Agarwal et al. 2018, algorithm 1",
                    Stratum = Stratum(choice),
                });
        }

        if (choice.Target < 0)
        {
            to.Note("skipped", "frontier", $"Frontier: {choice.WhyNone}.");
            return;
        }

        var on = Mitigation.Frontier.Of(
            [.. choice.Candidates.Select(c => c.Accuracy.Value.Or(double.NaN))],
            [.. choice.Candidates.Select(c => c.Impact[choice.Target].Value.Or(double.NaN))]);
        for (var k = 0; k < choice.Candidates.Count; k++)
        {
            var c = choice.Candidates[k];
            var impact = c.Impact[choice.Target];
            var (cells, shortfall, perThousand) = Counts(c.Approved, rows, choice);
            to.AddRow(
                FrontierTable,
                [
                    Panel(choice), c.Name,
                    Number(c.Accuracy.Value), c.Accuracy.Interval?.Low, c.Accuracy.Interval?.High,
                    Number(impact.Value), impact.Interval?.Low, impact.Interval?.High,
                    grid.Plan.Metric, c.Recipe.Algorithm, c.Recipe.OriginText, c.Recipe.Mitigation.Name,
                    c == choice.Baseline ? "baseline" : c == choice.Chosen ? "chosen" : c.Recipe.Mitigation.ReadsGroup ? "shown only" : "candidate",
                    on[k] ? 1L : 0L, c.Recipe.Mitigation.ReadsGroup ? 1L : 0L, c.Recipe.Mitigation.IsRandomised ? 1L : 0L,
                    c.Rate, shortfall, perThousand, (long)rows.Count,
                ],
                RowGuard.OfCells(cells));
        }
    }

    /// <summary>The chosen alternative against the baseline, on the confirming rows.</summary>
    public void Confirm(AlternativeChoice choice, AlternativeRows choose, AlternativeRows confirm, AlternativeInputs inputs)
    {
        var target = choice.Target < 0 ? null : group.Groups[choice.Target];
        if (choice.Chosen is not { } chosen)
        {
            Add(new Finding
            {
                Id = string.Empty,
                Measure = "less_discriminatory_alternative",
                Model = choice.Baseline.Name,
                Rows = "choose",
                Attribute = target is null ? null : group.Name,
                Group = target,
                Reference = target is null ? null : group.Groups[choice.Reference],
                N = choose.Count,
                Status = FindingStatus.Undefined,
                Reason = choice.WhyNone,
                Access = "M",
                Scale = "ratio",
                Screen = "none found: " + choice.WhyNone,
                Stratum = Stratum(choice),
                Source = "Black et al. 2024; Gillis, Meursault and Ustun 2024",
            });
            return;
        }

        var (pair, accuracy) = Compare(choice.Baseline, chosen, confirm, inputs);
        var family = grid.Rates.Count;
        var tolerance = Tolerance();
        var equal = Judged(accuracy(plan.Confidence), accuracy(Level(family)), tolerance, family);
        var gain = pair.ImpactRatioDifference(choice.Target, choice.Reference, plan.Confidence);
        var better = YardstickCatalogue.For("less_discriminatory_alternative", plan)!;
        var improved = Judged(gain, pair.ImpactRatioDifference(choice.Target, choice.Reference, Level(family)), better, family);
        var onChoose = chosen.Impact[choice.Target].Value.Value - choice.Baseline.Impact[choice.Target].Value.Value;
        var all = pair.People(-1);
        var (group1, group0) = (pair.People(choice.Target), pair.People(choice.Reference));
        Add(
            improved with
            {
                Measure = "less_discriminatory_alternative",
                Model = chosen.Name,
                Attribute = group.Name,
                Group = target,
                Reference = group.Groups[choice.Reference],
                N = group1.Rows,
                Cells = [.. Cells(group1), .. Cells(group0)],
                Scale = "ratio",
                Stratum = Stratum(choice),
                Screen = Claim(improved.Verdict, equal.Verdict),
                Note = $"adverse impact ratio under this model less that under {choice.Baseline.Name}, both rules fixed before these people were looked at",
                Details = new Dictionary<string, double>
                {
                    ["approvalRateAlternative"] = all.Second / all.Rows,
                    ["approvalRateBaseline"] = all.First / all.Rows,
                    ["candidates"] = choice.Candidates.Count,
                    ["impactRatioAlternative"] = pair.ImpactRatio(choice.Target, choice.Reference, true).Or(double.NaN),
                    ["impactRatioBaseline"] = pair.ImpactRatio(choice.Target, choice.Reference, false).Or(double.NaN),
                    ["onChoosingRows"] = onChoose,
                    ["searchOptimism"] = onChoose - gain.Value.Or(double.NaN),
                    ["shortfallAlternative"] = Math.Max(0, (group1.Rows * group0.Second / group0.Rows) - group1.Second),
                    ["shortfallBaseline"] = Math.Max(0, (group1.Rows * group0.First / group0.Rows) - group1.First),
                },
                Source = "Black et al. 2024; Gillis, Meursault and Ustun 2024; interval: " + Paired,
            });
        double adverse = confirm.Adverse.LongCount(y => y == 1), observed = confirm.Adverse.LongCount(y => y >= 0);
        Add(
            equal with
            {
                Measure = "accuracy_difference",
                Model = chosen.Name,
                Metric = grid.Plan.Metric,
                N = (long)observed,
                Cells = [adverse, observed - adverse],
                Scale = "auc",
                Stratum = Stratum(choice),
                Note = $"accuracy of this model less that of {choice.Baseline.Name} (above 0: more accurate), on the same people",
                Details = new Dictionary<string, double> { ["onChoosingRows"] = chosen.Accuracy.Value.Value - choice.Baseline.Accuracy.Value.Value, ["tolerance"] = grid.Tolerance },
                Source = PairedAuc,
            });
        Accepted(choice, pair, confirm, chosen.Name, null, "adverse_accepted_change", family);
        for (var g = 0; g < group.Groups.Count; g++)
        {
            if (g != choice.Target && g != choice.Reference)
            {
                Impact(choice, pair, g, chosen.Name, null, "impact_ratio_change", group.Groups.Count - 1);
            }

            People(choice, pair, g, chosen.Name, null, "selection_rate_change", 1, $"favourable rate under this model less that under {choice.Baseline.Name}, the same people");
        }
    }

    /// <summary>The baseline against itself without an origin, on the confirming rows: declared before, not chosen by any data.</summary>
    public void Dropping(AlternativeChoice choice, AlternativeCandidate without, string dropped, AlternativeRows confirm, AlternativeInputs inputs, int origins)
    {
        var (pair, accuracy) = Compare(choice.Baseline, without, confirm, inputs);
        var cost = Negative(accuracy(plan.Confidence));
        var measure = grid.Plan.Metric == "roc_auc" ? "auc_cost_of_dropping" : "log_loss_cost_of_dropping";
        double adverse = confirm.Adverse.LongCount(y => y == 1), observed = confirm.Adverse.LongCount(y => y >= 0);
        var finding = Shaped(cost, Negative(accuracy(Level(origins))), origins) with
        {
            Measure = measure,
            Model = choice.Baseline.Name,
            Channel = dropped,
            Origin = dropped,
            Metric = grid.Plan.Metric,
            N = (long)observed,
            Cells = [adverse, observed - adverse],
            Scale = "auc",
            Family = "dropping",
            Note = $"accuracy of {choice.Baseline.Name} less that of {without.Name}, on the same people (above 0: dropping costs accuracy)",
            Source = PairedAuc,
        };
        if (choice.Baseline.Rate == grid.Rates[0])
        {
            Add(finding);
        }

        var family = origins * grid.Rates.Count;
        var accepted = Accepted(choice, pair, confirm, choice.Baseline.Name, dropped, "adverse_accepted_change_of_dropping", family);
        for (var g = 0; g < group.Groups.Count; g++)
        {
            if (g != choice.Reference)
            {
                Impact(choice, pair, g, choice.Baseline.Name, dropped, "impact_ratio_gain_of_dropping", family * (group.Groups.Count - 1));
            }

            var people = People(choice, pair, g, choice.Baseline.Name, dropped, "selection_rate_change_of_dropping", family, $"favourable rate under {without.Name} less that under {choice.Baseline.Name}, the same people");
            to.AddRow(
                DroppingTable,
                [
                    Panel(choice), dropped, group.Groups[g], finding.Value, finding.Interval?.Limits.Low, finding.Interval?.Limits.High,
                    people.Value, people.Interval?.Limits.Low, people.Interval?.Limits.High, people.Details!["peopleGained"], people.Details["peopleLost"],
                    accepted.Value, accepted.Interval?.Limits.Low, accepted.Interval?.Limits.High,
                ],
                RowGuard.OfCells([.. people.Cells, adverse, observed - adverse, .. accepted.Cells]));
        }
    }

    /// <summary>What every reader of the search must know.</summary>
    public void Notes(IReadOnlyList<AlternativeChoice> choices)
    {
        to.Note("limit", "alternatives", string.Create(CultureInfo.InvariantCulture,
            $"{choices[0].Candidates.Count} candidates were compared on the choosing rows{(choices.Count > 1 ? $" at each of {choices.Count} approval rates" : string.Empty)}, and the best of many looks better than it is: those numbers choose, they prove nothing. The chosen one was then compared once on rows that no training and no choice had seen{(choices.Count > 1 ? ", at a level shared by the approval rates (Bonferroni)" : string.Empty)}."));
        to.Note("limit", "alternatives", "Each rule keeps the threshold that the choosing rows set: on other people its approval rate moves a little, and both rates are printed. An interval speaks of these trained rules, not of the training procedure.");
        to.Note("limit", "alternatives", "That none was found does not show that none exists: the search is as wide as its algorithms, origins and mitigations.");
        if (plan.Sampling == "register")
        {
            to.Note("limit", "alternatives", "The rows are a register. The intervals stand nevertheless: the confirming rows are a random part of it, by the split.");
        }

        if (plan.Roles.Outcome!.AcceptedOnly)
        {
            to.Note("limit", "outcome", "Outcomes were observed for the accepted only: training, accuracy and adverse outcomes speak of the accepted, and an alternative that would accept others is judged without theirs.");
        }

        foreach (var c in choices.SelectMany(c => c.Candidates))
        {
            foreach (var text in c.Model.Notes)
            {
                to.Note(c.Recipe.Mitigation.ReadsGroup ? "warning" : "model", c.Name, $"{c.Name}: {text}{(c.Recipe.Mitigation.ReadsGroup ? " It is shown for comparison and never chosen." : string.Empty)}");
            }
        }
    }

    private (DecidedPair Pair, Func<double, IntervalEstimate> Accuracy) Compare(AlternativeCandidate first, AlternativeCandidate second, AlternativeRows rows, AlternativeInputs inputs)
    {
        var a = rows.Score(first.Model.Scorer, inputs.Threads, inputs.Cancel);
        var b = rows.Score(second.Model.Scorer, inputs.Threads, inputs.Cancel);
        var pair = new DecidedPair(first.Approve(a), second.Approve(b), rows.Groups, rows.Adverse, rows.Weights, rows.Clusters);
        if (grid.Plan.Metric == "roc_auc")
        {
            return (pair, level => PairedAccuracy.AucDifference(first.Risk(a), second.Risk(b), rows.Adverse, rows.Weights, rows.Clusters, level));
        }

        return (pair, level => Negative(PairedAccuracy.LogLossDifference(first.Probability(a), second.Probability(b), rows.Adverse, rows.Weights, rows.Clusters, level)));
    }

    private Finding Accepted(AlternativeChoice choice, DecidedPair pair, AlternativeRows rows, string model, string? dropped, string measure, int family)
    {
        double AdverseApproved(bool second) => Enumerable.Range(0, rows.Count).Where(i => rows.Adverse[i] == 1).Sum(i => second ? pair.Second(i) : pair.First(i));
        var all = pair.People(-1);
        return Add(Shaped(pair.AdversePerThousandDifference(plan.Confidence), pair.AdversePerThousandDifference(Level(family)), family) with
        {
            Measure = measure,
            Model = model,
            Channel = dropped,
            Origin = dropped,
            N = all.Rows,
            Cells = [AdverseApproved(false), AdverseApproved(true), all.First, all.Rows - all.First, all.Second, all.Rows - all.Second],
            Scale = "per thousand",
            Stratum = Stratum(choice),
            Family = dropped is null ? null : "dropping",
            Note = "adverse outcomes per 1,000 approved people, change against " + (dropped is null ? choice.Baseline.Name : "keeping the origin"),
            Source = Paired,
        });
    }

    private void Impact(AlternativeChoice choice, DecidedPair pair, int g, string model, string? dropped, string measure, int family) =>
        Add(Shaped(pair.ImpactRatioDifference(g, choice.Reference, plan.Confidence), pair.ImpactRatioDifference(g, choice.Reference, Level(family)), family) with
        {
            Measure = measure,
            Model = model,
            Channel = dropped,
            Origin = dropped,
            Attribute = group.Name,
            Group = group.Groups[g],
            Reference = group.Groups[choice.Reference],
            N = pair.People(g).Rows,
            Cells = [.. Cells(pair.People(g)), .. Cells(pair.People(choice.Reference))],
            Scale = "ratio",
            Stratum = Stratum(choice),
            Family = dropped is null ? $"{group.Name}/impact_ratio_change" : "dropping",
            Source = Paired,
        });

    private Finding People(AlternativeChoice choice, DecidedPair pair, int g, string model, string? dropped, string measure, int family, string note)
    {
        var people = pair.People(g);
        return Add(Shaped(pair.RateDifference(g, plan.Confidence), pair.RateDifference(g, Level(family)), family) with
        {
            Measure = measure,
            Model = model,
            Channel = dropped,
            Origin = dropped,
            Attribute = group.Name,
            Group = group.Groups[g],
            N = people.Rows,
            Cells = Cells(people),
            Scale = "difference",
            Stratum = Stratum(choice),
            Family = dropped is null ? null : "dropping",
            Note = note,
            Details = new Dictionary<string, double> { ["peopleGained"] = Math.Round(people.Gained, 6), ["peopleLost"] = Math.Round(people.Lost, 6), ["peopleNet"] = Math.Round(people.Second - people.First, 6) },
            Source = Paired,
        });
    }

    private Finding Judged(IntervalEstimate estimate, IntervalEstimate wide, Yardstick yardstick, int family)
    {
        var finding = Shaped(estimate, wide, family) with { Yardstick = yardstick };
        if (finding.Value is not { } value)
        {
            return finding;
        }

        var limits = finding.Simultaneous ?? finding.Interval?.Limits ?? new Interval(double.NegativeInfinity, double.PositiveInfinity, plan.Confidence);
        return finding with { Verdict = VerdictRule.Of(limits, yardstick) };
    }

    private Finding Shaped(IntervalEstimate estimate, IntervalEstimate wide, int family) => new()
    {
        Id = string.Empty,
        Measure = string.Empty,
        Rows = "confirm",
        Access = "M",
        Status = estimate.Value.IsDefined ? FindingStatus.Defined : FindingStatus.Undefined,
        Value = estimate.Value.IsDefined ? estimate.Value.Value : null,
        Reason = estimate.Value.Reason,
        Interval = estimate.Interval is { } limits ? new FindingInterval(limits, estimate.Method, unit, plan.Sampling) : null,
        Simultaneous = family > 1 ? wide.Interval : null,
        Clusters = estimate.Clusters,
    };

    private Finding Add(Finding finding)
    {
        var full = finding with { Details = finding.Details?.Where(d => double.IsFinite(d.Value)).ToDictionary(d => d.Key, d => d.Value) };
        full = full with { Id = FindingId.Of(Room, full) };
        to.Add(full);
        return full;
    }

    private Yardstick Tolerance()
    {
        var yardstick = YardstickCatalogue.For("accuracy_difference", plan)!;
        return yardstick.Low == -grid.Tolerance ? yardstick : new Yardstick(-grid.Tolerance, null, "equal accuracy up to the plan's own tolerance (form: Black et al. 2024; Gillis, Meursault and Ustun 2024)");
    }

    private double Level(int family) => 1 - ((1 - plan.Confidence) / family);

    private static string Claim(Verdict? improved, Verdict? equal) => (improved, equal) switch
    {
        (Verdict.Met, Verdict.Met) => "confirmed: a larger impact ratio, and accuracy within the tolerance",
        (Verdict.NotMet, _) => "not confirmed: the impact ratio is smaller on the confirming rows",
        (_, Verdict.NotMet) => "not confirmed: the alternative lacks more accuracy than the tolerance",
        (Verdict.Met, _) => "not confirmed: a larger impact ratio, but these rows cannot tell whether the accuracy is within the tolerance",
        (_, Verdict.Met) => "not confirmed: accuracy within the tolerance, but these rows cannot tell whether the impact ratio is larger",
        _ => "not confirmed: these rows can tell neither",
    };

    private string? Stratum(AlternativeChoice choice) => grid.Rates.Count == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"approvalRate={choice.Baseline.Rate}");

    private string Panel(AlternativeChoice choice) => string.Create(
        CultureInfo.InvariantCulture, $"{group.Name}: {(choice.Target < 0 ? "groups" : group.Groups[choice.Target])} against {group.Groups[choice.Reference]}, {100 * choice.Baseline.Rate:0.#} % approved");

    private static (double[] Cells, double Shortfall, double? PerThousand) Counts(double[] approved, AlternativeRows rows, AlternativeChoice choice)
    {
        double n1 = 0, x1 = 0, n0 = 0, x0 = 0, yes = 0, bad = 0, adverse = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var (target, reference) = (rows.Groups[i] == choice.Target, rows.Groups[i] == choice.Reference);
            n1 += target ? 1 : 0;
            x1 += target ? approved[i] : 0;
            n0 += reference ? 1 : 0;
            x0 += reference ? approved[i] : 0;
            yes += rows.Adverse[i] >= 0 ? approved[i] : 0;
            bad += rows.Adverse[i] == 1 ? approved[i] : 0;
            adverse += rows.Adverse[i] == 1 ? 1 : 0;
        }

        return ([x1, n1 - x1, x0, n0 - x0, bad, adverse, rows.Count - adverse], Math.Max(0, (n1 * x0 / n0) - x1), yes > 0 ? 1000 * bad / yes : null);
    }

    private static double[] Cells((long Rows, double First, double Second, double Gained, double Lost) p) =>
        [p.First, p.Rows - p.First, p.Second, p.Rows - p.Second, p.Gained, p.Lost];

    private static double? Number(Estimate estimate) => estimate.IsDefined ? estimate.Value : null;

    private static IntervalEstimate Negative(IntervalEstimate e) => e with { Value = e.Value.Map(v => 0 - v), Interval = e.Interval?.Map(v => 0 - v) };
}

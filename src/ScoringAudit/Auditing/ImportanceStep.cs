using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>What does the score use: permutation importance of each feature and origin, alone and given the others, in accuracy and in the groups' impact ratio.</summary>
internal static class ImportanceStep
{
    private const string Room = "explanation";
    private const int MostRows = 100_000;

    private static readonly string[] Columns = ["panel", "label", "origin", "value", "low", "high", "unit"];

    private static readonly EvidenceTable Importances = new(
        "importance", "What the score uses: loss of AUC when a feature is shuffled", "importance", Columns, []);

    private static readonly EvidenceTable Conditional = new(
        "importance-conditional", "What the score uses that the other features do not foretell: loss of AUC when a feature is shuffled among people alike in the others", "importance", Columns, []);

    private static readonly EvidenceTable Origins = new(
        "importance-origins", "Whose record the score uses: loss of AUC when all features of an origin are shuffled together", "importance", Columns, []);

    private static readonly EvidenceTable Ratios = new(
        "importance-disparity", "Which feature moves the adverse impact ratio: its change when the feature is shuffled, at the same approval rate", "importance", Columns, []);

    public static void Run(AuditSubject subject)
    {
        var table = subject.Table!;
        var hasOutcome = table.Adverse.Length > 0;
        if (!hasOutcome)
        {
            subject.To.Note("skipped", "permutation_importance", "Importance in accuracy: it is measured in AUC, which needs an outcome. Add columns.outcome.");
        }

        if (!hasOutcome && (subject.Rule is null || subject.Attributes == 0))
        {
            return;
        }

        subject.Report("importance");
        var scorer = subject.Model!.Scorer;
        var keep = Observed(table, hasOutcome, subject.Streams);
        int[] at = [.. Enumerable.Range(0, keep.Length).Where(i => keep[i])];
        if (at.Length == 0)
        {
            return;
        }

        var rows = FeatureMatrix.Read(subject.Rows.Rows, scorer.Features, keep);
        var streams = subject.Streams.Derive("importance").Derive(subject.Model.Name);
        var options = new PermutationImportanceOptions
        {
            Threads = subject.Inputs.Threads,
            Level = subject.Plan.Confidence,
            OverRows = subject.Samples,
            Clusters = table.Clusters.IsEmpty ? null : Dense(ExplainedRows.Pick(table.Clusters, at)),
            Progress = new Share(subject, "importance"),
        };
        var metrics = new List<IImportanceMetric>();
        var ratios = new List<(ImpactRatioMetric Metric, string Attribute, string Group, string Reference, double[] Cells)>();
        if (hasOutcome)
        {
            metrics.Add(new RocAucMetric([.. at.Select(i => table.Adverse[i] == 1)]));
        }

        if (subject.Rule is { } rule)
        {
            var scores = at.Select(i => table.Scores[i]).ToArray();
            Disparity(subject, at, scores, rule, ratios);
            metrics.AddRange(ratios.Select(r => r.Metric));
        }

        if (metrics.Count == 0)
        {
            return;
        }

        var results = PermutationImportance.Measure(scorer, rows, metrics, streams, options, subject.Inputs.Cancel);
        if (hasOutcome)
        {
            Accuracy(subject, results[0], "permutation_importance", Importances, "given nothing: what the feature shares with others counts for it");
            subject.Report("importance of origins");
            var origins = PermutationImportance.MeasureGroups(scorer, rows, [metrics[0]], PlayerSet.Origins(scorer.Features), streams, options with { Progress = new Share(subject, "importance of origins") }, subject.Inputs.Cancel)[0];
            foreach (var origin in origins.Features)
            {
                Add(subject, origins, origin, Origins, new Finding { Id = string.Empty, Measure = "permutation_importance", Attribute = "origin", Group = origin.Feature, Note = "all features of the origin shuffled together" }, "loss of AUC");
            }

            subject.Report("importance given the other features");
            var given = PermutationImportance.Measure(scorer, rows, [metrics[0]], streams, options with { Conditional = ConditionalOn.Strata, Repeats = 5, Progress = new Share(subject, "importance given the other features") }, subject.Inputs.Cancel)[0];
            Accuracy(subject, given, "permutation_importance_conditional", Conditional, "shuffled within twenty strata of what the other features foretell by least squares");
        }

        for (var r = 0; r < ratios.Count; r++)
        {
            var (metric, attribute, group, reference, cells) = ratios[r];
            foreach (var feature in results[r + (hasOutcome ? 1 : 0)].Features)
            {
                Add(
                    subject,
                    results[r + (hasOutcome ? 1 : 0)],
                    feature,
                    metric.Id == "adverse_impact_ratio" ? Ratios : null,
                    new Finding
                    {
                        Id = string.Empty,
                        Measure = "permutation_importance",
                        Feature = feature.Feature,
                        Attribute = attribute,
                        Group = group,
                        Reference = reference,
                        Cells = cells,
                        Note = metric.Name + ": value with the feature shuffled less value as it is; positive where the feature lowers the ratio",
                    },
                    "change of the ratio");
            }
        }
    }

    private static void Disparity(
        AuditSubject subject, int[] at, double[] scores, DecisionRule rule, List<(ImpactRatioMetric, string, string, string, double[])> ratios)
    {
        long approved = scores.LongCount(rule.IsFavourable);
        for (var g = 0; g < subject.Attributes; g++)
        {
            var grouping = subject.Groupings[g];
            if (grouping.Parts.Count > 1)
            {
                continue;
            }

            var codes = ExplainedRows.Pick(subject.Table!.Group(g), at);
            double[] yes = new double[grouping.Groups.Count], all = new double[yes.Length];
            for (var i = 0; i < codes.Length; i++)
            {
                if (codes[i] >= 0)
                {
                    all[codes[i]]++;
                    yes[codes[i]] += rule.IsFavourable(scores[i]) ? 1 : 0;
                }
            }

            var reference = ReferenceOf(grouping, yes, all);
            for (var group = 0; reference >= 0 && group < all.Length; group++)
            {
                if (group == reference || all[group] == 0)
                {
                    continue;
                }

                double[] cells = [yes[group], all[group] - yes[group], yes[reference], all[reference] - yes[reference]];
                if (approved > 0 && approved < scores.Length)
                {
                    ratios.Add((ImpactRatioMetric.AtApprovalRate(codes, group, reference, (double)approved / scores.Length), grouping.Name, grouping.Groups[group], grouping.Groups[reference], cells));
                }

                ratios.Add((ImpactRatioMetric.AtCutoff(codes, group, reference, rule), grouping.Name, grouping.Groups[group], grouping.Groups[reference], cells));
            }
        }
    }

    /// <summary>The plan's reference; by policy the largest, or that of the highest rate; ties: the first.</summary>
    internal static int ReferenceOf(ScoringAudit.Disparity.Grouping grouping, double[] yes, double[] all) => grouping.Reference switch
    {
        Portfolios.ProtectedRole.Largest => Array.IndexOf(all, all.Max()),
        Portfolios.ProtectedRole.HighestRate => Enumerable.Range(0, all.Length).Where(g => all[g] > 0).OrderByDescending(g => yes[g] / all[g]).FirstOrDefault(-1),
        var named => Enumerable.Range(0, all.Length).FirstOrDefault(g => grouping.Groups[g] == named, -1),
    };

    private static void Accuracy(AuditSubject subject, PermutationImportanceResult result, string measure, EvidenceTable shape, string note)
    {
        foreach (var feature in result.Features.OrderByDescending(f => f.Mean.Or(double.NegativeInfinity)).ThenBy(f => f.Feature, StringComparer.Ordinal))
        {
            Add(subject, result, feature, shape, new Finding { Id = string.Empty, Measure = measure, Feature = feature.Feature, Note = note }, "loss of AUC");
        }
    }

    private static void Add(AuditSubject subject, PermutationImportanceResult result, FeatureImportance feature, EvidenceTable? shape, Finding finding, string unit)
    {
        var origin = feature.Origin.ToString().ToLowerInvariant();
        var added = subject.Add(Room, finding with
        {
            Origin = origin,
            Metric = result.Metric,
            Value = feature.Mean.IsDefined ? feature.Mean.Value : null,
            Status = feature.Mean.IsDefined ? FindingStatus.Defined : FindingStatus.Undefined,
            Reason = feature.Mean.Reason,
            Interval = feature.Interval is not { } limits ? null
                : feature.IsOverRows ? new FindingInterval(limits, "t_over_repeats_and_rows", subject.Rows.Unit, subject.Plan.Sampling)
                : new FindingInterval(limits, "t_over_repeats", "permutations", "permutations"),
            N = result.Rows,
            Replicates = feature.Repeats.Count,
            Access = "M",
            Scale = finding.Reference is null ? "auc" : "ratio_change",
            Source = finding.Measure == "permutation_importance_conditional" ? "Strobl et al. 2008; Fisher, Rudin and Dominici 2019, section 3" : "Breiman 2001, section 10; Fisher, Rudin and Dominici 2019, section 3",
        });
        if (shape is not null)
        {
            subject.To.AddRow(
                shape,
                [Titles.Panel(finding.Reference is null ? string.Empty : $"{finding.Attribute}: {finding.Group} against {finding.Reference}", added), feature.Feature, origin, added.Value, added.Interval?.Limits.Low, added.Interval?.Limits.High, unit],
                RowGuard.Of(added));
        }
    }

    // Rows with an outcome, where there is one; a sample of them, by a stream, where there are very many.
    private static bool[] Observed(ScoredTable table, bool hasOutcome, Primitives.Streams root)
    {
        var keep = new bool[table.Rows];
        var count = 0;
        for (var i = 0; i < keep.Length; i++)
        {
            keep[i] = !hasOutcome || table.Adverse[i] >= 0;
            count += keep[i] ? 1 : 0;
        }

        if (count > MostRows)
        {
            var streams = root.Derive("importance rows");
            var share = (double)MostRows / count;
            for (var i = 0; i < keep.Length; i++)
            {
                keep[i] &= streams.Uniform((ulong)i, 0) < share;
            }
        }

        return keep;
    }

    private static int[] Dense(int[] codes)
    {
        var seen = new Dictionary<int, int>();
        return Array.ConvertAll(codes, c =>
        {
            if (!seen.TryGetValue(c, out var dense))
            {
                seen.Add(c, dense = seen.Count);
            }

            return dense;
        });
    }

    private sealed class Share(AuditSubject subject, string step) : IProgress<double>
    {
        public void Report(double value) => subject.Report(step, value);
    }
}

using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>How much of what moves the score comes from other people's records: the association share, overall and by group, with its companions.</summary>
internal static class AssociationShareStep
{
    private const string Room = "leakage";

    private static readonly EvidenceTable Shares = new(
        "association-share",
        "How much of what moves the score comes from other people's records",
        "rate-forest",
        ["panel", "label", "attribute", "value", "low", "high", "n", "signedVarianceShare", "uniqueShare", "orderLow", "orderHigh", "replacementPoints", "decisionChangeShare", "unit"],
        []);

    public static void Run(AuditSubject subject, ExplainedRows explained)
    {
        subject.Report("association share");
        var model = subject.Model!;
        var exact = subject.Inputs.Access is 'W' or 'G' && ModelAttributions.IsExact(model.Scorer);
        double[]? weights = subject.Rows.IsWeighted ? [.. explained.Kept.Select(i => subject.Table!.Weights[i])] : null;
        var options = new AssociationShareOptions { Threads = subject.Inputs.Threads, Ask = !exact, Weights = weights };
        var result = AssociationShare.Measure(model.Scorer, explained.Rows, options, subject.Inputs.Cancel);
        var details = Companions(subject, explained, result, options);
        var note = result.BackgroundRows == explained.Rows.Rows
            ? "exact, with every audited row as background; the interval is of this fixed model, not of training again"
            : FormattableString.Invariant($"by asking the model, with {result.BackgroundRows} audited rows as background; the interval is of this fixed model and takes the background as given");
        var all = result.Intervals(subject.Plan.Confidence, explained.Clusters, cancel: subject.Inputs.Cancel)[0];
        Add(subject, explained.Rows.Rows, all, null, null, details, note, exact);

        Null(subject, explained, result, options);
        for (var g = 0; g < subject.Attributes; g++)
        {
            var grouping = subject.Groupings[g];
            if (grouping.Parts.Count > 1)
            {
                continue;
            }

            var codes = ExplainedRows.Pick(subject.Table!.Group(g), explained.Kept);
            var sizes = new int[grouping.Groups.Count];
            foreach (var code in codes)
            {
                if (code >= 0)
                {
                    sizes[code]++;
                }
            }

            int[] present = [.. Enumerable.Range(0, sizes.Length).Where(c => sizes[c] > 0)];
            var intervals = result.Intervals(subject.Plan.Confidence, explained.Clusters, codes, present, subject.Inputs.Cancel);
            for (var i = 0; i < present.Length; i++)
            {
                Add(subject, sizes[present[i]], intervals[i], grouping.Name, grouping.Groups[present[i]], null, note, exact);
            }
        }
    }

    // A trained model gives irrelevant features a share above 0: what this training procedure gives them is the null.
    private static void Null(AuditSubject subject, ExplainedRows explained, AssociationShareResult result, AssociationShareOptions options)
    {
        var model = subject.Model!;
        if (subject.Plan.Measures.Contains(AttackStep.Measure) && !subject.Plan.Measures.Contains("refit"))
        {
            return; // the trainer was given for the attacks alone
        }

        if (model.Retraining is not { } again || !model.Scorer.Features.Features.Any(f => f.Origin != Origin.Own))
        {
            return;
        }

        subject.Report("training again");
        var blocks = ClusterChoice.ForIntervals(again.Rows.Schema, subject.Plan, subject.Inputs.LinkComponents, new EvidenceBuilder()).CodesOf(again.Rows);
        var trained = RetrainedShare.Measure(
            again.Trainer,
            again.Rows,
            again.Plan,
            blocks,
            result.Share(),
            explained.Rows,
            again.Refits,
            subject.Plan.Confidence,
            subject.Streams.Derive("leakage").Derive(model.Name),
            options,
            subject.Inputs.Cancel);
        subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = "association_share_retrained",
                N = explained.Rows.Rows,
                Replicates = again.Refits,
                Access = "G",
                Scale = "share",
                Note = "interval of this training procedure: trained again on whole blocks of the training rows drawn with replacement; it does not test whether there is any share, because training gives irrelevant features one too",
                Source = "Efron and Tibshirani 1993, section 12.2; Künsch 1989 (blocks)",
            },
            trained);
        subject.Report("training under the null");
        var measured = RetrainedNull.Measure(
            again.Trainer,
            again.Rows,
            again.Plan,
            model.Scorer,
            result.Share(),
            explained.Rows,
            again.Refits,
            subject.Streams.Derive("leakage").Derive(model.Name),
            options,
            blocks,
            cancel: subject.Inputs.Cancel);
        subject.Add(Room, new Finding
        {
            Id = string.Empty,
            Measure = "association_share_excess",
            Value = measured.Excess.IsDefined ? measured.Excess.Value : null,
            Status = measured.Excess.IsDefined ? FindingStatus.Defined : FindingStatus.Undefined,
            Reason = measured.Excess.Reason,
            N = explained.Rows.Rows,
            PValue = measured.Excess.IsDefined ? measured.PValue : null,
            Null = "trained again with the associative features dealt out among independent units of which the own record foretells like ones",
            Replicates = measured.NullShares.Count,
            Access = "G",
            Scale = "share",
            Note = "share above what this training procedure gives to associative features that tell nothing beyond own; one-sided",
            Details = measured.Excess.IsDefined
                ? new SortedDictionary<string, double>(StringComparer.Ordinal) { ["nullMean"] = measured.NullMean, ["nullLargest"] = measured.NullShares.Max() }
                : null,
            Source = "conditional randomisation by refitting (Candès et al. 2018); Phipson and Smyth 2010; Besag and Clifford 1991 (p-value)",
        });
    }

    private static SortedDictionary<string, double> Companions(AuditSubject subject, ExplainedRows explained, AssociationShareResult result, AssociationShareOptions options)
    {
        var details = new SortedDictionary<string, double>(StringComparer.Ordinal) { ["backgroundRows"] = result.BackgroundRows };
        void Take(string name, Primitives.Estimate estimate)
        {
            if (estimate.IsDefined)
            {
                details[name] = estimate.Value;
            }
        }

        Take("signedVarianceShare", result.SignedVarianceShare());
        Take("uniqueShare", result.UniqueShare());
        Take("interactionShare", result.InteractionShare());
        var (low, high) = result.Orders();
        Take("orderLow", low);
        Take("orderHigh", high);
        var model = subject.Model!;
        var (points, changes) = AssociationShare.Replace(
            model.Scorer,
            explained.Rows,
            subject.Rule is { } rule ? rule.IsFavourable : null,
            subject.Streams.Derive("leakage").Derive(model.Name),
            options,
            subject.Inputs.Cancel);
        if (subject.Suspects.Count > 0)
        {
            Take("shareWithSuspectsMoved", AssociationShare.MeasureMoved(model.Scorer, explained.Rows, new HashSet<string>(subject.Suspects, StringComparer.Ordinal), options, subject.Inputs.Cancel).Share());
            details["suspects"] = subject.Suspects.Count;
        }

        Take("replacementPoints", points);
        Take("decisionChangeShare", changes);
        Take("decisionChangePeople", changes.Map(c => Math.Round(c * subject.Table!.Rows, MidpointRounding.AwayFromZero)));
        return details;
    }

    private static void Add(AuditSubject subject, int n, IntervalEstimate estimate, string? attribute, string? group, SortedDictionary<string, double>? details, string note, bool exact)
    {
        var finding = subject.Add(
            Room,
            new Finding
            {
                Id = string.Empty,
                Measure = "association_share",
                Attribute = attribute,
                Group = group,
                N = n,
                Cells = attribute is null ? [] : [n],
                Access = exact ? "W" : "M",
                Scale = "share",
                Note = note,
                Details = details,
                Source = "Shapley 1953; Owen 1977 (two groups as players); Janzing, Minorics and Blöbaum 2020 (interventional)",
            },
            estimate);
        double? Of(string name) => finding.Details?.TryGetValue(name, out var value) == true ? value : null;
        subject.To.AddRow(
            Shares,
            [
                finding.Stratum ?? string.Empty, (finding.Model ?? "score") + (group is null ? string.Empty : ", " + group), attribute ?? string.Empty,
                finding.Value, finding.Interval?.Limits.Low, finding.Interval?.Limits.High, (long)n,
                Of("signedVarianceShare"), Of("uniqueShare"), Of("orderLow"), Of("orderHigh"), Of("replacementPoints"), Of("decisionChangeShare"), "Association share: 0% own record alone, 100% others’ records alone",
            ],
            RowGuard.Of(finding));
    }
}

using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Metrics;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>What several models cost and gain against the first, on the same rows: accuracy and impact, paired.</summary>
internal static class ComparisonStep
{
    private static readonly EvidenceTable Frontier = new(
        "accuracy-disparity", "Accuracy against disparity", "accuracy-disparity", ["panel", "label", "auc", "aucLow", "aucHigh", "air", "airLow", "airHigh"], []);

    public static void Run(IReadOnlyList<AuditSubject> subjects, EvidenceBuilder to)
    {
        var first = subjects[0];
        foreach (var subject in subjects)
        {
            Cross(subject, to);
        }

        foreach (var other in subjects.Skip(1))
        {
            if (other.Table is not { } theirs || first.Table is not { } ours)
            {
                continue;
            }

            if (!SameRows(first, other))
            {
                to.Note("skipped", "comparison", $"Comparison of '{other.Name}' with '{first.Name}': they were not trained on the same rows, so what was held out of one is known to the other. Train both with the same plan, seed and train.blocks.");
                continue;
            }

            other.Report("comparison with " + first.Name);
            if (theirs.Adverse.Length > 0)
            {
                Auc(first, other, ours, theirs);
            }

            if (first.Rule is not null && other.Rule is not null)
            {
                for (var g = 0; g < first.Attributes; g++)
                {
                    Rates(first, other, ours, theirs, g);
                }
            }
        }
    }

    private static bool SameRows(AuditSubject first, AuditSubject other) => (first.Model?.HeldOut, other.Model?.HeldOut) switch
    {
        (null, null) => true,
        ({ } a, { } b) => a.AsSpan().SequenceEqual(b),
        _ => false,
    };

    private static void Auc(AuditSubject first, AuditSubject other, ScoredTable ours, ScoredTable theirs)
    {
        var a = OutcomeRows.Of(ours, first.Rows.Scale!.Value);
        var b = OutcomeRows.Of(theirs, other.Rows.Scale!.Value);
        var difference = PairedAuc.Difference(b.Risk, a.Risk, a.Adverse, a.Clusters, a.ClusterCount, first.Plan.Confidence);
        double adverse = a.Adverse.LongCount(x => x == 1);
        other.Add(
            "accuracy",
            new Finding
            {
                Id = string.Empty,
                Measure = "roc_auc_difference",
                Reference = first.Name,
                N = a.Risk.Length,
                Cells = [adverse, a.Risk.Length - adverse],
                Access = "S",
                Scale = "difference",
                Note = $"AUC of this model less that of {first.Name}, on the same rows",
                Source = "DeLong et al. 1988, correlated curves; clusters: Obuchowski 1997",
            },
            difference);
    }

    // How many people of a group are decided otherwise, and how the group's rate changes: the same people under both models.
    private static void Rates(AuditSubject first, AuditSubject other, ScoredTable ours, ScoredTable theirs, int g)
    {
        var grouping = first.Groupings[g];
        var rows = ours.Rows;
        var clusters = ours.Clusters.IsEmpty ? rows : ours.Clusters.ToArray().Max() + 1;
        for (var code = 0; code < grouping.Groups.Count; code++)
        {
            var count = new double[clusters];
            var change = new double[clusters];
            long n = 0, gained = 0, lost = 0, before = 0;
            for (var i = 0; i < rows; i++)
            {
                if (ours.Group(g)[i] != code)
                {
                    continue;
                }

                var was = first.Rule!.Value.IsFavourable(ours.Scores[i]);
                var is_ = other.Rule!.Value.IsFavourable(theirs.Scores[i]);
                var c = ours.Clusters.IsEmpty ? i : ours.Clusters[i];
                count[c]++;
                change[c] += (is_ ? 1 : 0) - (was ? 1 : 0);
                n++;
                before += was ? 1 : 0;
                gained += is_ && !was ? 1 : 0;
                lost += was && !is_ ? 1 : 0;
            }

            if (n == 0)
            {
                continue;
            }

            var after = before + gained - lost;
            other.Add(
                "disparity",
                new Finding
                {
                    Id = string.Empty,
                    Measure = "selection_rate_change",
                    Attribute = grouping.Name,
                    Group = grouping.Groups[code],
                    Reference = null,
                    N = n,
                    Cells = [before, n - before, after, n - after, gained, lost],
                    Access = "S",
                    Scale = "difference",
                    Note = $"favourable rate under this model less that under {first.Name}, the same people at the same overall approval rate",
                    Details = new Dictionary<string, double> { ["peopleGained"] = gained, ["peopleLost"] = lost },
                    Source = "paired difference of proportions, cluster-robust",
                },
                ClusterRobust.Mean(count, change, first.Plan.Confidence));
        }
    }

    private static void Cross(AuditSubject subject, EvidenceBuilder to)
    {
        var auc = to.Findings.FirstOrDefault(f => f.Measure == "roc_auc" && f.Attribute is null && f.Model == subject.Name && f.Stratum == subject.Inputs.Stratum);
        foreach (var air in to.Findings.Where(f => f.Measure == SelectionRates.AdverseImpactRatio && f.Model == subject.Name && f.Stratum == subject.Inputs.Stratum).ToList())
        {
            if (auc?.Value is null || air.Value is null || subject.Groupings.Any(g => g.Name == air.Attribute && g.Parts.Count > 1))
            {
                continue;
            }

            to.AddRow(
                Frontier,
                [Titles.Panel($"{air.Attribute}: {air.Group} against {air.Reference}", air with { Model = null }), subject.Name, auc.Value, auc.Interval?.Limits.Low, auc.Interval?.Limits.High, air.Value, air.Interval?.Limits.Low, air.Interval?.Limits.High],
                RowGuard.Of(air));
        }
    }
}

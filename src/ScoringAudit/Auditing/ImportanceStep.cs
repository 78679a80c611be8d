using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>What does the score use: permutation importance of each feature.</summary>
internal static class ImportanceStep
{
    private const string Room = "explanation";
    private const int MostRows = 100_000;

    private static readonly EvidenceTable Importances = new(
        "importance", "What the score uses: loss of AUC when a feature is shuffled", "importance", ["panel", "label", "origin", "value", "low", "high", "unit"], []);

    public static void Run(AuditSubject subject)
    {
        var table = subject.Table!;
        if (table.Adverse.Length == 0)
        {
            subject.To.Note("skipped", "permutation_importance", "Importance: it is measured in AUC, which needs an outcome. Add columns.outcome.");
            return;
        }

        subject.Report("importance");
        var scorer = subject.Model!.Scorer;
        var keep = Observed(table.Adverse, subject.Streams);
        var rows = FeatureMatrix.Read(subject.Rows.Rows, scorer.Features, keep);
        var adverse = new List<bool>();
        for (var i = 0; i < keep.Length; i++)
        {
            if (keep[i])
            {
                adverse.Add(table.Adverse[i] == 1);
            }
        }

        var metric = new RocAucMetric([.. adverse]);
        var result = PermutationImportance.Measure(
            scorer,
            rows,
            metric,
            subject.Streams.Derive("importance").Derive(subject.Model.Name),
            new PermutationImportanceOptions { Threads = subject.Inputs.Threads, Level = subject.Plan.Confidence },
            subject.Inputs.Cancel);
        foreach (var feature in result.Features.OrderByDescending(f => f.Mean.Or(double.NegativeInfinity)).ThenBy(f => f.Feature, StringComparer.Ordinal))
        {
            var origin = feature.Origin.ToString().ToLowerInvariant();
            var finding = subject.Add(Room, new Finding
            {
                Id = string.Empty,
                Measure = "permutation_importance",
                Feature = feature.Feature,
                Origin = origin,
                Metric = result.Metric,
                Value = feature.Mean.IsDefined ? feature.Mean.Value : null,
                Status = feature.Mean.IsDefined ? FindingStatus.Defined : FindingStatus.Undefined,
                Reason = feature.Mean.Reason,
                Interval = feature.Interval is { } limits ? new FindingInterval(limits, "t_over_repeats", "permutations", "permutations") : null,
                N = result.Rows,
                Replicates = feature.Repeats.Count,
                Access = "M",
                Scale = "auc",
                Source = "Breiman 2001, section 10; Fisher, Rudin and Dominici 2019, section 3",
            });
            subject.To.AddRow(
                Importances,
                [Titles.Panel(string.Empty, finding), feature.Feature, origin, finding.Value, finding.Interval?.Limits.Low, finding.Interval?.Limits.High, "loss of AUC"],
                RowGuard.Of(finding));
        }
    }

    // Rows with an outcome; a sample of them, by a stream, where there are very many.
    private static bool[] Observed(ReadOnlySpan<sbyte> adverse, Primitives.Streams root)
    {
        var keep = new bool[adverse.Length];
        var count = 0;
        for (var i = 0; i < keep.Length; i++)
        {
            keep[i] = adverse[i] >= 0;
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
}

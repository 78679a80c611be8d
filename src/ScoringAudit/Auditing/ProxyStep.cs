using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Whether the features, and the score, tell the protected group: from the own record, and beyond it from others' records.</summary>
internal static class ProxyStep
{
    private const string Room = "leakage";
    private const int MostRows = 8_000;

    public static void Run(AuditSubject subject, EncodedOrigins columns)
    {
        if (subject.Attributes == 0)
        {
            return;
        }

        subject.Report("proxies of protected groups");
        var scores = LeakageStep.Scores(subject);
        var clusters = subject.Rows.IsClustered ? LeakageStep.Clusters(subject) : [];
        for (var g = 0; g < subject.Attributes; g++)
        {
            var grouping = subject.Groupings[g];
            if (grouping.Parts.Count > 1)
            {
                continue;
            }

            var codes = subject.Table!.Group(g).ToArray();
            foreach (var (group, reference, _, _) in GroupPairs.Of(grouping, codes))
            {
                int[] at = Blocks(subject, columns, [.. Enumerable.Range(0, columns.Rows.Length).Where(i => codes[columns.Rows[i]] == group || codes[columns.Rows[i]] == reference)], clusters);
                var picked = columns.Of(at);
                var rows = picked.Rows;
                byte[] member = [.. rows.Select(i => codes[i] == group ? (byte)1 : (byte)0)];
                var result = ProxyTest.Run(
                    picked.Own,
                    picked.AllOthers,
                    [.. rows.Select(i => subject.Rows.Scale!.Value.ToPoints(scores[i]))],
                    member,
                    clusters.Length == 0 ? [] : Dense(rows, clusters),
                    ProxyTest.DefaultPermutations,
                    subject.Plan.Confidence,
                    subject.Streams.Derive("leakage").Derive(subject.Name ?? "score").Derive("proxy").Derive(grouping.Name).Derive(grouping.Groups[group]),
                    subject.Inputs.Cancel);
                Emit(subject, grouping.Name, grouping.Groups[group], grouping.Groups[reference], result, member, columns.Others.Count > 0);
            }
        }
    }

    private static void Emit(AuditSubject subject, string attribute, string group, string reference, ProxyTest result, byte[] member, bool others)
    {
        var ones = member.Count(m => m == 1);
        var finding = new Finding
        {
            Id = string.Empty,
            Measure = "proxy_auc",
            Attribute = attribute,
            Group = group,
            Reference = reference,
            N = member.Length,
            Cells = [ones, member.Length - ones],
            CellTable = "group sizes",
            Access = subject.Model is null ? "S" : "M",
            Scale = "auc",
            Source = "cross-fitted logistic regression on whole blocks; interval: DeLong, DeLong and Clarke-Pearson 1988, Obuchowski 1997",
        };
        subject.Add(Room, finding with { Metric = "own", Note = "how well own features tell the group" }, result.Own);
        subject.Add(Room, finding with { Metric = "score", Note = "how well the score alone tells the group" }, result.Score);
        if (others)
        {
            subject.Add(Room, finding with { Metric = "own_and_others", Note = "how well own features and others' records together tell the group" }, result.Both);
            subject.Add(
                Room,
                finding with
                {
                    Metric = "beyond_own",
                    Scale = "auc difference",
                    PValue = double.IsNaN(result.PValue) ? null : result.PValue,
                    Null = result.Null,
                    Replicates = result.Permutations,
                    Note = "what others' records tell of the group beyond own features; p counts larger values",
                },
                result.Beyond);
        }
    }

    // Whole blocks by the stream, until there are enough rows.
    private static int[] Blocks(AuditSubject subject, EncodedOrigins columns, int[] at, int[] clusters)
    {
        if (at.Length <= MostRows)
        {
            return at;
        }

        var streams = subject.Streams.Derive("leakage").Derive("proxy rows");
        var share = (double)MostRows / at.Length;
        return [.. at.Where(i => streams.Uniform((ulong)(clusters.Length == 0 ? columns.Rows[i] : clusters[columns.Rows[i]]), 0) < share)];
    }

    private static int[] Dense(int[] rows, int[] clusters)
    {
        var number = new Dictionary<int, int>();
        return [.. rows.Select(i => number.TryGetValue(clusters[i], out var k) ? k : number[clusters[i]] = number.Count)];
    }
}

using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing;

/// <summary>Looks for the worst-placed intersection of the protected attributes on one half of the rows, and says what the other half shows.</summary>
internal static class WorstGroupStep
{
    private const string Room = "disparity";
    private const int Shown = 3;
    private const int MostRows = 2_000_000;
    private const int MostGroups = 200;

    public static void Run(AuditSubject subject)
    {
        var bound = subject.Bound;
        if (bound.ProtectedCount < 2 || !subject.Samples)
        {
            return;
        }

        var at = Enumerable.Range(0, bound.ProtectedCount).Where(i => subject.Groupings[i].Groups.Count <= MostGroups).ToList();
        subject.Report("worst groups");
        var rows = AuditRows.Of(subject);
        if (rows.Table.Rows > MostRows || at.Count < 2)
        {
            subject.To.Note("skipped", "worst_group", at.Count < 2
                ? FormattableString.Invariant($"Worst groups: fewer than two attributes have at most {MostGroups} groups.")
                : FormattableString.Invariant($"Worst groups: the search takes at most {MostRows} rows. Audit a sample to see them."));
            return;
        }

        int[][] codes = [.. at.Select(i => rows.Table.Group(i).ToArray())];
        var order = ByContent(codes, rows.Favourable);
        var found = WorstGroupSearch.Of(
            [.. codes.Select(c => Pick(c, order))],
            [.. at.Select(i => subject.Groupings[i].Groups.Select(g => $"{subject.Groupings[i].Name}={g}").ToList())],
            Pick(rows.Favourable, order),
            rows.Clusters.Length == 0 ? [] : Renumbered(Pick(rows.Clusters, order), codes, rows.Favourable, order),
            subject.Streams.Derive("disparity").Derive("worst_group"),
            level: subject.Plan.Confidence);
        foreach (var group in found.Take(Shown))
        {
            subject.Add(
                Room,
                new Finding
                {
                    Id = string.Empty,
                    Measure = "worst_group",
                    Attribute = "searched",
                    Group = group.Name,
                    Reference = "everybody else",
                    N = group.Of.Denominator,
                    Cells = [group.Of.Numerator, group.Of.Denominator - group.Of.Numerator, group.Rest.Numerator, group.Rest.Denominator - group.Rest.Numerator],
                    CellTable = "confirmation half",
                    PValue = group.PValue.IsDefined ? group.PValue.Value : null,
                    Family = "searched/worst_group",
                    Details = new Dictionary<string, double> { ["groupsSearched"] = group.Searched, ["groupsConfirmed"] = found.Count },
                    Access = "S",
                    Scale = "ratio",
                    Note = "Found by search on one half of the rows; value, interval and p (Holm over the groups confirmed) are of the other half. A lead for people, not a verdict; weights are not used.",
                    Source = "Kearns et al. 2018; Zhang and Neill 2016; confirmation on held-out rows",
                },
                group.Ratio);
        }
    }

    private static T[] Pick<T>(T[] from, int[] order) => [.. order.Select(i => from[i])];

    // The halves are drawn by row, or cluster, number: numbers by content make them independent of the file's order.
    private static int[] ByContent(int[][] codes, sbyte[] favourable)
    {
        var order = Enumerable.Range(0, favourable.Length).ToArray();
        Array.Sort(order, (i, j) => Compare(i, j, codes, favourable));
        return order;
    }

    private static int[] Renumbered(int[] clusters, int[][] codes, sbyte[] favourable, int[] order)
    {
        var rows = Enumerable.Range(0, clusters.Length).GroupBy(i => clusters[i]).Select(g => (g.Key, Rows: g.Select(i => order[i]).ToArray())).ToArray();
        Array.Sort(rows, (a, b) =>
        {
            for (var i = 0; i < a.Rows.Length && i < b.Rows.Length; i++)
            {
                var c = Compare(a.Rows[i], b.Rows[i], codes, favourable);
                if (c != 0)
                {
                    return c;
                }
            }

            return a.Rows.Length.CompareTo(b.Rows.Length);
        });
        var number = new Dictionary<int, int>();
        foreach (var (key, _) in rows)
        {
            number.Add(key, number.Count);
        }

        return [.. clusters.Select(c => number[c])];
    }

    private static int Compare(int i, int j, int[][] codes, sbyte[] favourable)
    {
        foreach (var column in codes)
        {
            if (column[i] != column[j])
            {
                return column[i].CompareTo(column[j]);
            }
        }

        return favourable[i].CompareTo(favourable[j]);
    }
}

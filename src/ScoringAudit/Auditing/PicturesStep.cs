using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Auditing;

/// <summary>Pictures of a world that would show somebody if it were real: mean scores by area, the neighbourhood of one listed row, lists over time. Proven synthetic data only.</summary>
internal static class PicturesStep
{
    private const int MostTiles = 54, FewestPeople = 10, MostNodes = 200, MostHops = 3;

    private static readonly EvidenceTable Tiles = new(
        "area-tiles", "Mean score by area, smoothed", "tile-map", ["panel", "area", "value", "n", "unit"], []);

    private static readonly EvidenceTable Around = new(
        "around-one-listing", "Who is reached when one of the most-read is listed", "network", ["panel", "node", "parent", "hop", "changed", "unit"], []) { Keys = ["hop", "changed"] };

    private static readonly EvidenceTable OverTime = new(
        "lists-over-time", "Listings and removals in each period", "time-line", ["group", "period", "value", "low", "high", "n", "across", "unit"], []) { Keys = ["period"] };

    public static void Run(AuditSubject subject)
    {
        if (!subject.Inputs.Provenance.IsSynthetic)
        {
            return;
        }

        if (subject.Rows.HasScores && subject.Plan.Roles.Area is { } area)
        {
            Areas(subject, area.Column);
        }

        if (subject.Model is null && subject.Inputs is { Interventions: { } world, Access: not 'S' })
        {
            foreach (var links in world.Links.Where(l => l.Grades.Count > 0))
            {
                Neighbourhood(subject, links);
            }
        }

        if (subject.Model is null)
        {
            Lists(subject);
        }
    }

    // As many tiles as a picture can hold, the first by name: a picture of some areas, not a list of all.
    private static void Areas(AuditSubject subject, string column)
    {
        var rows = subject.Rows.Rows;
        GroupColumn groups;
        try
        {
            groups = GroupColumn.Bind(rows, ProtectedRole.Of(column));
        }
        catch (AuditDataException)
        {
            return; // one area, or too many to be groups: no picture
        }

        var scores = LeakageStep.Scores(subject);
        var code = Codes(rows, groups);
        var mean = new double[groups.Groups.Count];
        var squares = new double[groups.Groups.Count];
        var n = new long[groups.Groups.Count];
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] is >= 0 and var g)
            {
                // One pass (Welford 1962): mean and squared distances from it.
                var step = scores[i] - mean[g];
                mean[g] += step / ++n[g];
                squares[g] += step * (scores[i] - mean[g]);
            }
        }

        var smooth = ShrunkenMeans.Of(n, mean, squares);

        var panel = Titles.Panel(string.Empty, new Finding { Id = string.Empty, Measure = "moran_i", Model = subject.Name ?? "score", Stratum = subject.Inputs.Stratum });
        var unit = subject.Rows.Scale is { } scale
            ? (scale.Kind switch { ScoreKind.Points => "points", ScoreKind.LogOdds => "log-odds", _ => "probability" }) + (scale.Direction == ScoreDirection.HigherIsSafer ? ", higher is safer" : ", higher is riskier")
            : "mean score";
        foreach (var g in Enumerable.Range(0, n.Length).Where(g => n[g] > 0).OrderBy(g => groups.Groups[g], StringComparer.Ordinal).Take(MostTiles))
        {
            var enough = n[g] >= FewestPeople;
            subject.To.AddRow(Tiles, [panel, groups.Groups[g], enough ? smooth[g] : null, enough ? n[g] : null, unit], new RowGuard(null, []));
        }
    }

    private static int[] Codes(IPortfolio rows, GroupColumn groups)
    {
        var codes = new List<int>();
        var buffer = new int[Batch.MaxRows];
        using var reader = rows.Open([groups.Column]);
        while (reader.Read(out var batch))
        {
            groups.Read(batch, 0, buffer);
            codes.AddRange(buffer.AsSpan(0, batch.Rows));
        }

        return [.. codes];
    }

    // The most-read row whose picture has room: all who read it, and whoever else changes grade, with the way it took to them.
    private static void Neighbourhood(AuditSubject subject, ILinkInterventions links)
    {
        foreach (var hub in BlastRadius.AtHubs(links, 50))
        {
            var changes = links.List(hub, true).Where(c => c.Hop <= MostHops).ToDictionary(c => c.Row);
            bool Changed(int row) => changes[row] is var c && links.GradeOf(row, c.After) != links.GradeOf(row, c.Before);
            int Parent(int row) => links.Graph.Targets[(int)links.Graph.Offsets[row]..(int)links.Graph.Offsets[row + 1]].ToArray()
                .Where(r => changes.TryGetValue(r, out var near) && near.Hop == changes[row].Hop - 1).DefaultIfEmpty(hub).Min();
            var shown = new HashSet<int>(changes.Keys.Where(row => changes[row].Hop <= 1));
            foreach (var row in changes.Keys.Where(row => changes[row].Hop > 1 && Changed(row)).Order())
            {
                for (var at = row; shown.Add(at); at = Parent(at))
                {
                    // up to a row that stands in the picture already
                }
            }

            if (shown.Count is > MostNodes or < 3)
            {
                continue;
            }

            var unit = changes.Count > shown.Count
                ? string.Create(CultureInfo.InvariantCulture, $"{changes.Count - shown.Count:N0} more within {MostHops} steps keep their grade: not drawn")
                : "Ring by ring: who reads whom";
            foreach (var row in shown.OrderBy(row => changes[row].Hop).ThenBy(row => row))
            {
                subject.To.AddRow(
                    Around,
                    [links.Link, Name(row), row == hub ? string.Empty : Name(Parent(row)), (long)changes[row].Hop, Changed(row) ? 1L : 0L, unit],
                    new RowGuard(null, []));
            }

            return;
        }

        static string Name(int row) => "row " + (row + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static void Lists(AuditSubject subject)
    {
        var rows = subject.Rows.Rows.Rows ?? subject.Table?.Rows ?? 0;
        var events = subject.Inputs.Events.SelectMany(e => e.Row.Select((_, i) => (Kind: e.Kind[i][(e.Kind[i].IndexOf(':', StringComparison.Ordinal) + 1)..].Replace('_', ' '), e.Period[i])))
            .Select(e => (e.Kind, Period: double.TryParse(e.Item2, NumberStyles.Float, CultureInfo.InvariantCulture, out var at) ? at : double.NaN)).Where(e => double.IsFinite(e.Period)).ToList();
        if (rows == 0)
        {
            return;
        }

        foreach (var kind in events.GroupBy(e => e.Kind, StringComparer.Ordinal).OrderBy(k => k.Key, StringComparer.Ordinal))
        {
            foreach (var period in kind.GroupBy(e => e.Period).OrderBy(p => p.Key))
            {
                subject.To.AddRow(OverTime, [kind.Key, period.Key, (double)period.Count() / rows, null, null, rows, "Period", "Share of all rows"], new RowGuard(null, []));
            }
        }
    }
}

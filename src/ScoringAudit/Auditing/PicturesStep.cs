using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Pictures of a world that would show somebody if it were real: mean scores by area, the neighbourhood of one listed row, lists over time. Proven synthetic data only.</summary>
internal static class PicturesStep
{
    private const int MostTiles = 54, FewestPeople = 10, MostNodes = 200, MostHops = 3;

    private static readonly EvidenceTable Tiles = new(
        "area-tiles", "Mean score by area", "tile-map", ["panel", "area", "value", "n", "unit"], []);

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
        var sum = new double[groups.Groups.Count];
        var n = new long[groups.Groups.Count];
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] >= 0)
            {
                sum[code[i]] += scores[i];
                n[code[i]]++;
            }
        }

        var panel = Titles.Panel(string.Empty, new Finding { Id = string.Empty, Measure = "moran_i", Model = subject.Name ?? "score", Stratum = subject.Inputs.Stratum });
        var unit = subject.Rows.Scale is { Kind: ScoreKind.Points } ? "mean score in points" : "mean score";
        foreach (var g in Enumerable.Range(0, n.Length).Where(g => n[g] > 0).OrderBy(g => groups.Groups[g], StringComparer.Ordinal).Take(MostTiles))
        {
            var mean = n[g] >= FewestPeople ? sum[g] / n[g] : (double?)null;
            subject.To.AddRow(Tiles, [panel, groups.Groups[g], mean, mean is null ? null : n[g], unit], new RowGuard(null, []));
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

    private static void Neighbourhood(AuditSubject subject, ILinkInterventions links)
    {
        foreach (var hub in BlastRadius.AtHubs(links, 50))
        {
            var changes = links.List(hub, true);
            var near = changes.Where(c => c.Hop <= MostHops).OrderBy(c => c.Hop).ThenBy(c => c.Row).ToList();
            if (near.Count is > MostNodes or < 3)
            {
                continue;
            }

            var hop = near.ToDictionary(c => c.Row, c => c.Hop);
            foreach (var change in near)
            {
                var read = links.Graph.Targets[(int)links.Graph.Offsets[change.Row]..(int)links.Graph.Offsets[change.Row + 1]].ToArray();
                var parent = change.Hop == 0 ? string.Empty : read.Where(r => hop.TryGetValue(r, out var h) && h == change.Hop - 1).Order().Select(Name).FirstOrDefault() ?? Name(hub);
                var changed = links.GradeOf(change.Row, change.After) != links.GradeOf(change.Row, change.Before);
                subject.To.AddRow(Around, [links.Link, Name(change.Row), parent, (long)change.Hop, changed ? 1L : 0L, "Each ring reads the ring inside it; one firm was listed"], new RowGuard(null, []));
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

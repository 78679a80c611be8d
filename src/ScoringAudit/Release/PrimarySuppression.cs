using ScoringAudit.Evidence;

namespace ScoringAudit.Release;

/// <summary>Suppresses every count under the minimum cell, and every number that was computed from it.</summary>
/// <remarks>
/// A finding is suppressed when its rows, its successes or its failures are fewer than the minimum, or those of its reference group: so are 0 % and
/// 100 % cells, which tell the decision of everybody in the group. What would give a suppressed number away is suppressed after that, see ComplementarySuppression.
/// Source: Hundepool et al., "Statistical Disclosure Control" (2012), sections 4.2 and 4.3.
/// </remarks>
public static class PrimarySuppression
{
    /// <summary>Largest share of a group that one subject may make up, where the class asks for it.</summary>
    public const double MostOfOne = 0.5;

    private const string Why = "fewer people than the minimum cell stand behind this number, or behind one that would give it away";

    /// <summary>Evidence without small cells, without what would give them away, and how many findings and table rows were suppressed.</summary>
    /// <param name="evidence">What was measured.</param>
    /// <param name="minimum">Smallest count that may be shown, and least width of what a reader can tell about a suppressed one.</param>
    /// <param name="earlier">Counts that earlier reports of the same data gave away.</param>
    public static SuppressedEvidence Apply(AuditEvidence evidence, int minimum, IReadOnlyList<ReleasedCell> earlier)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(earlier);
        var state = new SuppressionState(evidence);
        Mark(evidence, minimum, state);
        state.FollowFindings(evidence);
        var small = state.Count;
        var (released, lost) = ComplementarySuppression.Complete(evidence, state, minimum, earlier);
        var findings = evidence.Findings.Select((f, i) => state.Findings[i] ? Blank(f) : f).ToList();
        var tables = evidence.Tables.Select((t, i) => Blank(t, state.Rows[i])).ToList();
        var notes = evidence.Notes.Select((n, i) => state.Notes[i]
            ? new AuditNote(n.Kind, n.Subject, n.WithoutCounts ?? "Not shown: it speaks of fewer people than the minimum cell.") : n).ToList();
        return new SuppressedEvidence(evidence with { Findings = findings, Tables = tables, Notes = notes }, small, state.Count - small, lost, released);
    }

    private static void Mark(AuditEvidence evidence, int minimum, SuppressionState state)
    {
        var groups = SuppressedGroups(evidence.Findings, minimum);
        var dominated = evidence.Dominance.Where(d => d.Share > MostOfOne).Select(d => (d.Attribute, d.Group)).ToHashSet();
        bool IsDominated(Finding f) => dominated.Contains((f.Attribute, f.Group)) || dominated.Contains((null, null)) || (f.Reference is not null && dominated.Contains((f.Attribute, f.Reference)));
        for (var i = 0; i < evidence.Findings.Count; i++)
        {
            var finding = evidence.Findings[i];
            state.Findings[i] = IsSmall(finding, minimum) || IsDominated(finding) || (finding.Attribute is not null
                && (IsHidden(groups, finding, finding.Group) || (finding.Reference is not null && IsHidden(groups, finding, finding.Reference))));
        }

        for (var t = 0; t < evidence.Tables.Count; t++)
        {
            var guards = evidence.Tables[t].Guards;
            for (var r = 0; r < state.Rows[t].Length && r < guards.Count; r++)
            {
                state.Rows[t][r] = guards[r].Cells.Any(c => c < minimum) || (guards[r].Like is { } like && IsDominated(like));
            }
        }

        for (var i = 0; i < evidence.Notes.Count; i++)
        {
            state.Notes[i] = evidence.Notes[i].Cells.Any(c => c < minimum);
        }
    }

    // Decisions by group stand behind every finding of the group; a table of its own (decision × outcome) stands behind its own findings only.
    private static bool IsHidden(HashSet<string> groups, Finding f, string? group) =>
        groups.Contains(GroupKey(f, group, null)) || (f.CellTable is { } table && groups.Contains(GroupKey(f, group, table)));

    private static string GroupKey(Finding f, string? group, string? table) => string.Join('\u001f', f.Model, f.Stratum, f.Attribute, group, table);

    private static HashSet<string> SuppressedGroups(IReadOnlyList<Finding> findings, int minimum)
    {
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        foreach (var family in findings.Where(f => f.Attribute is not null && f.Group is not null && f.Reference is null && f.Cells.Count > 0).GroupBy(f => (f.Measure, f.Model, f.Stratum, f.Attribute)))
        {
            hidden.UnionWith(family.Where(f => IsSmall(f, minimum) && f.N > 0).Select(f => GroupKey(f, f.Group, f.CellTable)));
        }

        return hidden;
    }

    // A group without rows is no secret: it stays, undefined, with its reason.
    private static bool IsSmall(Finding f, int minimum) =>
        f.N is not 0 && (f.N < minimum || f.Cells.Any(c => c < minimum));

    private static Finding Blank(Finding f) => new()
    {
        Id = f.Id,
        Measure = f.Measure,
        Model = f.Model,
        Rows = f.Rows,
        Attribute = f.Attribute,
        Group = f.Group,
        Reference = f.Reference,
        Status = FindingStatus.Suppressed,
        Reason = Why,
        Yardstick = f.Yardstick,
        Family = f.Family,
        Access = f.Access,
        Scale = f.Scale,
        Source = f.Source,
        Feature = f.Feature,
        Origin = f.Origin,
        Channel = f.Channel,
        Link = f.Link,
        Stratum = f.Stratum,
        Metric = f.Metric,
    };

    private static EvidenceTable Blank(EvidenceTable table, bool[] hidden) => table with
    {
        Rows = [.. table.Rows.Select((row, r) => !hidden[r] ? row
            : [.. row.Select((cell, c) => cell is string && !IsVerdict(table.Columns[c]) || table.Keys.Contains(table.Columns[c]) ? cell : null)])],
    };

    private static bool IsVerdict(string column) => column == "verdict";
}

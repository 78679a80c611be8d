using ScoringAudit.Evidence;

namespace ScoringAudit.Release;

/// <summary>Suppresses every count under the minimum cell, and every number that was computed from it.</summary>
/// <remarks>
/// A finding is suppressed when its rows, its successes or its failures are fewer than the minimum, or those of its reference group: so are 0 % and
/// 100 % cells, which tell the decision of everybody in the group. Where one group of an attribute alone is suppressed, the smallest other group is
/// suppressed with it, or the total would give the first away. Complementary suppression over all linked tables is completed elsewhere.
/// Source: Hundepool et al., "Statistical Disclosure Control" (2012), sections 4.2 and 4.3.
/// </remarks>
public static class PrimarySuppression
{
    private const string Why = "fewer people than the minimum cell stand behind this number, or behind one that would give it away";

    /// <summary>Evidence without small cells, and how many findings and table rows were suppressed.</summary>
    /// <param name="evidence">What was measured.</param>
    /// <param name="minimum">Smallest count that may be shown.</param>
    public static (AuditEvidence Evidence, long Suppressed) Apply(AuditEvidence evidence, int minimum)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var groups = SuppressedGroups(evidence.Findings, minimum);
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        var findings = new List<Finding>(evidence.Findings.Count);
        foreach (var finding in evidence.Findings)
        {
            var hide = IsSmall(finding, minimum) || (finding.Attribute is not null
                && (IsHidden(groups, finding, finding.Group) || (finding.Reference is not null && IsHidden(groups, finding, finding.Reference))));
            if (hide)
            {
                hidden.Add(finding.Id);
            }

            findings.Add(hide ? Blank(finding) : finding);
        }

        long rows = 0;
        var tables = evidence.Tables.Select(t => Suppress(t, hidden, minimum, ref rows)).ToList();
        var notes = evidence.Notes.Select(n => n.Cells.Any(c => c < minimum)
            ? new AuditNote(n.Kind, n.Subject, n.WithoutCounts ?? "Not shown: it speaks of fewer people than the minimum cell.") : n).ToList();
        return (evidence with { Findings = findings, Tables = tables, Notes = notes }, hidden.Count + rows);
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
            var members = family.OrderBy(f => f.N).ThenBy(f => f.Group, StringComparer.Ordinal).ToList();
            var small = members.Where(f => IsSmall(f, minimum) && f.N > 0).ToList();
            if (small.Count == 1 && members.FirstOrDefault(f => f != small[0] && f.N > 0) is { } next)
            {
                small.Add(next);
            }

            hidden.UnionWith(small.Select(f => GroupKey(f, f.Group, f.CellTable)));
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

    private static EvidenceTable Suppress(EvidenceTable table, HashSet<string> hidden, int minimum, ref long count)
    {
        var rows = new List<IReadOnlyList<object?>>(table.Rows.Count);
        for (var r = 0; r < table.Rows.Count; r++)
        {
            var guard = r < table.Guards.Count ? table.Guards[r] : null;
            var hide = guard is not null && ((guard.Finding is { } id && hidden.Contains(id)) || guard.Cells.Any(c => c < minimum));
            count += hide ? 1 : 0;
            rows.Add(hide
                ? [.. table.Rows[r].Select((cell, c) => cell is string && !IsVerdict(table.Columns[c]) || table.Keys.Contains(table.Columns[c]) ? cell : null)]
                : table.Rows[r]);
        }

        return table with { Rows = rows };
    }

    private static bool IsVerdict(string column) => column == "verdict";
}

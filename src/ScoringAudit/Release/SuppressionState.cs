using ScoringAudit.Evidence;

namespace ScoringAudit.Release;

/// <summary>What of an audit is held back.</summary>
internal sealed class SuppressionState
{
    public SuppressionState(AuditEvidence evidence)
    {
        Findings = new bool[evidence.Findings.Count];
        Rows = [.. evidence.Tables.Select(t => new bool[t.Rows.Count])];
        Notes = new bool[evidence.Notes.Count];
    }

    /// <summary>Findings held back.</summary>
    public bool[] Findings { get; }

    /// <summary>Table rows held back.</summary>
    public bool[][] Rows { get; }

    /// <summary>Notes that lose their counts.</summary>
    public bool[] Notes { get; }

    /// <summary>Findings and rows held back.</summary>
    public long Count => Findings.LongCount(h => h) + Rows.Sum(t => t.LongCount(h => h));

    /// <summary>Rows that repeat a finding that is held back are held back.</summary>
    public void FollowFindings(AuditEvidence evidence)
    {
        var hidden = evidence.Findings.Where((_, i) => Findings[i]).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        for (var t = 0; t < evidence.Tables.Count; t++)
        {
            for (var r = 0; r < Rows[t].Length && r < evidence.Tables[t].Guards.Count; r++)
            {
                Rows[t][r] |= evidence.Tables[t].Guards[r].Finding is { } id && hidden.Contains(id);
            }
        }
    }
}

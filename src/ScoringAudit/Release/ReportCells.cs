using ScoringAudit.Evidence;

namespace ScoringAudit.Release;

/// <summary>All counts behind a report: which finding, row and note gives away which, and how they add up.</summary>
internal sealed class ReportCells
{
    private readonly AuditEvidence _evidence;
    private readonly string _decision;
    private readonly List<ReportUnit> _units = [];

    private ReportCells(AuditEvidence evidence)
    {
        _evidence = evidence;
        Parts = new GroupParts(evidence.Plan);
        _decision = evidence.Plan.Roles.Decision switch
        {
            { Column: { } column, Favourable: var yes } => $"{column}={yes}",
            { Cutoff: { } cutoff } => FormattableString.Invariant($"cutoff={cutoff}"),
            { ApprovalRate: { } rate } => FormattableString.Invariant($"approvalRate={rate}"),
            { By: { } by } role => $"{by}:" + string.Join(',', role.Cutoffs.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => FormattableString.Invariant($"{c.Key}={c.Value}"))),
            _ => "none",
        };
    }

    /// <summary>The cells.</summary>
    public CellBook Book { get; } = new();

    /// <summary>Findings, rows and notes with the cells that each gives away.</summary>
    public IReadOnlyList<ReportUnit> Units => _units;

    /// <summary>Cells that an earlier report gave away.</summary>
    public HashSet<int> Earlier { get; } = [];

    /// <summary>Cells that everybody can work out: sizes of bands of equal size.</summary>
    public HashSet<int> Public { get; } = [];

    /// <summary>Names of groups.</summary>
    public GroupParts Parts { get; }

    /// <summary>Sums that a finding states of its own counts: both cells and their total.</summary>
    public List<(int Yes, int No, int All)> Sums { get; } = [];

    /// <summary>Reads a report and what earlier ones gave away.</summary>
    public static ReportCells Of(AuditEvidence evidence, IReadOnlyList<ReleasedCell> earlier)
    {
        var cells = new ReportCells(evidence);
        foreach (var f in evidence.Findings.Where(f => f.Attribute is not null && !f.Attribute.Contains('*', StringComparison.Ordinal)))
        {
            cells.Know(f.Attribute!, f.Group);
            cells.Know(f.Attribute!, f.Reference);
        }

        for (var i = 0; i < evidence.Findings.Count; i++)
        {
            cells._units.Add(new ReportUnit(ReportUnitKind.Finding, i, 0, cells.Read(evidence.Findings[i]), ReportUnit.CostOf(evidence.Findings[i])));
        }

        for (var t = 0; t < evidence.Tables.Count; t++)
        {
            for (var r = 0; r < evidence.Tables[t].Guards.Count; r++)
            {
                if (evidence.Tables[t].Guards[r] is { Like: { } like })
                {
                    cells._units.Add(new ReportUnit(ReportUnitKind.Row, t, r, cells.Read(like), ReportUnit.CostOf(like) / 10));
                }
            }
        }

        cells.Log(earlier);
        CellSums.Add(cells, earlier);
        return cells;
    }

    /// <summary>Cells that a note gives away are found once the sums are known: what is left of an attribute's groups.</summary>
    public void AddNotes(IReadOnlyDictionary<string, List<int>> missing)
    {
        for (var i = 0; i < _evidence.Notes.Count; i++)
        {
            var note = _evidence.Notes[i];
            if (note.Cells.Count == 1 && missing.TryGetValue(note.Subject, out var left))
            {
                _units.Add(new ReportUnit(ReportUnitKind.Note, i, 0, [.. left.Where(c => Book.Counts[c] == note.Cells[0])], 1));
            }
        }
    }

    /// <summary>The released form of a cell.</summary>
    public ReleasedCell? Released(int cell)
    {
        if (Book.NameOf(cell) is not { } key)
        {
            return null;
        }

        var bin = key.Attribute.Length == 0 ? null : Parts.BinOf(key.Attribute, key.Group);
        return new ReleasedCell(key.Rows, key.Stratum, key.Level, key.Attribute, key.Group, key.Family, Book.Counts[cell])
        {
            Rest = bin?.Others ?? string.Empty,
            Low = bin?.Low,
            High = bin?.High,
            IsBin = bin is not null,
        };
    }

    private void Know(string attribute, string? group)
    {
        if (group is not null)
        {
            Parts.Know(attribute, group);
        }
    }

    private CellKey Key(Finding f, string? group, string e)
    {
        var (stratum, level) = Strata(f.Stratum);
        return new CellKey(f.Rows ?? string.Empty, stratum, level, group is null ? string.Empty : f.Attribute ?? string.Empty, group ?? string.Empty, $"{f.Model}|{_decision}|{e}");
    }

    // "outer;control=level", "control=level" or "outer".
    private static (string Outer, string Level) Strata(string? stratum)
    {
        if (stratum is null)
        {
            return (string.Empty, string.Empty);
        }

        var at = stratum.LastIndexOf(';');
        return at >= 0 ? (stratum[..at], stratum[(at + 1)..])
            : stratum.Contains('=', StringComparison.Ordinal) ? (string.Empty, stratum) : (stratum, string.Empty);
    }

    private List<int> Read(Finding f)
    {
        var found = new List<int>();
        if (f.N is 0)
        {
            return found; // a group without rows is no secret
        }

        foreach (var (e, group, count) in CellEvents.Of(f))
        {
            var cell = Book.Add(Key(f, group, e), count);
            if (!found.Contains(cell))
            {
                found.Add(cell);
            }

            if (f.Measure == CellEvents.Band && e == $"band:{f.Metric}")
            {
                Public.Add(cell);
            }
        }

        foreach (var (yes, no, all, group) in CellEvents.Sums(f))
        {
            var sum = (Book.Find(Key(f, group, yes)), Book.Find(Key(f, group, no)), Book.Find(Key(f, group, all)));
            if (sum is ( >= 0, >= 0, >= 0))
            {
                Sums.Add(sum);
            }
        }

        return found;
    }

    private void Log(IReadOnlyList<ReleasedCell> earlier)
    {
        foreach (var cell in earlier)
        {
            var key = new CellKey(cell.Rows, cell.Stratum, cell.Level, cell.Attribute, cell.Group, cell.Family);
            var at = Book.Find(key);
            if (at >= 0 && Book.Counts[at] != cell.Count)
            {
                continue; // the same words for something else: a model trained again under its old name
            }

            // A bin that this report does not have is placed by its edges, not by its name.
            if (at < 0 && cell.IsBin)
            {
                continue;
            }

            if (cell.Attribute.Length > 0 && !cell.Attribute.Contains('*', StringComparison.Ordinal))
            {
                Parts.Know(cell.Attribute, cell.Group);
            }

            Earlier.Add(at >= 0 ? at : Book.Add(key, cell.Count));
        }
    }
}

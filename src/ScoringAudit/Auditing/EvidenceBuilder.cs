using ScoringAudit.Evidence;

namespace ScoringAudit.Auditing;

/// <summary>Collects findings, tables and notes while an audit runs.</summary>
public sealed class EvidenceBuilder
{
    private readonly SortedDictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, OpenTable> _tables = new(StringComparer.Ordinal);
    private readonly List<AuditNote> _notes = [];

    /// <summary>Findings by id.</summary>
    public IReadOnlyList<Finding> Findings => [.. _findings.Values];

    /// <summary>Tables by name.</summary>
    public IReadOnlyList<EvidenceTable> Tables => [.. _tables.Values.Select(t => t.Shape with { Rows = [.. t.Rows], Guards = [.. t.Guards] })];

    /// <summary>Notes in the order in which they were made, each once.</summary>
    public IReadOnlyList<AuditNote> Notes => _notes;

    /// <summary>Facts by name.</summary>
    public SortedDictionary<string, string> Facts { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a finding.</summary>
    /// <exception cref="InvalidOperationException">Its id is taken: a bug.</exception>
    public void Add(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (!_findings.TryAdd(finding.Id, finding))
        {
            throw new InvalidOperationException($"Two findings have the id '{finding.Id}'.");
        }
    }

    /// <summary>Adds a row to a table, which is made on first use.</summary>
    /// <param name="shape">The table without rows: name, title, figure, columns, keys.</param>
    /// <param name="row">The cells.</param>
    /// <param name="guard">What stands behind them.</param>
    public void AddRow(EvidenceTable shape, IReadOnlyList<object?> row, RowGuard guard)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(row);
        if (row.Count != shape.Columns.Count)
        {
            throw new ArgumentException($"Table '{shape.Name}' has {shape.Columns.Count} columns, the row has {row.Count} cells.", nameof(row));
        }

        if (!_tables.TryGetValue(shape.Name, out var rows))
        {
            rows = new OpenTable(shape);
            _tables.Add(shape.Name, rows);
        }

        rows.Rows.Add(row);
        rows.Guards.Add(guard);
    }

    /// <summary>Adds a note, unless it is there already.</summary>
    public void Note(string kind, string subject, string text) => Note(new AuditNote(kind, subject, text));

    /// <summary>Adds a note, unless one with its text is there already.</summary>
    public void Note(AuditNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        if (!_notes.Any(n => n.Kind == note.Kind && n.Subject == note.Subject && n.Text == note.Text))
        {
            _notes.Add(note);
        }
    }

    private sealed record OpenTable(EvidenceTable Shape)
    {
        public List<IReadOnlyList<object?>> Rows { get; } = [];

        public List<RowGuard> Guards { get; } = [];
    }
}

using ScoringAudit.Evidence;

namespace ScoringAudit.Auditing;

/// <summary>Collects findings, tables and notes while an audit runs.</summary>
public sealed class EvidenceBuilder
{
    private readonly SortedDictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, EvidenceTable> _tables = new(StringComparer.Ordinal);
    private readonly List<AuditNote> _notes = [];

    /// <summary>Findings by id.</summary>
    public IReadOnlyList<Finding> Findings => [.. _findings.Values];

    /// <summary>Tables by name.</summary>
    public IReadOnlyList<EvidenceTable> Tables => [.. _tables.Values];

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

    /// <summary>Adds rows to a table, which is made on first use.</summary>
    public void AddRows(string name, string title, string? figure, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var table = _tables.TryGetValue(name, out var found) ? found : new EvidenceTable(name, title, figure, columns, []);
        _tables[name] = table with { Rows = [.. table.Rows, .. rows] };
    }

    /// <summary>Adds a note, unless it is there already.</summary>
    public void Note(string kind, string subject, string text)
    {
        var note = new AuditNote(kind, subject, text);
        if (!_notes.Contains(note))
        {
            _notes.Add(note);
        }
    }

    /// <summary>Takes over everything of another builder.</summary>
    public void Include(EvidenceBuilder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var finding in other._findings.Values)
        {
            Add(finding);
        }

        foreach (var table in other._tables.Values)
        {
            AddRows(table.Name, table.Title, table.Figure, table.Columns, table.Rows);
        }

        foreach (var note in other._notes)
        {
            Note(note.Kind, note.Subject, note.Text);
        }

        foreach (var (name, text) in other.Facts)
        {
            Facts[name] = text;
        }
    }
}

using ScoringAudit.Primitives;

namespace ScoringAudit.Portfolios;

/// <summary>The columns of a portfolio, in order, with unique names.</summary>
public sealed class PortfolioSchema
{
    private readonly Dictionary<string, int> _byName;

    /// <summary>A schema over columns.</summary>
    /// <param name="source">What the rows are called in messages, for example the file's name.</param>
    /// <param name="columns">The columns in order.</param>
    /// <exception cref="AuditDataException">Two columns have the same name.</exception>
    public PortfolioSchema(string source, IReadOnlyList<Column> columns)
    {
        Source = source;
        Columns = columns;
        _byName = new Dictionary<string, int>(columns.Count, StringComparer.Ordinal);
        for (var i = 0; i < columns.Count; i++)
        {
            if (!_byName.TryAdd(columns[i].Name, i))
            {
                throw new AuditDataException(
                    $"{source}: two columns are called '{columns[i].Name}' (columns {_byName[columns[i].Name] + 1} and {i + 1}). Column names must be unique. Rename one of them.");
            }
        }
    }

    /// <summary>What the rows are called in messages.</summary>
    public string Source { get; }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The column of an id.</summary>
    public Column this[ColumnId id] => Columns[id.Index];

    /// <summary>The id of a name, or null.</summary>
    public ColumnId? Find(string name) => _byName.TryGetValue(name, out var i) ? new ColumnId(i) : null;

    /// <summary>The id of a name.</summary>
    /// <param name="name">Exact name.</param>
    /// <param name="asked">Who asked for it, for the message: for example "plan: columns.score".</param>
    /// <exception cref="AuditDataException">There is no such column; the nearest name is suggested.</exception>
    public ColumnId Require(string name, string asked)
    {
        if (Find(name) is { } id)
        {
            return id;
        }

        var near = Nearest.Of(name, Columns.Select(c => c.Name));
        var hint = near is null ? $"The columns are: {Listing()}." : $"Did you mean '{near}'?";
        throw new AuditDataException($"{Source}: there is no column '{name}' ({asked}). {hint}");
    }

    private string Listing()
    {
        const int most = 12;
        var names = string.Join(", ", Columns.Take(most).Select(c => c.Name));
        return Columns.Count > most ? $"{names}, and {Columns.Count - most} more" : names;
    }
}

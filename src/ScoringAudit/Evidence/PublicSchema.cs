using ScoringAudit.Primitives;

namespace ScoringAudit.Evidence;

/// <summary>The public schema of a protected audit: categories, bounds and edges that were known without the data.</summary>
/// <remarks>A list that is read from the data tells that somebody in them has a rare value: it cannot be part of a protected release.</remarks>
public sealed class PublicSchema
{
    private readonly Dictionary<string, PublicColumn> _columns;

    /// <summary>A schema.</summary>
    /// <param name="name">What it is called in messages: the file's name.</param>
    /// <param name="columns">Columns with unique names.</param>
    /// <param name="rows">About how many rows such data have, from a public source; null when nobody knows. It decides whether the cells of a histogram tell recorded decisions apart.</param>
    public PublicSchema(string name, IReadOnlyList<PublicColumn> columns, long? rows = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Name = name;
        Columns = columns;
        Rows = rows;
        _columns = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    /// <summary>A schema without columns: the plan lists all.</summary>
    public static PublicSchema Empty { get; } = new("plan", []);

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>Its columns, in order.</summary>
    public IReadOnlyList<PublicColumn> Columns { get; }

    /// <summary>About how many rows such data have; null when nobody knows.</summary>
    public long? Rows { get; }

    /// <summary>A column, or null; one that was read from the data and not reviewed is refused.</summary>
    /// <exception cref="AuditDataException">The column was not reviewed.</exception>
    public PublicColumn? Find(string name)
    {
        if (!_columns.TryGetValue(name, out var column))
        {
            return null;
        }

        return column.Source != PublicColumn.FromData ? column : throw new AuditDataException(
            $"{Name}: column '{name}': its source is '{PublicColumn.FromData}'. What was read from the data would itself be published. Compare it with a public source (codebook, form, law), correct it, and write that source in its place.");
    }

    /// <summary>A column that must be there.</summary>
    /// <exception cref="AuditDataException">It is not, or was not reviewed.</exception>
    public PublicColumn Require(string name, string asked)
    {
        if (Find(name) is { } column)
        {
            return column;
        }

        var near = Nearest.Of(name, _columns.Keys);
        throw new AuditDataException(
            $"{Name}: column '{name}' ({asked}) has no public categories or edges. Class protected reads none from the data. {(near is null ? string.Empty : $"Did you mean '{near}'? ")}Add it to the schema (disclosure.schema); 'scoring-audit schema' helps to write one.");
    }
}

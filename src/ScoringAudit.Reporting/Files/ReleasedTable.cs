using System.Collections.Immutable;
using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Release;

namespace ScoringAudit.Reporting.Files;

/// <summary>A table that passed the gate: the only thing that a figure is drawn from.</summary>
/// <remarks>
/// Made only from <see cref="ReleasedEvidence"/> or by reading files that were written from it. Every column has one type: whole numbers,
/// numbers, or text; a column that mixes text and numbers becomes text. So a table that was written and read back is the same table.
/// </remarks>
public sealed class ReleasedTable
{
    internal ReleasedTable(EvidenceTable table)
    {
        if (!IsName(table.Name))
        {
            throw new ArgumentException("The table name \"" + table.Name + "\" is no file name; expected kebab-case: a-z, 0-9, - and _.", nameof(table));
        }

        var ragged = table.Rows.FirstOrDefault(row => row.Count != table.Columns.Count);
        if (ragged is not null)
        {
            throw new ArgumentException("Table \"" + table.Name + "\" has a row of " + Text(ragged.Count) + " cells; expected " + Text(table.Columns.Count) + ".", nameof(table));
        }

        Types = [.. Enumerable.Range(0, table.Columns.Count).Select(column => TypeOf(table, column))];
        Table = table with { Rows = [.. table.Rows.Select(row => (IReadOnlyList<object?>)[.. row.Select((cell, column) => Normalise(cell, Types[column], table.Name))])] };
    }

    /// <summary>The table; cells are text, long, double or null as <see cref="Types"/> says.</summary>
    public EvidenceTable Table { get; }

    /// <summary>Type of each column.</summary>
    public ImmutableArray<ColumnType> Types { get; }

    /// <summary>The tables of released evidence, sorted by name (ordinal).</summary>
    /// <exception cref="ArgumentException">A name is no file name or stands twice, a row is ragged, or a cell is NaN or of another type.</exception>
    public static IReadOnlyList<ReleasedTable> AllOf(ReleasedEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var twice = evidence.Tables.GroupBy(table => table.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException("The table name \"" + twice.Key + "\" stands twice; names are unique.", nameof(evidence));
        }

        return [.. evidence.Tables.OrderBy(table => table.Name, StringComparer.Ordinal).Select(table => new ReleasedTable(table))];
    }

    /// <summary>The rows of one panel, as a table of its own.</summary>
    internal ReleasedTable OfPanel(string panel)
    {
        int at = Table.Columns.ToList().IndexOf("panel");
        return new ReleasedTable(Table with { Rows = [.. Table.Rows.Where(row => (row[at]?.ToString() ?? string.Empty) == panel)] });
    }

    internal static bool IsName(string name) => name.Length > 0 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_');

    private static ColumnType TypeOf(EvidenceTable table, int column)
    {
        bool whole = false, number = false;
        foreach (var row in table.Rows)
        {
            switch (row[column])
            {
                case null: break;
                case long or int: whole = true; break;
                case double: number = true; break;
                default: return ColumnType.Text;
            }
        }

        return number ? ColumnType.Number : whole ? ColumnType.Integer : ColumnType.Text;
    }

    private static object? Normalise(object? cell, ColumnType type, string table) => (cell, type) switch
    {
        (null, _) => null,
        (double value, _) when double.IsNaN(value) => throw new ArgumentException("Table \"" + table + "\" holds NaN; a cell without a value is null."),
        (int value, ColumnType.Integer) => (long)value,
        (int value, ColumnType.Number) => (double)value,
        (long value, ColumnType.Number) => (double)value,
        (double value, ColumnType.Number) => value + 0.0,
        (long or string, _) when type == ColumnType.Integer || cell is string => cell,
        (IFormattable value and (int or long or double), ColumnType.Text) => value.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException("Table \"" + table + "\" holds a cell of type " + cell.GetType().Name + "; expected text, long, double or null."),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

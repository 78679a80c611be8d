using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>The rows of a CSV file, larger than memory if need be: one pass finds the types, each later pass streams typed batches.</summary>
/// <remarks>
/// <para>Text is UTF-8, or UTF-16 with a byte order mark; a name that ends in .gz is unpacked on the way. Fields follow RFC 4180; blanks around a field are dropped; empty lines are passed over. With blanks as delimiter, a run of blanks and tabs is one delimiter.</para>
/// <para>Missing: an empty field, a full stop, NA, N/A, #N/A, NaN, nan, null, NULL.</para>
/// <para>Kinds: whole numbers that 64 bits hold are integers; other numbers doubles; true and false flags; text is a category if it has at most 10,000 levels and these are at most 200 or half the rows, else an identifier. Whole numbers with a leading zero or plus sign are text, because a number would lose it. A column without any value is a double. <see cref="CsvOptions"/> says otherwise where the plan knows more.</para>
/// <para>A coded column holds each distinct text once; memory does not grow with the rows otherwise.</para>
/// </remarks>
public sealed class CsvPortfolio : IPortfolio
{
    private readonly string _path;
    private readonly CsvColumn[] _columns;
    private readonly long _rows;

    private CsvPortfolio(string path, char delimiter, PortfolioSchema schema, CsvColumn[] columns, long rows, FileFacts file)
    {
        _path = path;
        Delimiter = delimiter;
        Schema = schema;
        _columns = columns;
        _rows = rows;
        File = file;
    }

    /// <inheritdoc/>
    public PortfolioSchema Schema { get; }

    /// <inheritdoc/>
    public long? Rows => _rows;

    /// <summary>The delimiter that was given or found.</summary>
    public char Delimiter { get; }

    /// <summary>The file as it was scanned.</summary>
    public FileFacts File { get; }

    /// <summary>Scans a file: types, levels, rows, missing values, size and hash.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known about it; null: nothing.</param>
    /// <param name="cancel">Stops the scan.</param>
    /// <exception cref="AuditDataException">There is no such file, or it is not a table of text with unique column names and at least one row, or a value cannot be what its column must be.</exception>
    public static CsvPortfolio Open(string path, CsvOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= CsvOptions.Default;
        var name = CsvSource.NameOf(path);
        var delimiter = options.Delimiter ?? CsvSource.FindDelimiter(path);
        var (text, digest) = CsvSource.Open(path, delimiter, digest: true);
        CsvColumn[] columns;
        FileFacts facts;
        long rows = 0;
        using (var records = new CsvRecords(text, name, delimiter))
        {
            columns = [.. records.Header.Select(column => new CsvColumn(name, column, options))];
            _ = new PortfolioSchema(name, [.. columns.Select(c => new Column(c.Name, ColumnKind.Double))]);
            while (records.Next())
            {
                var line = records.Line;
                for (var c = 0; c < columns.Length; c++)
                {
                    columns[c].Scan(records.Field(c), line);
                }

                if ((++rows & 0xFFFF) == 0)
                {
                    cancel.ThrowIfCancellationRequested();
                }
            }

            digest!.CopyTo(Stream.Null);
            facts = new FileFacts(path, digest.Bytes, digest.Sha256());
        }

        if (rows == 0)
        {
            throw new AuditDataException($"{name}: found a header line with {columns.Length} {(columns.Length == 1 ? "column" : "columns")} and no rows. Expected at least one row. Check that the export finished.");
        }

        foreach (var column in columns)
        {
            column.EndScan(rows);
        }

        GatherNames(path, delimiter, columns, cancel);
        var schema = new PortfolioSchema(name, [.. columns.Select(c => c.Decide(rows))]);
        return new CsvPortfolio(path, delimiter, schema, columns, rows, facts);
    }

    /// <summary>The number of rows in which a column has no value.</summary>
    public long MissingIn(ColumnId column) => _columns[column.Index].Missing;

    /// <inheritdoc/>
    public IBatchReader Open(IReadOnlyList<ColumnId> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new CsvBatchReader(_path, Delimiter, Schema, _columns, [.. columns.Select(c => c.Index)], _rows);
    }

    private static void GatherNames(string path, char delimiter, CsvColumn[] columns, CancellationToken cancel)
    {
        int[] again = [.. Enumerable.Range(0, columns.Length).Where(c => columns[c].NeedsNames)];
        if (again.Length == 0)
        {
            return;
        }

        using var records = new CsvRecords(CsvSource.Open(path, delimiter, digest: false).Text, CsvSource.NameOf(path), delimiter);
        long rows = 0;
        while (records.Next())
        {
            foreach (var c in again)
            {
                columns[c].Rescan(records.Field(c));
            }

            if ((++rows & 0xFFFF) == 0)
            {
                cancel.ThrowIfCancellationRequested();
            }
        }
    }
}

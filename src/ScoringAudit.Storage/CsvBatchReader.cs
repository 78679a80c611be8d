using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>One pass over the rows of a CSV, into buffers that every batch uses again.</summary>
internal sealed class CsvBatchReader : IBatchReader
{
    private readonly CsvRecords _records;
    private readonly string _name;
    private readonly int[] _wanted;
    private readonly ColumnBuffer[] _buffers;
    private readonly NameTable[] _names;
    private readonly long _rows;
    private long _next;

    public CsvBatchReader(string path, char delimiter, PortfolioSchema schema, CsvColumn[] columns, int[] wanted, long rows)
    {
        _name = CsvSource.NameOf(path);
        _wanted = wanted;
        _rows = rows;
        var length = (int)Math.Min(rows, Batch.MaxRows);
        _buffers = [.. wanted.Select(c => ColumnBuffer.OfLength(schema.Columns[c].Kind, length))];
        _names = [.. wanted.Select(c => columns[c].Names)];
        _records = new CsvRecords(CsvSource.Open(path, delimiter, digest: false).Text, _name, delimiter);
        if (_records.Header.Length != columns.Length)
        {
            _records.Dispose();
            throw Changed();
        }
    }

    public bool Read(out Batch batch)
    {
        var n = 0;
        var most = (int)Math.Min(Batch.MaxRows, _rows - _next);
        while (n < most && _records.Next())
        {
            for (var c = 0; c < _wanted.Length; c++)
            {
                if (!CsvCells.Store(_records.Field(_wanted[c]), _buffers[c], n, _names[c]))
                {
                    throw Changed();
                }
            }

            n++;
        }

        if (n < most || (most == 0 && _records.Next()))
        {
            throw Changed();
        }

        batch = n > 0 ? new Batch(_buffers, 0, n, _next) : default;
        _next += n;
        return n > 0;
    }

    public void Dispose() => _records.Dispose();

    private AuditDataException Changed() =>
        new($"{_name}: the file changed while it was read. Expected the {_rows} rows of the first pass. Stop the program that writes it and run again.");
}

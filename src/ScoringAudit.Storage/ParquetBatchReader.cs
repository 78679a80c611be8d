using Parquet;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>One pass over the row groups of Parquet files; batches are windows over a row group.</summary>
internal sealed class ParquetBatchReader(IReadOnlyList<string> paths, ParquetColumnReader[] columns, int allColumns) : IBatchReader
{
    private ParquetReader? _reader;
    private ColumnBuffer[] _buffers = [];
    private int _file = -1;
    private int _group;
    private int _groupRows;
    private int _used;
    private long _next;

    public bool Read(out Batch batch)
    {
        while (_used == _groupRows)
        {
            if (!NextGroup().GetAwaiter().GetResult())
            {
                batch = default;
                return false;
            }
        }

        var take = Math.Min(Batch.MaxRows, _groupRows - _used);
        batch = new Batch(_buffers, _used, take, _next);
        _used += take;
        _next += take;
        return true;
    }

    public void Dispose()
    {
        _reader?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _reader = null;
    }

    private async Task<bool> NextGroup()
    {
        while (_reader is null || _group == _reader.RowGroupCount)
        {
            if (_file + 1 == paths.Count)
            {
                return false;
            }

            Dispose();
            _reader = await ParquetGuard.Open(paths[++_file]);
            _group = 0;
            if (_reader.Schema.Fields.Count != allColumns)
            {
                throw new AuditDataException($"{Path.GetFileName(paths[_file])}: the file changed while it was read. Expected {allColumns} columns. Stop the program that writes it and run again.");
            }
        }

        using var group = _reader.OpenRowGroupReader(_group);
        var fields = _reader.Schema.DataFields;
        var buffers = new ColumnBuffer[columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            var field = Array.Find(fields, f => f.Name == columns[c].Name)!;
            buffers[c] = await columns[c].Read(group, field, Path.GetFileName(paths[_file]), _group);
        }

        _buffers = buffers;
        _group++;
        _groupRows = checked((int)group.RowCount);
        _used = 0;
        return true;
    }
}

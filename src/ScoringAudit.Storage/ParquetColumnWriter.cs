using Parquet;
using Parquet.Schema;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Storage;

/// <summary>Gathers the values of one column for one row group and writes them.</summary>
internal sealed class ParquetColumnWriter
{
    private readonly Column _column;
    private readonly float?[] _floats = [];
    private readonly double?[] _doubles = [];
    private readonly long?[] _integers = [];
    private readonly bool?[] _flags = [];
    private readonly string?[] _texts = [];

    public ParquetColumnWriter(Column column, int rows)
    {
        _column = column;
        switch (column.Kind)
        {
            case ColumnKind.Float:
                _floats = new float?[rows];
                break;
            case ColumnKind.Double:
                _doubles = new double?[rows];
                break;
            case ColumnKind.Integer:
                _integers = new long?[rows];
                break;
            case ColumnKind.Flag:
                _flags = new bool?[rows];
                break;
            default:
                _texts = new string?[rows];
                break;
        }
    }

    /// <summary>Copies rows of a batch behind those that wait.</summary>
    public void Take(in Batch batch, int column, int from, int to, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            var missing = batch.IsMissing(column, from + i);
            switch (_column.Kind)
            {
                case ColumnKind.Float:
                    _floats[to + i] = missing ? null : batch.Floats(column)[from + i];
                    break;
                case ColumnKind.Double:
                    _doubles[to + i] = missing ? null : batch.Doubles(column)[from + i];
                    break;
                case ColumnKind.Integer:
                    _integers[to + i] = missing ? null : batch.Integers(column)[from + i];
                    break;
                case ColumnKind.Flag:
                    _flags[to + i] = missing ? null : batch.Flags(column)[from + i];
                    break;
                default:
                    _texts[to + i] = missing ? null : _column.Levels[batch.Codes(column)[from + i]];
                    break;
            }
        }
    }

    /// <summary>Writes the first rows that wait.</summary>
    public Task Write(ParquetRowGroupWriter group, DataField field, int rows, CancellationToken cancel) => _column.Kind switch
    {
        ColumnKind.Float => group.WriteAsync<float>(field, _floats.AsMemory(0, rows), null, null, cancel),
        ColumnKind.Double => group.WriteAsync<double>(field, _doubles.AsMemory(0, rows), null, null, cancel),
        ColumnKind.Integer => group.WriteAsync<long>(field, _integers.AsMemory(0, rows), null, null, cancel),
        ColumnKind.Flag => group.WriteAsync<bool>(field, _flags.AsMemory(0, rows), null, null, cancel),
        _ => group.WriteAsync(field, new ArraySegment<string?>(_texts, 0, rows)!),
    };
}

namespace ScoringAudit.Portfolios;

/// <summary>Up to 65,536 consecutive rows of the columns that were asked for, column by column. Valid until the reader's next read.</summary>
public readonly struct Batch
{
    /// <summary>The most rows that a batch may hold.</summary>
    public const int MaxRows = 65_536;

    private readonly ColumnBuffer[] _columns;
    private readonly int _offset;

    /// <summary>A window of rows over column buffers.</summary>
    /// <param name="columns">One buffer for each column asked for, in the order asked.</param>
    /// <param name="offset">First row inside the buffers.</param>
    /// <param name="rows">Number of rows, in [0, 65,536].</param>
    /// <param name="firstRow">Number of the first row in the whole portfolio, from 0.</param>
    public Batch(ColumnBuffer[] columns, int offset, int rows, long firstRow)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MaxRows);
        _columns = columns;
        _offset = offset;
        Rows = rows;
        FirstRow = firstRow;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of the first row in the whole portfolio, from 0.</summary>
    public long FirstRow { get; }

    /// <summary>Number of columns.</summary>
    public int Columns => _columns.Length;

    /// <summary>The kind of a column.</summary>
    /// <param name="column">Position among the columns asked for.</param>
    public ColumnKind Kind(int column) => _columns[column].Kind;

    /// <summary>Values of a float column; missing is NaN.</summary>
    public ReadOnlySpan<float> Floats(int column) => _columns[column].Floats.AsSpan(_offset, Rows);

    /// <summary>Values of a double column; missing is NaN.</summary>
    public ReadOnlySpan<double> Doubles(int column) => _columns[column].Doubles.AsSpan(_offset, Rows);

    /// <summary>Values of an integer column; see <see cref="IsMissing"/>.</summary>
    public ReadOnlySpan<long> Integers(int column) => _columns[column].Integers.AsSpan(_offset, Rows);

    /// <summary>Values of a flag column; see <see cref="IsMissing"/>.</summary>
    public ReadOnlySpan<bool> Flags(int column) => _columns[column].Flags.AsSpan(_offset, Rows);

    /// <summary>Codes of a category or identifier column; missing is −1.</summary>
    public ReadOnlySpan<int> Codes(int column) => _columns[column].Codes.AsSpan(_offset, Rows);

    /// <summary>Whether the value of a row is missing.</summary>
    public bool IsMissing(int column, int row)
    {
        var c = _columns[column];
        var at = _offset + row;
        return c.Kind switch
        {
            ColumnKind.Float => float.IsNaN(c.Floats[at]),
            ColumnKind.Double => double.IsNaN(c.Doubles[at]),
            ColumnKind.Integer or ColumnKind.Flag => c.Valid.Length > 0 && !c.Valid[at],
            _ => c.Codes[at] < 0,
        };
    }

    /// <summary>Copies a column into the beginning of a buffer of its kind.</summary>
    /// <param name="column">Position among the columns asked for.</param>
    /// <param name="to">A buffer of the same kind with room for the rows; integers and flags need a validity.</param>
    public void CopyTo(int column, ColumnBuffer to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var from = _columns[column];
        switch (from.Kind)
        {
            case ColumnKind.Float:
                Floats(column).CopyTo(to.Floats);
                break;
            case ColumnKind.Double:
                Doubles(column).CopyTo(to.Doubles);
                break;
            case ColumnKind.Integer:
                Integers(column).CopyTo(to.Integers);
                CopyValid(from, to);
                break;
            case ColumnKind.Flag:
                Flags(column).CopyTo(to.Flags);
                CopyValid(from, to);
                break;
            default:
                Codes(column).CopyTo(to.Codes);
                break;
        }
    }

    private void CopyValid(ColumnBuffer from, ColumnBuffer to)
    {
        if (from.Valid.Length == 0)
        {
            to.Valid.AsSpan(0, Rows).Fill(true);
            return;
        }

        from.Valid.AsSpan(_offset, Rows).CopyTo(to.Valid);
    }

    /// <summary>Copies a numeric column as double-precision numbers; missing becomes NaN. Codes are copied as numbers, missing as NaN.</summary>
    public void CopyNumbers(int column, Span<double> to)
    {
        var c = _columns[column];
        var offset = _offset;
        switch (c.Kind)
        {
            case ColumnKind.Float:
                for (var i = 0; i < Rows; i++)
                {
                    to[i] = c.Floats[offset + i];
                }

                break;
            case ColumnKind.Double:
                Doubles(column).CopyTo(to);
                break;
            case ColumnKind.Integer:
                for (var i = 0; i < Rows; i++)
                {
                    to[i] = c.Valid.Length > 0 && !c.Valid[offset + i] ? double.NaN : c.Integers[offset + i];
                }

                break;
            case ColumnKind.Flag:
                for (var i = 0; i < Rows; i++)
                {
                    to[i] = c.Valid.Length > 0 && !c.Valid[offset + i] ? double.NaN : c.Flags[offset + i] ? 1 : 0;
                }

                break;
            default:
                for (var i = 0; i < Rows; i++)
                {
                    to[i] = c.Codes[offset + i] < 0 ? double.NaN : c.Codes[offset + i];
                }

                break;
        }
    }

    /// <summary>Copies a column as single-precision numbers by the rule of <see cref="CopyNumbers(int, Span{double})"/>.</summary>
    public void CopyNumbers(int column, Span<float> to)
    {
        var c = _columns[column];
        var offset = _offset;
        switch (c.Kind)
        {
            case ColumnKind.Float:
                Floats(column).CopyTo(to);
                break;
            case ColumnKind.Double:
                for (var i = 0; i < Rows; i++)
                {
                    to[i] = (float)c.Doubles[offset + i];
                }

                break;
            case ColumnKind.Integer:
                for (var i = 0; i < Rows; i++)
                {
                    to[i] = c.Valid.Length > 0 && !c.Valid[offset + i] ? float.NaN : c.Integers[offset + i];
                }

                break;
            case ColumnKind.Flag:
                for (var i = 0; i < Rows; i++)
                {
                    to[i] = c.Valid.Length > 0 && !c.Valid[offset + i] ? float.NaN : c.Flags[offset + i] ? 1 : 0;
                }

                break;
            default:
                for (var i = 0; i < Rows; i++)
                {
                    to[i] = c.Codes[offset + i] < 0 ? float.NaN : c.Codes[offset + i];
                }

                break;
        }
    }
}

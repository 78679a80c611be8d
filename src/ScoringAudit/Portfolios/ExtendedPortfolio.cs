namespace ScoringAudit.Portfolios;

/// <summary>A portfolio with some columns replaced or added in memory; all others are read from where they are.</summary>
public sealed class ExtendedPortfolio : IPortfolio
{
    private readonly IPortfolio _rows;
    private readonly ColumnBuffer?[] _values;
    private readonly int[] _inner;

    /// <summary>Replaces columns of the given names, and adds those that there are none of.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="columns">Column and values, one for each row of the portfolio.</param>
    /// <exception cref="ArgumentException">A column's length is not the portfolio's, or its kind is not its buffer's.</exception>
    public ExtendedPortfolio(IPortfolio rows, IReadOnlyList<(Column Column, ColumnBuffer Values)> columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        foreach (var (column, values) in columns)
        {
            if (rows.Rows is { } known && values.Length != known)
            {
                throw new ArgumentException($"Column '{column.Name}' has {values.Length} rows, the portfolio has {known}.", nameof(columns));
            }

            if (values.Kind != column.Kind)
            {
                throw new ArgumentException($"Column '{column.Name}' is {column.Kind}, its values are {values.Kind}.", nameof(columns));
            }
        }

        _rows = rows;
        var all = rows.Schema.Columns.Select((c, i) => (Column: c, Values: (ColumnBuffer?)null, Inner: i)).ToList();
        foreach (var (column, values) in columns)
        {
            var at = all.FindIndex(c => c.Column.Name == column.Name);
            if (at < 0)
            {
                all.Add((column, values, -1));
            }
            else
            {
                all[at] = (column, values, -1);
            }
        }

        Schema = new PortfolioSchema(rows.Schema.Source, [.. all.Select(c => c.Column)]);
        _values = [.. all.Select(c => c.Values)];
        _inner = [.. all.Select(c => c.Inner)];
    }

    /// <inheritdoc/>
    public PortfolioSchema Schema { get; }

    /// <inheritdoc/>
    public long? Rows => _rows.Rows;

    /// <inheritdoc/>
    public IBatchReader Open(IReadOnlyList<ColumnId> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        // The rows set the pace, also where every column asked for lies in memory.
        var inner = columns.Select(c => _inner[c.Index]).Where(i => i >= 0).Distinct().ToList();
        if (inner.Count == 0)
        {
            inner.Add(0);
        }

        return new Reader(this, _rows.Open([.. inner.Select(i => new ColumnId(i))]), inner, columns);
    }

    private sealed class Reader(ExtendedPortfolio outer, IBatchReader rows, List<int> inner, IReadOnlyList<ColumnId> columns) : IBatchReader
    {
        private readonly ColumnBuffer[] _buffers = [.. columns.Select(c => ColumnBuffer.OfLength(outer.Schema[c].Kind, Batch.MaxRows))];

        public bool Read(out Batch batch)
        {
            if (!rows.Read(out var from))
            {
                batch = default;
                return false;
            }

            for (var c = 0; c < columns.Count; c++)
            {
                if (outer._values[columns[c].Index] is { } values)
                {
                    Copy(new Batch([values], (int)from.FirstRow, from.Rows, from.FirstRow), 0, _buffers[c]);
                }
                else
                {
                    Copy(from, inner.IndexOf(outer._inner[columns[c].Index]), _buffers[c]);
                }
            }

            batch = new Batch(_buffers, 0, from.Rows, from.FirstRow);
            return true;
        }

        public void Dispose() => rows.Dispose();

        private static void Copy(in Batch from, int column, ColumnBuffer to)
        {
            switch (from.Kind(column))
            {
                case ColumnKind.Float:
                    from.Floats(column).CopyTo(to.Floats);
                    break;
                case ColumnKind.Double:
                    from.Doubles(column).CopyTo(to.Doubles);
                    break;
                case ColumnKind.Integer:
                    from.Integers(column).CopyTo(to.Integers);
                    Validity(from, column, to);
                    break;
                case ColumnKind.Flag:
                    from.Flags(column).CopyTo(to.Flags);
                    Validity(from, column, to);
                    break;
                default:
                    from.Codes(column).CopyTo(to.Codes);
                    break;
            }
        }

        private static void Validity(in Batch from, int column, ColumnBuffer to)
        {
            for (var i = 0; i < from.Rows; i++)
            {
                to.Valid[i] = !from.IsMissing(column, i);
            }
        }
    }
}

namespace ScoringAudit.Portfolios;

/// <summary>A portfolio whose columns are arrays in memory; batches are windows over them, nothing is copied.</summary>
public sealed class ColumnPortfolio : IPortfolio
{
    private readonly ColumnBuffer[] _buffers;
    private readonly int _rows;

    private ColumnPortfolio(PortfolioSchema schema, ColumnBuffer[] buffers, int rows)
    {
        Schema = schema;
        _buffers = buffers;
        _rows = rows;
    }

    /// <inheritdoc/>
    public PortfolioSchema Schema { get; }

    /// <inheritdoc/>
    public long? Rows => _rows;

    /// <summary>A portfolio over columns of equal length.</summary>
    /// <param name="source">What the rows are called in messages.</param>
    /// <param name="columns">Column and values, in order.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a column's kind is not its buffer's.</exception>
    public static ColumnPortfolio Of(string source, IReadOnlyList<(Column Column, ColumnBuffer Values)> columns)
    {
        var rows = columns.Count == 0 ? 0 : columns[0].Values.Length;
        foreach (var (column, values) in columns)
        {
            if (values.Length != rows)
            {
                throw new ArgumentException($"Column '{column.Name}' has {values.Length} rows, the first column has {rows}.", nameof(columns));
            }

            if (values.Kind != column.Kind)
            {
                throw new ArgumentException($"Column '{column.Name}' is {column.Kind}, its values are {values.Kind}.", nameof(columns));
            }
        }

        return new ColumnPortfolio(
            new PortfolioSchema(source, [.. columns.Select(c => c.Column)]),
            [.. columns.Select(c => c.Values)],
            rows);
    }

    /// <summary>Starts a portfolio to which columns are added by name.</summary>
    public static ColumnPortfolioBuilder Build(string source = "memory") => new(source);

    /// <summary>The values of a column, all rows. Do not change them.</summary>
    public ColumnBuffer Values(ColumnId id) => _buffers[id.Index];

    /// <inheritdoc/>
    public IBatchReader Open(IReadOnlyList<ColumnId> columns) =>
        new Reader([.. columns.Select(c => _buffers[c.Index])], _rows);

    private sealed class Reader(ColumnBuffer[] buffers, int rows) : IBatchReader
    {
        private int _next;

        public bool Read(out Batch batch)
        {
            var take = Math.Min(Batch.MaxRows, rows - _next);
            if (take <= 0)
            {
                batch = default;
                return false;
            }

            batch = new Batch(buffers, _next, take, _next);
            _next += take;
            return true;
        }

        public void Dispose()
        {
        }
    }
}

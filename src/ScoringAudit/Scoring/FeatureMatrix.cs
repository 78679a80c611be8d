using ScoringAudit.Portfolios;

namespace ScoringAudit.Scoring;

/// <summary>All features of a portfolio's rows in memory, one array for each feature.</summary>
public sealed class FeatureMatrix
{
    /// <summary>A matrix over columns, which are not copied.</summary>
    /// <param name="schema">The features.</param>
    /// <param name="columns">One array for each feature, all of one length: numbers, or level positions; missing is NaN.</param>
    /// <exception cref="ArgumentException">The number of columns or their lengths differ.</exception>
    public FeatureMatrix(FeatureSchema schema, float[][] columns)
    {
        if (columns.Length != schema.Count)
        {
            throw new ArgumentException($"{columns.Length} columns for {schema.Count} features.", nameof(columns));
        }

        Rows = columns.Length == 0 ? 0 : columns[0].Length;
        foreach (var column in columns)
        {
            if (column.Length != Rows)
            {
                throw new ArgumentException($"A column has {column.Length} rows, the first has {Rows}.", nameof(columns));
            }
        }

        Schema = schema;
        Columns = columns;
    }

    /// <summary>The features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>One array for each feature. Do not change them.</summary>
    public float[][] Columns { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>All rows as one block.</summary>
    public FeatureBlock All => new(Columns, 0, Rows);

    /// <summary>Loads the features of a portfolio.</summary>
    /// <param name="portfolio">The rows.</param>
    /// <param name="schema">The features; each is found by its column name, levels by their names. A level not in the list becomes the list's length.</param>
    /// <param name="rows">Which rows to take, one flag for each row of the portfolio; null: all.</param>
    /// <exception cref="Primitives.AuditDataException">A column is absent or of the wrong kind, or a number is infinite.</exception>
    /// <exception cref="ArgumentException">There are more rows than flags, or fewer.</exception>
    public static FeatureMatrix Read(IPortfolio portfolio, FeatureSchema schema, bool[]? rows = null)
    {
        var ids = FeatureReader.ColumnsOf(portfolio.Schema, schema);
        var reader = new FeatureReader(portfolio.Schema, schema, ids);
        var columns = new GrowingColumns(schema.Count, rows is null ? portfolio.Rows ?? 0 : rows.Count(r => r));
        long seen = 0;
        using var batches = portfolio.Open(ids);
        while (batches.Read(out var batch))
        {
            seen = batch.FirstRow + batch.Rows;
            if (rows is not null && seen > rows.Length)
            {
                break;
            }

            columns.Add(reader.Read(batch), rows is null ? default : rows.AsSpan((int)batch.FirstRow, batch.Rows));
        }

        if (rows is not null && seen != rows.Length)
        {
            throw new ArgumentException($"There are {rows.Length} flags; the portfolio has {(seen > rows.Length ? "more" : seen)} rows.", nameof(rows));
        }

        return new FeatureMatrix(schema, columns.ToArrays());
    }

    private sealed class GrowingColumns(int features, long expected)
    {
        private readonly float[][] _columns = [.. Enumerable.Range(0, features).Select(_ => new float[expected])];
        private int _rows;

        public void Add(in FeatureBlock block, ReadOnlySpan<bool> take)
        {
            var room = _rows + block.Rows;
            var count = 0;
            for (var f = 0; f < _columns.Length; f++)
            {
                if (take.IsEmpty && _columns[f].Length < room)
                {
                    Array.Resize(ref _columns[f], Math.Max(room, 2 * _columns[f].Length));
                }

                count = Copy(block[f], take, _columns[f].AsSpan(_rows));
            }

            _rows += _columns.Length == 0 ? 0 : count;
        }

        public float[][] ToArrays()
        {
            for (var f = 0; f < _columns.Length; f++)
            {
                Array.Resize(ref _columns[f], _rows);
            }

            return _columns;
        }

        private static int Copy(ReadOnlySpan<float> from, ReadOnlySpan<bool> take, Span<float> to)
        {
            if (take.IsEmpty)
            {
                from.CopyTo(to);
                return from.Length;
            }

            var count = 0;
            for (var row = 0; row < from.Length; row++)
            {
                if (take[row])
                {
                    to[count++] = from[row];
                }
            }

            return count;
        }
    }
}

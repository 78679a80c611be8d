using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds;

/// <summary>A table whose rows are made while they are read: memory for one chunk, whatever the size.</summary>
internal sealed class ChunkedPortfolio(PortfolioSchema schema, long? rows, Func<IChunkSource> open) : IPortfolio
{
    public PortfolioSchema Schema => schema;

    public long? Rows => rows;

    public IBatchReader Open(IReadOnlyList<ColumnId> columns)
    {
        var source = open();
        return new Reader(source, [.. columns.Select(c => source.Buffers[c.Index])]);
    }

    /// <summary>Every row in memory.</summary>
    public static ColumnPortfolio Materialise(IPortfolio portfolio)
    {
        var columns = portfolio.Schema.Columns;
        var count = checked((int)portfolio.Rows!.Value);
        ColumnBuffer[] all = [.. columns.Select(c => Empty(c.Kind, count))];
        using var reader = portfolio.Open([.. Enumerable.Range(0, columns.Count).Select(i => new ColumnId(i))]);
        while (reader.Read(out var batch))
        {
            var at = (int)batch.FirstRow;
            for (var c = 0; c < all.Length; c++)
            {
                switch (columns[c].Kind)
                {
                    case ColumnKind.Float: batch.Floats(c).CopyTo(all[c].Floats.AsSpan(at)); break;
                    case ColumnKind.Double: batch.Doubles(c).CopyTo(all[c].Doubles.AsSpan(at)); break;
                    case ColumnKind.Integer: batch.Integers(c).CopyTo(all[c].Integers.AsSpan(at)); break;
                    case ColumnKind.Flag: batch.Flags(c).CopyTo(all[c].Flags.AsSpan(at)); break;
                    default: batch.Codes(c).CopyTo(all[c].Codes.AsSpan(at)); break;
                }
            }
        }

        return ColumnPortfolio.Of(portfolio.Schema.Source, [.. columns.Select((c, i) => (c, all[i]))]);
    }

    /// <summary>A buffer without missing values.</summary>
    public static ColumnBuffer Empty(ColumnKind kind, int rows) => kind switch
    {
        ColumnKind.Integer => ColumnBuffer.Of(new long[rows], []),
        ColumnKind.Flag => ColumnBuffer.Of(new bool[rows], []),
        _ => ColumnBuffer.OfLength(kind, rows),
    };

    private sealed class Reader(IChunkSource source, ColumnBuffer[] buffers) : IBatchReader
    {
        private long _read;

        public bool Read(out Batch batch)
        {
            var rows = source.Next();
            batch = rows == 0 ? default : new Batch(buffers, 0, rows, _read);
            _read += rows;
            return rows > 0;
        }

        public void Dispose()
        {
        }
    }
}

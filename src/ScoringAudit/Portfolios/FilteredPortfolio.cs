namespace ScoringAudit.Portfolios;

/// <summary>The rows of another portfolio that a flag keeps, in order.</summary>
public sealed class FilteredPortfolio : IPortfolio
{
    private readonly IPortfolio _rows;
    private readonly bool[] _keep;

    /// <summary>A view of the rows that are kept.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="keep">One flag for each row.</param>
    public FilteredPortfolio(IPortfolio rows, bool[] keep)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _rows = rows;
        _keep = keep;
        Rows = keep.LongCount(k => k);
    }

    /// <inheritdoc/>
    public PortfolioSchema Schema => _rows.Schema;

    /// <inheritdoc/>
    public long? Rows { get; }

    /// <inheritdoc/>
    public IBatchReader Open(IReadOnlyList<ColumnId> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new Reader(_rows.Open(columns), _keep, [.. columns.Select(c => _rows.Schema[c].Kind)]);
    }

    private sealed class Reader(IBatchReader inner, bool[] keep, ColumnKind[] kinds) : IBatchReader
    {
        private readonly ColumnBuffer[] _buffers = [.. kinds.Select(k => ColumnBuffer.OfLength(k, Batch.MaxRows))];
        private long _row;

        public bool Read(out Batch batch)
        {
            while (inner.Read(out var from))
            {
                var kept = 0;
                for (var i = 0; i < from.Rows; i++)
                {
                    if (keep[from.FirstRow + i])
                    {
                        for (var c = 0; c < kinds.Length; c++)
                        {
                            Copy(from, c, i, kept);
                        }

                        kept++;
                    }
                }

                if (kept > 0)
                {
                    batch = new Batch(_buffers, 0, kept, _row);
                    _row += kept;
                    return true;
                }
            }

            batch = default;
            return false;
        }

        public void Dispose() => inner.Dispose();

        private void Copy(in Batch from, int c, int i, int to)
        {
            var buffer = _buffers[c];
            switch (kinds[c])
            {
                case ColumnKind.Float:
                    buffer.Floats[to] = from.Floats(c)[i];
                    break;
                case ColumnKind.Double:
                    buffer.Doubles[to] = from.Doubles(c)[i];
                    break;
                case ColumnKind.Integer:
                    buffer.Integers[to] = from.Integers(c)[i];
                    buffer.Valid[to] = !from.IsMissing(c, i);
                    break;
                case ColumnKind.Flag:
                    buffer.Flags[to] = from.Flags(c)[i];
                    buffer.Valid[to] = !from.IsMissing(c, i);
                    break;
                default:
                    buffer.Codes[to] = from.Codes(c)[i];
                    break;
            }
        }
    }
}

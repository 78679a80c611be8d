using ScoringAudit.Primitives;

namespace ScoringAudit.Portfolios;

/// <summary>The rows of another portfolio with further columns of numbers, looked up by the unit (area) that each row names.</summary>
/// <remarks>A row that names no unit, or one that the lookup does not know, has missing values. The columns come after those of the rows.</remarks>
public sealed class LookupPortfolio : IPortfolio
{
    private readonly IPortfolio _rows;
    private readonly ColumnId _key;
    private readonly Func<string, int> _find;
    private readonly double[][] _values;

    /// <summary>A view with looked-up columns.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="key">Column that names the unit: a category, an identifier or an integer.</param>
    /// <param name="find">Position of a unit in the values, or −1; a whole number is asked by its digits.</param>
    /// <param name="columns">Name and values of each further column, one value for each unit.</param>
    /// <exception cref="AuditDataException">A name is taken by a column of the rows, or by another one.</exception>
    public LookupPortfolio(IPortfolio rows, ColumnId key, Func<string, int> find, IReadOnlyList<(string Name, double[] Values)> columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(columns);
        (_rows, _key, _find) = (rows, key, find);
        _values = [.. columns.Select(c => c.Values)];
        Schema = new PortfolioSchema(rows.Schema.Source, [.. rows.Schema.Columns, .. columns.Select(c => new Column(c.Name, ColumnKind.Double))]);
    }

    /// <inheritdoc/>
    public PortfolioSchema Schema { get; }

    /// <inheritdoc/>
    public long? Rows => _rows.Rows;

    /// <inheritdoc/>
    public IBatchReader Open(IReadOnlyList<ColumnId> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var own = _rows.Schema.Columns.Count;
        if (columns.All(c => c.Index < own))
        {
            return _rows.Open(columns);
        }

        // The key comes last, where it was not asked for.
        List<ColumnId> asked = [.. columns.Where(c => c.Index < own)];
        var keyAt = asked.IndexOf(_key);
        if (keyAt < 0)
        {
            keyAt = asked.Count;
            asked.Add(_key);
        }

        int[] from = [.. columns.Select(c => c.Index < own ? asked.IndexOf(c) : own - 1 - c.Index)]; // −1, −2, … are looked up
        return new Reader(_rows.Open(asked), keyAt, Unit(), from, [.. columns.Select(c => Schema[c].Kind)], _values);
    }

    private Func<Batch, int, int, int> Unit()
    {
        var column = _rows.Schema[_key];
        if (column.IsCoded)
        {
            int[] ofCode = [.. column.Levels.Select(_find)];
            return (batch, at, row) => batch.Codes(at)[row] is var code && code < 0 ? -1 : ofCode[code];
        }

        var known = new Dictionary<long, int>();
        return (batch, at, row) =>
        {
            if (batch.IsMissing(at, row))
            {
                return -1;
            }

            var value = batch.Integers(at)[row];
            if (!known.TryGetValue(value, out var unit))
            {
                known.Add(value, unit = _find(value.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }

            return unit;
        };
    }

    private sealed class Reader(IBatchReader inner, int keyAt, Func<Batch, int, int, int> unit, int[] from, ColumnKind[] kinds, double[][] values) : IBatchReader
    {
        private readonly ColumnBuffer[] _buffers = [.. kinds.Select(k => ColumnBuffer.OfLength(k, Batch.MaxRows))];

        public bool Read(out Batch batch)
        {
            if (!inner.Read(out var source))
            {
                batch = default;
                return false;
            }

            for (var c = 0; c < from.Length; c++)
            {
                if (from[c] >= 0)
                {
                    source.CopyTo(from[c], _buffers[c]);
                    continue;
                }

                var to = _buffers[c].Doubles;
                var known = values[-1 - from[c]];
                for (var i = 0; i < source.Rows; i++)
                {
                    var at = unit(source, keyAt, i);
                    to[i] = at < 0 ? double.NaN : known[at];
                }
            }

            batch = new Batch(_buffers, 0, source.Rows, source.FirstRow);
            return true;
        }

        public void Dispose() => inner.Dispose();
    }
}

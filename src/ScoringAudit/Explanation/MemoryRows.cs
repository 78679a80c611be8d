using ScoringAudit.Portfolios;

namespace ScoringAudit.Explanation;

/// <summary>A portfolio's columns in memory, and copies in which some columns take their values from other rows.</summary>
internal sealed class MemoryRows
{
    private readonly string _source;
    private readonly Column[] _columns;
    private readonly ColumnBuffer[] _values;

    public MemoryRows(IPortfolio rows)
    {
        _source = rows.Schema.Source;
        ColumnId[] ids = [.. Enumerable.Range(0, rows.Schema.Columns.Count).Select(c => new ColumnId(c))];
        var parts = ids.Select(_ => new List<ColumnBuffer>()).ToArray();
        using var reader = rows.Open(ids);
        while (reader.Read(out var batch))
        {
            for (var c = 0; c < ids.Length; c++)
            {
                parts[c].Add(Copy(batch, c));
            }

            Rows += batch.Rows;
        }

        // Levels of an identifier may grow while a file is read: taken after the pass.
        _columns = [.. ids.Select(id => rows.Schema[id])];
        _values = [.. parts.Select((p, c) => Join(_columns[c].Kind, p))];
    }

    public int Rows { get; }

    /// <summary>The rows, where row i of the named columns holds the value of row from[i].</summary>
    public ColumnPortfolio With(HashSet<string> names, int[] from) =>
        ColumnPortfolio.Of(_source, [.. _columns.Select((column, c) => (column, names.Contains(column.Name) ? Pick(_values[c], from) : _values[c]))]);

    private static ColumnBuffer Copy(in Batch batch, int c)
    {
        var missing = batch;
        return batch.Kind(c) switch
        {
            ColumnKind.Float => ColumnBuffer.Of(batch.Floats(c).ToArray()),
            ColumnKind.Double => ColumnBuffer.Of(batch.Doubles(c).ToArray()),
            ColumnKind.Integer => ColumnBuffer.Of(batch.Integers(c).ToArray(), [.. Enumerable.Range(0, batch.Rows).Select(i => !missing.IsMissing(c, i))]),
            ColumnKind.Flag => ColumnBuffer.Of(batch.Flags(c).ToArray(), [.. Enumerable.Range(0, batch.Rows).Select(i => !missing.IsMissing(c, i))]),
            var kind => ColumnBuffer.OfCodes(kind, batch.Codes(c).ToArray()),
        };
    }

    private static ColumnBuffer Join(ColumnKind kind, List<ColumnBuffer> parts) => kind switch
    {
        ColumnKind.Float => ColumnBuffer.Of([.. parts.SelectMany(p => p.Floats)]),
        ColumnKind.Double => ColumnBuffer.Of([.. parts.SelectMany(p => p.Doubles)]),
        ColumnKind.Integer => ColumnBuffer.Of([.. parts.SelectMany(p => p.Integers)], [.. parts.SelectMany(p => p.Valid)]),
        ColumnKind.Flag => ColumnBuffer.Of([.. parts.SelectMany(p => p.Flags)], [.. parts.SelectMany(p => p.Valid)]),
        _ => ColumnBuffer.OfCodes(kind, [.. parts.SelectMany(p => p.Codes)]),
    };

    private static ColumnBuffer Pick(ColumnBuffer values, int[] from) => values.Kind switch
    {
        ColumnKind.Float => ColumnBuffer.Of(Array.ConvertAll(from, i => values.Floats[i])),
        ColumnKind.Double => ColumnBuffer.Of(Array.ConvertAll(from, i => values.Doubles[i])),
        ColumnKind.Integer => ColumnBuffer.Of(Array.ConvertAll(from, i => values.Integers[i]), Array.ConvertAll(from, i => values.Valid[i])),
        ColumnKind.Flag => ColumnBuffer.Of(Array.ConvertAll(from, i => values.Flags[i]), Array.ConvertAll(from, i => values.Valid[i])),
        _ => ColumnBuffer.OfCodes(values.Kind, Array.ConvertAll(from, i => values.Codes[i])),
    };
}

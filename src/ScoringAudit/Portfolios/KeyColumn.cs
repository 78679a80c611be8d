using System.Globalization;
using ScoringAudit.Primitives;

namespace ScoringAudit.Portfolios;

/// <summary>A column whose values name units (subject, street, area), as dense codes: for clusters, blocks and neighbours.</summary>
/// <remarks>A missing value is a unit of its own. Codes follow first appearance, so only equality has a meaning.</remarks>
public sealed class KeyColumn
{
    private readonly int[]? _coarse;
    private readonly Dictionary<long, int> _codes = [];
    private int _next;

    private KeyColumn(string name, ColumnId column, int[]? coarse, int next)
    {
        Name = name;
        Column = column;
        _coarse = coarse;
        _next = next;
    }

    /// <summary>What the units are called: the column's name.</summary>
    public string Name { get; }

    /// <summary>The column.</summary>
    public ColumnId Column { get; }

    /// <summary>Number of units met so far.</summary>
    public int Units => _next;

    /// <summary>Binds a column.</summary>
    /// <param name="schema">The portfolio's columns.</param>
    /// <param name="name">Column name.</param>
    /// <param name="asked">Who asked, for the message.</param>
    /// <param name="prefix">Number of leading characters that count, or null for all.</param>
    /// <exception cref="AuditDataException">There is no such column, or it holds fractions.</exception>
    public static KeyColumn Bind(PortfolioSchema schema, string name, string asked, int? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var id = schema.Require(name, asked);
        var column = schema[id];
        if (!column.IsCoded)
        {
            if (column.Kind is ColumnKind.Float or ColumnKind.Double)
            {
                throw new AuditDataException($"{schema.Source}: column '{name}' ({asked}) holds fractions, expected whole numbers or names. Give the column that names the unit.");
            }

            return new KeyColumn(name, id, null, 0) { Prefix = prefix };
        }

        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        var coarse = new int[column.Levels.Count];
        for (var i = 0; i < coarse.Length; i++)
        {
            var text = prefix is { } p && column.Levels[i].Length > p ? column.Levels[i][..p] : column.Levels[i];
            if (!codes.TryGetValue(text, out coarse[i]))
            {
                coarse[i] = codes.Count;
                codes.Add(text, coarse[i]);
            }
        }

        return new KeyColumn(name, id, coarse, codes.Count) { Prefix = prefix };
    }

    /// <summary>Number of leading characters that count, or null.</summary>
    public int? Prefix { get; private init; }

    /// <summary>Codes of a batch's rows. Call it on batches in order, from one thread.</summary>
    public void Read(in Batch batch, int column, Span<int> to)
    {
        if (_coarse is not null)
        {
            var codes = batch.Codes(column);
            for (var i = 0; i < codes.Length; i++)
            {
                to[i] = codes[i] >= 0 ? _coarse[codes[i]] : _next++;
            }

            return;
        }

        var numbers = new double[batch.Rows];
        batch.CopyNumbers(column, numbers);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (double.IsNaN(numbers[i]))
            {
                to[i] = _next++;
                continue;
            }

            var key = Coarse((long)numbers[i]);
            if (!_codes.TryGetValue(key, out var code))
            {
                code = _next++;
                _codes.Add(key, code);
            }

            to[i] = code;
        }
    }

    /// <summary>The codes of every row of a portfolio.</summary>
    public int[] ReadAll(IPortfolio rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var all = new List<int>();
        using var reader = rows.Open([Column]);
        var buffer = new int[Batch.MaxRows];
        while (reader.Read(out var batch))
        {
            Read(batch, 0, buffer);
            all.AddRange(buffer.AsSpan(0, batch.Rows));
        }

        return [.. all];
    }

    private long Coarse(long value)
    {
        if (Prefix is not { } p)
        {
            return value;
        }

        var text = value.ToString(CultureInfo.InvariantCulture);
        return text.Length > p ? long.Parse(text[..p], CultureInfo.InvariantCulture) : value;
    }
}

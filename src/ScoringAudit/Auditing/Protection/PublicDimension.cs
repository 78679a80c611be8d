using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>A column in public categories or bands: which level a row's value has follows from that value alone.</summary>
public sealed class PublicDimension
{
    private readonly IReadOnlyList<double> _edges;
    private readonly double[] _numbers;

    private PublicDimension(string column, TableDimension shape, IReadOnlyList<double> edges, bool bounded)
    {
        Column = column;
        Shape = shape;
        _edges = edges;
        IsBounded = bounded;
        _numbers = edges.Count > 0 ? [] : [.. shape.Levels.Select(Number)];
    }

    /// <summary>Column name.</summary>
    public string Column { get; }

    /// <summary>Name and levels.</summary>
    public TableDimension Shape { get; }

    /// <summary>Edges between levels; empty for categories.</summary>
    public IReadOnlyList<double> Edges => _edges;

    /// <summary>Whether the first and the last level hold what lies beyond the public bounds.</summary>
    public bool IsBounded { get; }

    /// <summary>Categories.</summary>
    public static PublicDimension Categories(string column, IReadOnlyList<string> categories) => new(column, new TableDimension(column, categories), [], false);

    /// <summary>Bands with the names of groups: "&lt;25", "25-39", "≥40".</summary>
    public static PublicDimension Bins(string column, IReadOnlyList<double> edges) => new(column, new TableDimension(column, GroupColumn.BinNames(edges)), edges, false);

    /// <summary>Bands of a number; with bounds two more, for what lies beyond them.</summary>
    public static PublicDimension Bands(string column, IReadOnlyList<double> inner, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(inner);
        var bounded = double.IsFinite(low) && double.IsFinite(high);
        // A value on the upper bound is inside.
        IReadOnlyList<double> edges = bounded ? [low, .. inner, Math.BitIncrement(high)] : inner;
        if (!bounded)
        {
            return new PublicDimension(column, TableDimension.Bands(column, edges), edges, false);
        }

        var names = new List<string> { "below " + Text(low) };
        for (var i = 0; i <= inner.Count; i++)
        {
            var (from, to) = (i == 0 ? low : inner[i - 1], i == inner.Count ? high : inner[i]);
            names.Add("[" + Text(from) + "," + Text(to) + (i == inner.Count ? "]" : ")"));
        }

        names.Add("above " + Text(high));
        return new PublicDimension(column, new TableDimension(column, names), edges, true);
    }

    /// <summary>The dimension of a column by its public description.</summary>
    public static PublicDimension Of(PublicColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column.IsCategory ? Categories(column.Name, column.Categories) : Bands(column.Name, column.Bins, column.Low, column.High);
    }

    /// <summary>The level of a number.</summary>
    public int LevelOf(double value)
    {
        if (_edges.Count > 0)
        {
            return TableDimension.BandOf(value, _edges);
        }

        var at = double.IsNaN(value) ? -1 : Array.IndexOf(_numbers, value);
        return at < 0 ? Shape.Levels.Count : at;
    }

    /// <summary>The number that stands for a band: its middle, the edge for an open one; NaN for categories.</summary>
    public double Middle(int level)
    {
        if (_edges.Count == 0)
        {
            return double.NaN;
        }

        var (from, to) = (Math.Max(level - 1, 0), Math.Min(level, _edges.Count - 1));
        return (_edges[from] + _edges[to]) / 2;
    }

    /// <summary>Reads a batch: the level of each row, the last for whatever is not in the schema.</summary>
    public void Read(in Batch batch, int position, Column column, Span<int> to)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (batch.Kind(position) is ColumnKind.Category or ColumnKind.Identifier)
        {
            var codes = batch.Codes(position);
            var levels = new Dictionary<int, int>();
            for (var i = 0; i < codes.Length; i++)
            {
                if (!levels.TryGetValue(codes[i], out var level))
                {
                    var text = codes[i] < 0 ? null : column.Levels[codes[i]];
                    level = _edges.Count > 0 ? LevelOf(text is null ? double.NaN : Number(text)) : Shape.IndexOf(text);
                    levels.Add(codes[i], level);
                }

                to[i] = level;
            }

            return;
        }

        var numbers = new double[batch.Rows];
        batch.CopyNumbers(position, numbers);
        var single = batch.Kind(position) == ColumnKind.Float && _edges.Count == 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            to[i] = single ? Single((float)numbers[i]) : LevelOf(numbers[i]);
        }
    }

    private int Single(float value)
    {
        for (var i = 0; i < _numbers.Length; i++)
        {
            if ((float)_numbers[i] == value)
            {
                return i;
            }
        }

        return Shape.Levels.Count;
    }

    private static double Number(string text) => text.Trim() switch
    {
        var t when t.Equals("true", StringComparison.OrdinalIgnoreCase) => 1,
        var t when t.Equals("false", StringComparison.OrdinalIgnoreCase) => 0,
        var t when double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => double.NaN,
    };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

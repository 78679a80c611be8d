using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>The rows of one group, as a metric of the caller's own sees them: numbers by column name.</summary>
public sealed class GroupRows
{
    private readonly IReadOnlyList<string> _names;
    private readonly double[][] _columns;

    internal GroupRows(IReadOnlyList<string> names, double[][] columns) => (_names, _columns) = (names, columns);

    /// <summary>Number of rows; a resample may hold a row several times.</summary>
    public int Count => _columns.Length == 0 ? 0 : _columns[0].Length;

    /// <summary>Values of a column; NaN is missing.</summary>
    /// <exception cref="ArgumentException">The column was not named in <c>Columns</c>.</exception>
    public IReadOnlyList<double> this[string column] => Column(column);

    /// <summary>The same as an array, for functions that take spans.</summary>
    /// <exception cref="ArgumentException">The column was not named in <c>Columns</c>.</exception>
    public double[] Column(string column)
    {
        for (var c = 0; c < _names.Count; c++)
        {
            if (_names[c] == column)
            {
                return _columns[c];
            }
        }

        throw new ArgumentException($"Column '{column}' was not read. {(Nearest.Of(column, _names) is { } near ? $"Did you mean '{near}'?" : "Columns names: " + string.Join(", ", _names) + ".")}", nameof(column));
    }
}

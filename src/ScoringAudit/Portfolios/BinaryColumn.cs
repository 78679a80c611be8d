using System.Globalization;
using System.Numerics.Tensors;
using ScoringAudit.Primitives;

namespace ScoringAudit.Portfolios;

/// <summary>A column read as yes or no: outcome (adverse or not) and decision (favourable or not).</summary>
/// <remarks>
/// A value is positive when it is the asked text, or the same number: "1" matches 1, 1.0, "01" and true; "0" matches false. Any other
/// value that is not missing is negative. Whether the asked value occurs at all is known only after a pass: count what
/// <see cref="Read"/> gives and hand the counts to <see cref="RequireBoth"/> or <see cref="RequirePositive"/>.
/// </remarks>
public sealed class BinaryColumn
{
    private const int MostListed = 6;
    private bool[] _positiveCodes;
    private readonly double? _number;
    private readonly string _asked;

    private BinaryColumn(ColumnId id, Column column, string positive, string asked)
    {
        Id = id;
        Column = column;
        Positive = positive;
        _asked = asked;
        _number = ToNumber(positive);
        _positiveCodes = PositiveCodes();
    }

    /// <summary>Where the column stands in the schema.</summary>
    public ColumnId Id { get; }

    /// <summary>The column.</summary>
    public Column Column { get; }

    /// <summary>The text or number that counts as positive, as asked.</summary>
    public string Positive { get; }

    /// <summary>Binds a column and the value that means yes.</summary>
    /// <param name="schema">The portfolio's columns.</param>
    /// <param name="column">Column name.</param>
    /// <param name="positive">Text or number that means yes.</param>
    /// <param name="asked">The plan's key of the value, for messages: for example "columns.outcome.adverse".</param>
    /// <param name="mustOccur">Whether a list of levels without the value is an error; not where even that would tell something of the data.</param>
    /// <exception cref="AuditDataException">There is no such column, or it has levels and none of them is the value.</exception>
    public static BinaryColumn Bind(PortfolioSchema schema, string column, string positive, string asked, bool mustOccur = true)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(positive);
        var id = schema.Require(column, asked);
        var bound = new BinaryColumn(id, schema[id], positive, asked);
        if (mustOccur && bound.Column is { Kind: ColumnKind.Category, Levels.Count: > 0 } && !bound._positiveCodes.Contains(true))
        {
            throw bound.Unknown(schema.Source, bound.Column.Levels);
        }

        return bound;
    }

    /// <summary>Reads a batch: 1 positive, 0 negative, −1 missing.</summary>
    /// <param name="batch">Rows.</param>
    /// <param name="column">Position of this column among the columns asked for.</param>
    /// <param name="to">At least as long as the batch.</param>
    public void Read(in Batch batch, int column, Span<sbyte> to)
    {
        switch (Column.Kind)
        {
            case ColumnKind.Float:
                // Single-precision columns hold the nearest float of the written number: compare as floats.
                var single = _number is { } asked ? (float)asked : float.NaN;
                var floats = batch.Floats(column);
                for (var i = 0; i < floats.Length; i++)
                {
                    to[i] = float.IsNaN(floats[i]) ? (sbyte)-1 : floats[i] == single ? (sbyte)1 : (sbyte)0;
                }

                break;
            case ColumnKind.Double:
                var value = _number ?? double.NaN;
                var doubles = batch.Doubles(column);
                for (var i = 0; i < doubles.Length; i++)
                {
                    to[i] = double.IsNaN(doubles[i]) ? (sbyte)-1 : doubles[i] == value ? (sbyte)1 : (sbyte)0;
                }

                break;
            case ColumnKind.Integer:
                var integers = batch.Integers(column);
                var number = _number ?? double.NaN;
                for (var i = 0; i < integers.Length; i++)
                {
                    to[i] = batch.IsMissing(column, i) ? (sbyte)-1 : integers[i] == number ? (sbyte)1 : (sbyte)0;
                }

                break;
            case ColumnKind.Flag:
                var flags = batch.Flags(column);
                for (var i = 0; i < flags.Length; i++)
                {
                    to[i] = batch.IsMissing(column, i) ? (sbyte)-1 : _number == (flags[i] ? 1 : 0) ? (sbyte)1 : (sbyte)0;
                }

                break;
            default:
                var codes = batch.Codes(column);
                if (codes.Length > 0 && TensorPrimitives.Max(codes) >= _positiveCodes.Length)
                {
                    // An identifier's names may still grow while a file is read.
                    _positiveCodes = PositiveCodes();
                }

                for (var i = 0; i < codes.Length; i++)
                {
                    to[i] = codes[i] < 0 ? (sbyte)-1 : _positiveCodes[codes[i]] ? (sbyte)1 : (sbyte)0;
                }

                break;
        }
    }

    /// <summary>Checks the counts of a whole pass: the asked value must occur.</summary>
    /// <param name="rows">The portfolio; read again, for the message only, when the check fails.</param>
    /// <param name="positives">Rows that were positive.</param>
    /// <param name="negatives">Rows that were negative.</param>
    /// <exception cref="AuditDataException">No row is positive.</exception>
    public void RequirePositive(IPortfolio rows, long positives, long negatives)
    {
        if (positives == 0 && negatives == 0)
        {
            throw new AuditDataException(
                $"{rows.Schema.Source}: column '{Column.Name}' has no value in any row used, expected '{Positive}' in some ({_asked}). Fill the column, or name another one.");
        }

        if (positives == 0)
        {
            var found = Distinct(rows);
            throw found.Any(Matches)
                ? new AuditDataException(
                    $"{rows.Schema.Source}: column '{Column.Name}' is '{Positive}' ({_asked}) in none of the {negatives.ToString(CultureInfo.InvariantCulture)} rows used, expected some. Use more rows, or name another value.")
                : Unknown(rows.Schema.Source, found);
        }
    }

    /// <summary>Checks the counts of a whole pass: the asked value and another one must occur.</summary>
    /// <param name="rows">The portfolio; read again, for the message only, when the check fails.</param>
    /// <param name="positives">Rows that were positive.</param>
    /// <param name="negatives">Rows that were negative.</param>
    /// <exception cref="AuditDataException">No row is positive, or none is negative.</exception>
    public void RequireBoth(IPortfolio rows, long positives, long negatives)
    {
        RequirePositive(rows, positives, negatives);
        if (negatives == 0)
        {
            throw new AuditDataException(
                $"{rows.Schema.Source}: column '{Column.Name}' is '{Positive}' ({_asked}) in all {positives.ToString(CultureInfo.InvariantCulture)} rows used, expected two classes. Add rows of the other class, or name another column.");
        }
    }

    private bool[] PositiveCodes() => [.. Column.Levels.Select(Matches)];

    private bool Matches(string value) => value == Positive || (_number is { } number && ToNumber(value) == number);

    private static double? ToNumber(string text) => text.Trim() switch
    {
        var t when t.Equals("true", StringComparison.OrdinalIgnoreCase) => 1,
        var t when t.Equals("false", StringComparison.OrdinalIgnoreCase) => 0,
        var t when double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private AuditDataException Unknown(string source, IReadOnlyList<string> found)
    {
        var listed = found.Take(MostListed).ToList();
        var values = found.Count > MostListed
            ? $"{string.Join(", ", listed)} and other values"
            : listed.Count > 1 ? $"{string.Join(", ", listed[..^1])} and {listed[^1]}" : $"only {listed[0]}";
        var next = found.Count > 1 ? "Write one of the values that it holds." : "Expected at least two values, or nothing can be compared. Name another column.";
        return new AuditDataException($"{source}: {_asked} is '{Positive}', but column '{Column.Name}' holds {values}. {next}");
    }

    private List<string> Distinct(IPortfolio rows)
    {
        var found = new SortedSet<double>();
        using var reader = rows.Open([Id]);
        while (found.Count <= MostListed && reader.Read(out var batch))
        {
            var numbers = new double[batch.Rows];
            batch.CopyNumbers(0, numbers);
            for (var i = 0; i < numbers.Length && found.Count <= MostListed; i++)
            {
                if (!double.IsNaN(numbers[i]))
                {
                    found.Add(numbers[i]);
                }
            }
        }

        return [.. found.Select(Name)];

        string Name(double v) => Column.Kind switch
        {
            ColumnKind.Flag => v == 0 ? "false" : "true",
            ColumnKind.Float => ((float)v).ToString("R", CultureInfo.InvariantCulture),
            ColumnKind.Category or ColumnKind.Identifier => Column.Levels[(int)v],
            _ => v.ToString("R", CultureInfo.InvariantCulture),
        };
    }
}

using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>One column of a CSV: gathers what its fields look like, then decides its kind, then reads it.</summary>
internal sealed class CsvColumn
{
    private readonly string _file;
    private readonly Wanted _wanted;
    private readonly bool _allowInfinite;
    private readonly long[] _counts = new long[Enum.GetValues<CsvValue>().Length];
    private long _infiniteLine;
    private string _infinite = string.Empty;
    private long _commaLine;
    private string _comma = string.Empty;
    private bool _skippedNames;
    private ColumnKind _kind;

    public CsvColumn(string file, string name, CsvOptions options)
    {
        _file = file;
        Name = name;
        _allowInfinite = options.AllowInfinite.Contains(name);
        _wanted = options.Numbers.Contains(name) ? Wanted.Number
            : options.Categories.Contains(name) ? Wanted.Category
            : options.Identifiers.Contains(name) ? Wanted.Identifier
            : Wanted.Any;
    }

    private enum Wanted
    {
        Any,
        Number,
        Category,
        Identifier,
    }

    public string Name { get; }

    public long Missing => _counts[(int)CsvValue.Missing];

    public NameTable Names { get; private set; } = new();

    /// <summary>Whether names must be gathered again from the first row, because numbers came before the first text.</summary>
    public bool NeedsNames { get; private set; }

    /// <summary>Takes one field of the first pass.</summary>
    public void Scan(ReadOnlySpan<byte> text, long line)
    {
        var value = CsvText.Classify(text);
        _counts[(int)value]++;
        switch (value)
        {
            case CsvValue.Missing:
                return;
            case CsvValue.Infinite when _infiniteLine == 0:
                (_infiniteLine, _infinite) = (line, CsvText.Shown(text));
                break;
            case CsvValue.DecimalComma when _commaLine == 0:
                (_commaLine, _comma) = (line, CsvText.Shown(text));
                break;
        }

        if (_wanted == Wanted.Number)
        {
            Require(value, text, line);
            return;
        }

        // A column of numbers keeps no texts. The first text that shows it to be something else starts the table.
        var plain = value is CsvValue.Integer or CsvValue.Number or CsvValue.Infinite or CsvValue.Flag;
        if (_wanted == Wanted.Category || !plain || Names.Count > 0)
        {
            Names.CodeOf(text);
        }
        else
        {
            _skippedNames = true;
        }
    }

    /// <summary>Takes one field of a second scan, for the table of names only.</summary>
    public void Rescan(ReadOnlySpan<byte> text)
    {
        if (!CsvText.IsMissing(text))
        {
            Names.CodeOf(text);
        }
    }

    /// <summary>Decides after the first pass whether a second is needed.</summary>
    public void EndScan(long rows)
    {
        var numbers = Count(CsvValue.Integer) + Count(CsvValue.Number) + Count(CsvValue.Infinite);
        var values = rows - Missing;
        if (_wanted is Wanted.Any or Wanted.Number)
        {
            if (Count(CsvValue.DecimalComma) > 0 && numbers + Count(CsvValue.DecimalComma) + Count(CsvValue.Code) == values)
            {
                throw Comma();
            }
        }

        _kind = _wanted switch
        {
            Wanted.Category => ColumnKind.Category,
            Wanted.Identifier => Count(CsvValue.Integer) == values && values > 0 ? ColumnKind.Integer : ColumnKind.Identifier,
            Wanted.Number => Count(CsvValue.Integer) == values && values > 0 ? ColumnKind.Integer : ColumnKind.Double,
            _ when values > 0 && Count(CsvValue.Integer) == values => ColumnKind.Integer,
            _ when numbers == values => ColumnKind.Double,
            _ when Count(CsvValue.Flag) == values => ColumnKind.Flag,
            _ => ColumnKind.Identifier,
        };
        if (_kind is ColumnKind.Double && _infiniteLine > 0 && !_allowInfinite)
        {
            throw new AuditDataException($"{_file}, line {_infiniteLine}, column '{Name}': found {_infinite}, an infinite number. Expected a finite number. Correct the value, or leave the field empty if it is missing.");
        }

        NeedsNames = _kind is ColumnKind.Category or ColumnKind.Identifier && _skippedNames;
        if (NeedsNames || _kind is not (ColumnKind.Category or ColumnKind.Identifier))
        {
            Names = new NameTable();
        }
    }

    /// <summary>The column, once all names are known.</summary>
    public Column Decide(long rows)
    {
        if (_kind == ColumnKind.Identifier && _wanted == Wanted.Any && LevelRule.IsCategory(Names.Count, rows))
        {
            _kind = ColumnKind.Category;
        }

        if (_kind == ColumnKind.Category)
        {
            Names.Sort();
        }

        return new Column(Name, _kind, _kind is ColumnKind.Category or ColumnKind.Identifier ? Names.Names : []);
    }

    private void Require(CsvValue value, ReadOnlySpan<byte> text, long line)
    {
        if (value == CsvValue.DecimalComma)
        {
            throw Comma();
        }

        if (value is CsvValue.Text or CsvValue.Flag)
        {
            throw new AuditDataException($"{_file}, line {line}, column '{Name}': found {CsvText.Shown(text)}, expected a number. Correct the value, leave the field empty if it is missing, or name another column in the plan.");
        }
    }

    private AuditDataException Comma() =>
        new($"{_file}, line {_commaLine}, column '{Name}': found {_comma}, a number with a decimal comma. Expected a decimal point and no thousands separators, as in 1234.5. Export the file with decimal points.");

    private long Count(CsvValue value) => _counts[(int)value];
}

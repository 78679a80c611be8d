using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Schema;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>One column of a Parquet portfolio: its names, and how a row group of it becomes a buffer.</summary>
internal sealed class ParquetColumnReader
{
    private readonly ColumnKind? _noted;
    private ColumnKind _kind;

    private ParquetColumnReader(DataField field, ColumnKind kind, ColumnKind? noted)
    {
        Field = field;
        _kind = kind;
        _noted = noted;
    }

    public DataField Field { get; }

    public string Name => Field.Name;

    public Type Type => Field.ClrType;

    private NameTable Names { get; } = new();

    private bool IsText => _kind is ColumnKind.Category or ColumnKind.Identifier;

    public static ParquetColumnReader Of(Field field, string file, ColumnKind? noted)
    {
        if (field is not DataField { IsArray: false, MaxRepetitionLevel: 0 } data)
        {
            throw new AuditDataException($"{file}: column '{field.Name}' holds lists or structures. Expected numbers, true or false, or text. Leave the column out of the export.");
        }

        var type = data.ClrType;
        ColumnKind kind;
        if (type == typeof(float))
        {
            kind = ColumnKind.Float;
        }
        else if (type == typeof(double) || type == typeof(decimal))
        {
            kind = ColumnKind.Double;
        }
        else if (type == typeof(bool))
        {
            kind = ColumnKind.Flag;
        }
        else if (type == typeof(string) || type == typeof(ReadOnlyMemory<char>))
        {
            kind = ColumnKind.Identifier;
        }
        else if (type == typeof(sbyte) || type == typeof(byte) || type == typeof(short) || type == typeof(ushort) || type == typeof(int) || type == typeof(uint) || type == typeof(long))
        {
            kind = ColumnKind.Integer;
        }
        else
        {
            throw new AuditDataException($"{file}: column '{field.Name}' holds values of type {type.Name}. Expected numbers, true or false, or text. Export it as text, or leave it out.");
        }

        return new ParquetColumnReader(data, kind, noted);
    }

    /// <summary>Gathers the names of one row group of a text column.</summary>
    public async Task Scan(ParquetRowGroupReader group, DataField field, string file, int number)
    {
        if (!IsText)
        {
            return;
        }

        using var data = await Data(group, field, file, number);
        ReadOnlySpan<ReadOnlyMemory<char>> values = ((RawColumnData<ReadOnlyMemory<char>>)data).Values;
        ReadOnlySpan<int> levels = field.MaxDefinitionLevel > 0 ? data.DefinitionLevels : [];
        var next = 0;
        for (var i = 0; i < (int)group.RowCount; i++)
        {
            if ((levels.IsEmpty || levels[i] > 0) && values[next++] is { IsEmpty: false } text)
            {
                Names.CodeOf(text.Span);
            }
        }
    }

    /// <summary>The column, once all row groups were scanned.</summary>
    public Column Decide(long rows)
    {
        if (!IsText)
        {
            return new Column(Name, _kind);
        }

        _kind = _noted ?? (LevelRule.IsCategory(Names.Count, rows) ? ColumnKind.Category : ColumnKind.Identifier);
        if (_kind == ColumnKind.Category)
        {
            Names.Sort();
        }

        return new Column(Name, _kind, Names.Names);
    }

    /// <summary>Reads one row group.</summary>
    public async Task<ColumnBuffer> Read(ParquetRowGroupReader group, DataField field, string file, int number)
    {
        var rows = checked((int)group.RowCount);
        using var data = await Data(group, field, file, number);
        ReadOnlySpan<int> levels = field.MaxDefinitionLevel > 0 ? data.DefinitionLevels : [];
        var to = ColumnBuffer.OfLength(_kind, rows);
        switch (data)
        {
            case RawColumnData<float> d:
                Spread(d.Values, levels, to.Floats, float.NaN);
                break;
            case RawColumnData<double> d:
                Spread(d.Values, levels, to.Doubles, double.NaN);
                break;
            case RawColumnData<decimal> d:
                Convert(d.Values, levels, to);
                break;
            case RawColumnData<bool> d:
                Spread(d.Values, levels, to.Flags, false, to.Valid);
                break;
            case RawColumnData<long> d:
                Spread(d.Values, levels, to.Integers, 0, to.Valid);
                break;
            case RawColumnData<int> d:
                Widen(d.Values, levels, to);
                break;
            case RawColumnData<uint> d:
                Widen(d.Values, levels, to);
                break;
            case RawColumnData<short> d:
                Widen(d.Values, levels, to);
                break;
            case RawColumnData<ushort> d:
                Widen(d.Values, levels, to);
                break;
            case RawColumnData<sbyte> d:
                Widen(d.Values, levels, to);
                break;
            case RawColumnData<byte> d:
                Widen(d.Values, levels, to);
                break;
            case RawColumnData<ReadOnlyMemory<char>> d:
                Code(d.Values, levels, to.Codes);
                break;
            default:
                throw new InvalidOperationException($"Column '{Name}' was read as {data.GetType().Name}.");
        }

        return to;
    }

    private static Task<RawColumnData> Data(ParquetRowGroupReader group, DataField field, string file, int number) =>
        ParquetGuard.Column(group.ReadRawColumnDataBaseAsync(field, CancellationToken.None).AsTask(), file, number, field.Name);

    // Values hold no place for nulls (what follows the last value is left over): a definition level of 0 marks each.
    private static void Spread<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> levels, Span<T> to, T missing, bool[]? valid = null)
    {
        if (levels.IsEmpty)
        {
            values.CopyTo(to);
            valid?.AsSpan().Fill(true);
            return;
        }

        var next = 0;
        for (var i = 0; i < to.Length; i++)
        {
            var has = levels[i] > 0;
            to[i] = has ? values[next++] : missing;
            valid?[i] = has;
        }
    }

    private static void Widen<T>(ReadOnlySpan<T> values, ReadOnlySpan<int> levels, ColumnBuffer to)
        where T : IBinaryInteger<T>
    {
        var wide = new long[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = long.CreateChecked(values[i]);
        }

        Spread(wide, levels, to.Integers, 0, to.Valid);
    }

    private static void Convert(ReadOnlySpan<decimal> values, ReadOnlySpan<int> levels, ColumnBuffer to)
    {
        var wide = new double[values.Length];
        for (var i = 0; i < wide.Length; i++)
        {
            // Through text: the nearest double to the decimal, which a cast is not always.
            wide[i] = double.Parse(values[i].ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }

        Spread(wide, levels, to.Doubles, double.NaN);
    }

    private void Code(ReadOnlySpan<ReadOnlyMemory<char>> values, ReadOnlySpan<int> levels, Span<int> to)
    {
        var next = 0;
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = levels.IsEmpty || levels[i] > 0 ? Names.Find(values[next++].Span) : -1;
        }
    }
}

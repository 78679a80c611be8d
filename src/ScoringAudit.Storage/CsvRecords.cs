using System.Text;
using CsvHelper;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>The records of a CSV one after the other, the header first, all with as many fields as the header.</summary>
internal sealed class CsvRecords : IDisposable
{
    // An unclosed quote would otherwise swallow the rest of the file.
    private const int MaxRecordBytes = 1 << 22;

    private readonly CsvReader _reader;
    private readonly string _name;
    private readonly char _delimiter;

    public CsvRecords(Stream text, string name, char delimiter)
    {
        _name = name;
        _delimiter = delimiter;
        _reader = CsvReader.Create(
            text,
            new CsvReaderOptions
            {
                Separator = delimiter,
                HasHeader = false,
                TrackLineNumbers = true,
                TrimWhitespace = delimiter is not (' ' or '\t'),
                MaxRecordSize = MaxRecordBytes,
                MalformedData = CsvMalformedDataHandling.Throw,
                IncludeValuesInExceptions = false,
                DetectSeparatorHint = false,
            },
            false);
        if (!Next())
        {
            throw new AuditDataException($"{name}: the file is empty. Expected a header line with column names and at least one row. Check that the export finished.");
        }

        Header = [.. Enumerable.Range(0, _reader.FieldCount).Select(i => Encoding.UTF8.GetString(Field(i)))];
        for (var i = 0; i < Header.Length; i++)
        {
            if (Header[i].Length == 0)
            {
                throw new AuditDataException($"{name}, line {Line}: column {i + 1} has no name. Expected a name for each of the {Header.Length} columns. Name it, or remove the column.");
            }
        }
    }

    public string[] Header { get; }

    /// <summary>Line on which the record starts, from 1.</summary>
    public long Line => _reader.LineNumber;

    public bool Next()
    {
        try
        {
            if (!_reader.Read())
            {
                return false;
            }
        }
        catch (CsvFormatException e)
        {
            var line = e.LineNumber > 0 ? e.LineNumber : _reader.LineNumber;
            throw new AuditDataException($"{_name}, line {line}: quotes are not balanced. Expected quotes around a whole field only, doubled inside it (\"a \"\"b\"\" c\"). Correct the row.", e);
        }

        if (Header is { } header && _reader.FieldCount != header.Length)
        {
            throw new AuditDataException($"{_name}, line {Line}: found {Count(_reader.FieldCount)}, expected {header.Length} as in the header. Complete the row, and put text that contains the delimiter ({Shown(_delimiter)}) in quotes.");
        }

        return true;
    }

    public ReadOnlySpan<byte> Field(int column) => _reader.GetSpan(column).Trim(" \t"u8);

    public void Dispose() => _reader.Dispose();

    private static string Count(int fields) => fields == 1 ? "1 field" : $"{fields} fields";

    private static string Shown(char delimiter) => delimiter switch
    {
        ' ' => "blanks",
        '\t' => "a tab",
        _ => $"'{delimiter}'",
    };
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Release;

namespace ScoringAudit.Reporting.Files;

/// <summary>tables/*.csv and tables/index.json: every number that a figure shows.</summary>
/// <remarks>
/// RFC 4180 with line feeds: comma, a header, fields quoted only where they need it. UTF-8 without a byte order mark, invariant culture,
/// shortest numbers that read back to the same double. A null is an empty field, an empty text is <c>""</c>; infinite limits are
/// <c>inf</c> and <c>-inf</c>. index.json lists name, title, kind of figure, rows and the columns with their types.
/// </remarks>
public static class TablesCsv
{
    /// <summary>Path of the list of tables.</summary>
    public const string IndexPath = "tables/index.json";

    /// <summary>Path of a table's file.</summary>
    public static string PathOf(string name) => "tables/" + name + ".csv";

    /// <summary>Writes all tables and their index.</summary>
    public static void Write(ReleasedEvidence evidence, IArtifactSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var tables = ReleasedTable.AllOf(evidence);
        foreach (var table in tables)
        {
            using var to = sink.Create(PathOf(table.Table.Name));
            Write(table, to);
        }

        using var index = sink.Create(IndexPath);
        WriteIndex(tables, index);
    }

    /// <summary>Writes one table.</summary>
    public static void Write(ReleasedTable table, Stream to)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(to);
        var text = new StringBuilder();
        Line(text, table.Table.Columns);
        foreach (var row in table.Table.Rows)
        {
            Line(text, row.Select(cell => cell switch
            {
                null => null,
                double value => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : value > 0 ? "inf" : "-inf",
                IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
                _ => cell.ToString(),
            }));
        }

        to.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Reads all tables back.</summary>
    /// <param name="open">Opens a file by its relative path, or gives null when there is none.</param>
    /// <exception cref="AuditDataException">A table is missing, shorter than its index says, or cannot be read.</exception>
    public static IReadOnlyList<ReleasedTable> Read(Func<string, Stream?> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        using var stream = open(IndexPath) ?? throw Missing(IndexPath, "the list of tables");
        using var document = JsonFile.Open(stream, IndexPath);
        return [.. JsonFile.List(document.RootElement, "tables", IndexPath).Select(entry => Read(entry, open)).OrderBy(table => table.Table.Name, StringComparer.Ordinal)];
    }

    internal static AuditDataException Missing(string path, string what) =>
        new(path + ": no such file. Expected " + what + " that an audit wrote beside findings.json. Run the audit again, or name the directory that --out wrote.");

    private static void WriteIndex(IReadOnlyList<ReleasedTable> tables, Stream to) => JsonFile.Write(to, json =>
    {
        json.WriteStartArray("tables");
        foreach (var table in tables)
        {
            json.WriteStartObject();
            json.WriteString("name", table.Table.Name);
            json.WriteString("file", PathOf(table.Table.Name));
            json.WriteString("title", table.Table.Title);
            if (table.Table.Figure is { } figure)
            {
                json.WriteString("figure", figure);
            }

            json.WriteNumber("rows", table.Table.Rows.Count);
            json.WriteStartArray("columns");
            for (int column = 0; column < table.Types.Length; column++)
            {
                json.WriteStartObject();
                json.WriteString("name", table.Table.Columns[column]);
                json.WriteString("type", table.Types[column] switch { ColumnType.Integer => "integer", ColumnType.Number => "number", _ => "text" });
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static ReleasedTable Read(JsonElement entry, Func<string, Stream?> open)
    {
        string name = JsonFile.RequiredWord(entry, "name", IndexPath, "tables");
        if (!ReleasedTable.IsName(name))
        {
            throw JsonFile.Bad(IndexPath, "tables", "the name \"" + name + "\"", "kebab-case: a-z, 0-9, - and _");
        }

        string path = PathOf(name);
        var columns = JsonFile.List(entry, "columns", IndexPath)
            .Select(column => (Name: JsonFile.RequiredWord(column, "name", IndexPath, name), Type: TypeOf(JsonFile.RequiredWord(column, "type", IndexPath, name), name))).ToList();
        using var stream = open(path) ?? throw Missing(path, "the table");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = CsvText.Parse(reader.ReadToEnd(), path);
        if (lines.Count == 0 || !lines[0].SequenceEqual(columns.Select(column => column.Name)))
        {
            throw JsonFile.Bad(path, "first line", lines.Count == 0 ? "nothing" : "\"" + string.Join(",", lines[0]) + "\"", "\"" + string.Join(",", columns.Select(column => column.Name)) + "\" as " + IndexPath + " says");
        }

        long? rows = JsonFile.Whole(entry, "rows", IndexPath, name);
        if (rows is { } expected && expected != lines.Count - 1)
        {
            throw JsonFile.Bad(path, "file", Number(lines.Count - 1) + " rows", Number(expected) + " as " + IndexPath + " says");
        }

        var cells = lines.Skip(1).Select((line, row) => (IReadOnlyList<object?>)[.. columns.Select((column, at) => Cell(line, at, column, row, path))]).ToList();
        return new ReleasedTable(new EvidenceTable(name, JsonFile.RequiredWord(entry, "title", IndexPath, name), JsonFile.Word(entry, "figure", IndexPath, name), [.. columns.Select(column => column.Name)], cells));
    }

    private static object? Cell(IReadOnlyList<string?> line, int at, (string Name, ColumnType Type) column, int row, string path)
    {
        string? text = at < line.Count ? line[at] : throw JsonFile.Bad(path, "row " + Number(row + 1), Number(line.Count) + " fields", "one for each column");
        if (text is null || column.Type == ColumnType.Text)
        {
            return text;
        }

        if (column.Type == ColumnType.Integer && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
        {
            return whole;
        }

        return column.Type == ColumnType.Number
            ? text switch
            {
                "inf" => double.PositiveInfinity,
                "-inf" => double.NegativeInfinity,
                _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) => value,
                _ => throw JsonFile.Bad(path, "row " + Number(row + 1) + ", column \"" + column.Name + "\"", "\"" + text + "\"", "a number"),
            }
            : throw JsonFile.Bad(path, "row " + Number(row + 1) + ", column \"" + column.Name + "\"", "\"" + text + "\"", "a whole number");
    }

    private static ColumnType TypeOf(string word, string table) => word switch
    {
        "text" => ColumnType.Text,
        "integer" => ColumnType.Integer,
        "number" => ColumnType.Number,
        _ => throw JsonFile.Bad(IndexPath, table, "the column type \"" + word + "\"", "text, integer or number"),
    };

    private static void Line(StringBuilder text, IEnumerable<string?> fields) => text.AppendJoin(',', fields.Select(CsvText.Field)).Append('\n');

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

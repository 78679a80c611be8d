using Parquet;
using Parquet.Schema;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>The rows of a Parquet file, of the files that a name with '*' stands for, or of the files subjects-*.parquet of a world's directory, in ordinal order of their names, read by row groups.</summary>
/// <remarks>
/// Single precision is a float column; double precision and decimals are doubles; whole numbers up to 64 signed bits integers; booleans flags; nulls and NaN are missing.
/// Text is a category or an identifier as the file's metadata say (<see cref="ParquetFile"/> writes them); without them, a category if it has at most 10,000 levels and these are at most 200 or half the rows.
/// An empty text is missing, as in a CSV. Dates, lists and structures are refused. Memory holds one row group of the columns asked for, and each distinct text once.
/// </remarks>
public sealed class ParquetPortfolio : IPortfolio
{
    private readonly ParquetColumnReader[] _columns;
    private readonly long _rows;

    private ParquetPortfolio(IReadOnlyList<string> paths, PortfolioSchema schema, ParquetColumnReader[] columns, long rows)
    {
        Paths = paths;
        Schema = schema;
        _columns = columns;
        _rows = rows;
    }

    /// <inheritdoc/>
    public PortfolioSchema Schema { get; }

    /// <inheritdoc/>
    public long? Rows => _rows;

    /// <summary>The files, in the order of their rows.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Opens a file or a world's directory and gathers the names in its text columns.</summary>
    /// <param name="path">A Parquet file, a name with '*', or a directory with files subjects-*.parquet.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="AuditDataException">There is no such file, it is not a whole Parquet file, its columns cannot be read as numbers, flags or texts, or the files of a directory differ in columns.</exception>
    public static ParquetPortfolio Open(string path, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OpenAsync(path, cancel).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public IBatchReader Open(IReadOnlyList<ColumnId> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return new ParquetBatchReader(Paths, [.. columns.Select(c => _columns[c.Index])], Schema.Columns.Count);
    }

    private static async Task<ParquetPortfolio> OpenAsync(string path, CancellationToken cancel)
    {
        var paths = PathsOf(path);
        ParquetColumnReader[]? columns = null;
        long rows = 0;
        foreach (var file in paths)
        {
            var name = Path.GetFileName(file);
            await using var reader = await ParquetGuard.Open(file);
            var found = ColumnsOf(reader, name);
            columns ??= found;
            RequireSame(columns, found, Path.GetFileName(paths[0]), name);
            for (var g = 0; g < reader.RowGroupCount; g++)
            {
                using var group = reader.OpenRowGroupReader(g);
                rows += group.RowCount;
                for (var c = 0; c < columns.Length; c++)
                {
                    cancel.ThrowIfCancellationRequested();
                    await columns[c].Scan(group, found[c].Field, name, g);
                }
            }
        }

        var source = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        if (rows == 0)
        {
            throw new AuditDataException($"{source}: found {columns!.Length} columns and no rows. Expected at least one row. Check that the export finished.");
        }

        return new ParquetPortfolio(paths, new PortfolioSchema(source, [.. columns!.Select(c => c.Decide(rows))]), columns!, rows);
    }

    internal static string[] PathsOf(string path)
    {
        if (!Directory.Exists(path))
        {
            var parts = Parts(path);
            return parts.Length > 0 ? parts : [path];
        }

        string[] paths = [.. Directory.EnumerateFiles(path, "subjects-*.parquet").Order(StringComparer.Ordinal)];
        return paths.Length > 0
            ? paths
            : throw new AuditDataException($"The directory '{path}' has no file subjects-*.parquet. Expected a generated world. Name the data file itself, or run 'scoring-audit generate'.");
    }

    /// <summary>The files that a name with '*' stands for; empty where the name has none, or nothing matches.</summary>
    internal static string[] Parts(string path)
    {
        var pattern = Path.GetFileName(path);
        var directory = Path.GetDirectoryName(path) is { Length: > 0 } d ? d : ".";
        return pattern.Contains('*', StringComparison.Ordinal) && Directory.Exists(directory) && !File.Exists(path)
            ? [.. Directory.EnumerateFiles(directory, pattern).Order(StringComparer.Ordinal)]
            : [];
    }

    private static ParquetColumnReader[] ColumnsOf(ParquetReader reader, string name)
    {
        var identifiers = Noted(reader, ParquetFile.IdentifiersKey);
        var categories = Noted(reader, ParquetFile.CategoriesKey);
        return
        [
            .. reader.Schema.Fields.Select(field => ParquetColumnReader.Of(
                field,
                name,
                identifiers.Contains(field.Name) ? ColumnKind.Identifier : categories.Contains(field.Name) ? ColumnKind.Category : null)),
        ];
    }

    private static HashSet<string> Noted(ParquetReader reader, string key) =>
        reader.CustomMetadata.TryGetValue(key, out var names) ? [.. names.Split('\n')] : [];

    private static void RequireSame(ParquetColumnReader[] first, ParquetColumnReader[] other, string firstName, string otherName)
    {
        var same = first.Select(c => (c.Name, c.Type)).SequenceEqual(other.Select(c => (c.Name, c.Type)));
        if (!same)
        {
            throw new AuditDataException($"{otherName}: its columns are not those of {firstName}. Expected the same names and types in the same order in every part. Generate the parts again with one version.");
        }
    }
}

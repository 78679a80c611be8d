using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Opens the data that a plan names, whatever their format.</summary>
public static class DataFile
{
    /// <summary>Opens .parquet as Parquet, a directory as a world, anything else as CSV (.gz is unpacked).</summary>
    /// <param name="path">The file or directory; a '*' in the name of a Parquet file stands for the parts of one table, read in ordinal order.</param>
    /// <param name="options">What is known about a CSV; not used for Parquet.</param>
    /// <param name="cancel">Stops the first pass.</param>
    /// <exception cref="AuditDataException">As for <see cref="CsvPortfolio.Open(string, CsvOptions?, CancellationToken)"/> and <see cref="ParquetPortfolio.Open(string, CancellationToken)"/>.</exception>
    public static IPortfolio Open(string path, CsvOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) || Directory.Exists(path)
            ? ParquetPortfolio.Open(path, cancel)
            : CsvPortfolio.Open(path, options, cancel);
    }

    /// <summary>Whether there is such a file or directory; of a name with '*', at least one file.</summary>
    public static bool Exists(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path) || Directory.Exists(path) || ParquetPortfolio.Parts(path).Length > 0;
    }

    /// <summary>Names of the files in a directory, without it, in ordinal order; none where there is no such directory.</summary>
    public static IReadOnlyList<string> Names(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>The files behind a path: itself, the files that a name with '*' stands for, or the parts of a world's directory.</summary>
    public static IReadOnlyList<string> Files(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ParquetPortfolio.PathsOf(path);
    }

    /// <summary>The text of a file that stands in a world's directory beside the rows, such as world.json; null when the path is no directory or has no such file.</summary>
    public static string? Companion(string path, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.Combine(path, name);
        return Directory.Exists(path) && File.Exists(full) ? File.ReadAllText(full) : null;
    }
}

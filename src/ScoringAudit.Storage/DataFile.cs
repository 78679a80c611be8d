using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Opens the data that a plan names, whatever their format.</summary>
public static class DataFile
{
    /// <summary>Opens .parquet as Parquet, a directory as a world, anything else as CSV (.gz is unpacked).</summary>
    /// <param name="path">The file or directory.</param>
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

    /// <summary>The files behind a path: itself, or the parts of a world's directory.</summary>
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

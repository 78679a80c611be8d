using System.Text;

namespace ScoringAudit.Tests;

/// <summary>A directory of its own for one test, removed at its end.</summary>
public sealed class TempDirectory : IDisposable
{
    /// <summary>Full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("scoring-audit-").FullName;

    /// <summary>Path of an entry that need not exist.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a text file as UTF-8 without a mark and returns its path.</summary>
    public string Write(string name, string text) => Write(name, new UTF8Encoding(false).GetBytes(text));

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    /// <summary>Removes the directory with all that is in it.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}

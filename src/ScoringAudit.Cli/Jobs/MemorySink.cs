using ScoringAudit.Evidence;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Keeps written files in memory, to compare them.</summary>
internal sealed class MemorySink : IArtifactSink
{
    private readonly SortedDictionary<string, MemoryStream> _files = new(StringComparer.Ordinal);

    /// <summary>Files by path.</summary>
    public IEnumerable<(string Path, byte[] Bytes)> Files => _files.Select(f => (f.Key, f.Value.ToArray()));

    /// <inheritdoc/>
    public Stream Create(string path)
    {
        var stream = new MemoryStream();
        _files.Add(path, stream);
        return stream;
    }
}

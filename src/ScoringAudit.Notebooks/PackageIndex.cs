using System.Text.Json;
using ScoringAudit.Primitives;

namespace ScoringAudit.Notebooks;

/// <summary>The packages and projects that a running program already has, from its .deps.json.</summary>
public sealed class PackageIndex
{
    private readonly SortedDictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>An index without packages.</summary>
    public static PackageIndex Empty { get; } = new();

    /// <summary>Number of packages and projects.</summary>
    public int Count => _versions.Count;

    /// <summary>Reads .deps.json files.</summary>
    /// <param name="files">Their contents, UTF-8 JSON.</param>
    /// <exception cref="AuditDataException">One is no .deps.json.</exception>
    public static PackageIndex Read(IEnumerable<Stream> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var index = new PackageIndex();
        foreach (var file in files)
        {
            try
            {
                using var json = JsonDocument.Parse(file);
                foreach (var library in json.RootElement.GetProperty("libraries").EnumerateObject())
                {
                    if (library.Name.Split('/') is [var name, var version])
                    {
                        index._versions[name] = version;
                    }
                }
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new AuditDataException("The program's list of packages (.deps.json) cannot be read. Build the program again.", e);
            }
        }

        return index;
    }

    /// <summary>The version of a package that is there, or null.</summary>
    public string? VersionOf(string package) => _versions.GetValueOrDefault(package);

    internal void Require(string package, string where)
    {
        if (VersionOf(package) is null)
        {
            var near = Nearest.Of(package, _versions.Keys);
            throw new AuditDataException($"{where}: the package '{package}' is not one of this program's. The runner works without a network and adds none. {(near is null ? "Remove the #r, or add the package to the project." : $"Did you mean '{near}'?")}");
        }
    }
}

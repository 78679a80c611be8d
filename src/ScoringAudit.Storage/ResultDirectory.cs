using System.Globalization;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>A written result, read back: an audit, a model or a world.</summary>
public sealed class ResultDirectory
{
    /// <summary>The file that lists the others; it cannot list itself.</summary>
    public const string Manifest = "manifest.json";

    internal static readonly string[] Marks = [Manifest, "world.json", "model.json", "statement.json"];

    private ResultDirectory(string path) => Path = path;

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>Relative paths of all files, with forward slashes, in ordinal order.</summary>
    public IReadOnlyList<string> Files =>
    [
        .. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Select(f => System.IO.Path.GetRelativePath(Path, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Opens a result.</summary>
    /// <exception cref="AuditDataException">There is no such directory, or it has none of manifest.json, world.json and model.json.</exception>
    public static ResultDirectory Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new AuditDataException($"There is no directory '{path}'. Expected a written result. Check the name.");
        }

        return LooksLikeResult(path)
            ? new ResultDirectory(path)
            : throw new AuditDataException($"The directory '{path}' is no written result (no {PlanNode.OneOf(Marks)}). Name the directory given to --out.");
    }

    /// <summary>Whether a file is there.</summary>
    public bool Has(string relative) => File.Exists(At(relative));

    /// <summary>The text of a file, UTF-8.</summary>
    /// <exception cref="AuditDataException">There is no such file.</exception>
    public string Text(string relative)
    {
        using var reader = new StreamReader(Read(relative));
        return reader.ReadToEnd();
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="AuditDataException">There is no such file.</exception>
    public Stream Read(string relative) =>
        Has(relative) ? InputFile.Open(At(relative)) : throw new AuditDataException($"The directory '{Path}' has no file '{relative}'. Expected a whole result. Write it again.");

    /// <summary>Compares sizes and hashes with a manifest's outputs.</summary>
    /// <param name="outputs">The outputs of the manifest, digests "sha256:…".</param>
    /// <returns>Files that are missing, changed or additional, by path; empty when all are as listed. The manifest itself is not additional.</returns>
    public IReadOnlyList<FileDifference> Verify(IReadOnlyList<ManifestFile> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        var differences = new List<FileDifference>();
        foreach (var listed in outputs)
        {
            if (!Has(listed.Path))
            {
                differences.Add(new FileDifference(listed.Path, FileDifferenceKind.Missing, $"{listed.Path} is missing."));
                continue;
            }

            var bytes = new FileInfo(At(listed.Path)).Length;
            if (bytes != listed.Bytes)
            {
                differences.Add(new FileDifference(listed.Path, FileDifferenceKind.Changed, string.Create(CultureInfo.InvariantCulture, $"{listed.Path} has {bytes} bytes, the manifest says {listed.Bytes}.")));
            }
            else if (FileDigest.Sha256(At(listed.Path)) != listed.Digest)
            {
                differences.Add(new FileDifference(listed.Path, FileDifferenceKind.Changed, $"{listed.Path} was changed: its hash is not the manifest's."));
            }
        }

        var known = outputs.Select(o => o.Path).Append(Manifest).ToHashSet(StringComparer.Ordinal);
        differences.AddRange(Files.Where(f => !known.Contains(f)).Select(f => new FileDifference(f, FileDifferenceKind.Additional, $"{f} is not in the manifest.")));
        return [.. differences.OrderBy(d => d.Path, StringComparer.Ordinal)];
    }

    internal static bool LooksLikeResult(string directory) => Marks.Any(mark => File.Exists(System.IO.Path.Combine(directory, mark)));

    private string At(string relative) => System.IO.Path.Combine(Path, relative);
}

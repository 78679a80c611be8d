using System.Diagnostics.CodeAnalysis;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Writes the files of a result into a directory that appears whole or not at all.</summary>
/// <remarks>
/// Files are written into a hidden directory beside the final one, each brought to the disk as it is closed, and <see cref="Complete"/> renames it.
/// A run that stops before leaves at most that hidden directory (its name ends in .partial); <see cref="Dispose"/> removes it where the program still can.
/// </remarks>
public sealed class DirectorySink : IArtifactSink, IDisposable
{
    private readonly string _final;
    private readonly string _partial;
    private readonly bool _force;
    private readonly SortedDictionary<string, ManifestFile> _written = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private bool _done;

    private DirectorySink(string final, string partial, bool force)
    {
        _final = final;
        _partial = partial;
        _force = force;
    }

    /// <summary>The files written and closed so far, by path, with size and SHA-256; rows and columns are the caller's to add.</summary>
    public IReadOnlyList<ManifestFile> Written => [.. _written.Values];

    /// <summary>Starts a directory.</summary>
    /// <param name="directory">Its final path.</param>
    /// <param name="force">Whether an earlier result of that name is replaced, at <see cref="Complete"/>.</param>
    /// <exception cref="AuditDataException">The directory exists and force was not asked for; or it holds something else than a result; or nothing can be written there.</exception>
    public static DirectorySink Open(string directory, bool force = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var final = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        RequireFree(final, directory, force);
        var partial = Sibling(final, "partial");
        try
        {
            Directory.CreateDirectory(partial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditDataException($"The output directory '{directory}' cannot be made. Check that its parent is a directory in which you may write.", e);
        }

        return new DirectorySink(final, partial, force);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The path is not relative, leaves the directory, or was written already.</exception>
    public Stream Create(string path)
    {
        ObjectDisposedException.ThrowIf(_done, this);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.IsPathRooted(path) || path.Contains('\\', StringComparison.Ordinal) || path.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw new ArgumentException($"'{path}' is not a relative path with forward slashes.", nameof(path));
        }

        if (_written.ContainsKey(path) || !_open.Add(path))
        {
            throw new ArgumentException($"'{path}' was written already.", nameof(path));
        }

        var full = Path.Combine(_partial, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return new DigestStream(new FileStream(full, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16), closing =>
        {
            ((FileStream)closing.Inner).Flush(flushToDisk: true);
            _open.Remove(path);
            _written.Add(path, new ManifestFile(path, closing.Bytes, FileDigest.Sha256Prefix + closing.Sha256(), null, []));
        });
    }

    /// <summary>Gives the directory its final name.</summary>
    /// <exception cref="InvalidOperationException">A file is still open.</exception>
    /// <exception cref="AuditDataException">Meanwhile something else took the name.</exception>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_done, this);
        if (_open.Count > 0)
        {
            throw new InvalidOperationException($"'{_open.Order(StringComparer.Ordinal).First()}' is still open.");
        }

        RequireFree(_final, _final, _force);
        if (Directory.Exists(_final))
        {
            var old = Sibling(_final, "old");
            Directory.Move(_final, old);
            MoveOrRestore(old);
            Directory.Delete(old, recursive: true);
        }
        else
        {
            Directory.Move(_partial, _final);
        }

        _done = true;
    }

    /// <summary>Removes what was written, unless it was completed.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Nothing is lost: a hidden directory stays behind, and the error that stopped the run must not be hidden by this one.")]
    public void Dispose()
    {
        if (_done)
        {
            return;
        }

        _done = true;
        try
        {
            Directory.Delete(_partial, recursive: true);
        }
        catch (Exception)
        {
        }
    }

    private static void RequireFree(string final, string shown, bool force)
    {
        if (File.Exists(final))
        {
            throw new AuditDataException($"The output '{shown}' is a file. Expected a directory that does not exist yet. Choose another name.");
        }

        if (!Directory.Exists(final))
        {
            return;
        }

        if (!force)
        {
            throw new AuditDataException($"The output directory '{shown}' exists. Nothing was written. Choose another name, or add --force to replace it.");
        }

        if (!ResultDirectory.LooksLikeResult(final) && Directory.EnumerateFileSystemEntries(final).Any())
        {
            throw new AuditDataException($"The output directory '{shown}' holds no earlier result (no {PlanNode.OneOf(ResultDirectory.Marks)}). Nothing was written. Choose another name, or remove it yourself.");
        }
    }

    private static string Sibling(string final, string kind) =>
        Path.Combine(Path.GetDirectoryName(final) ?? final, $".{Path.GetFileName(final)}.{Path.GetRandomFileName()[..8]}.{kind}");

    private void MoveOrRestore(string old)
    {
        try
        {
            Directory.Move(_partial, _final);
        }
        catch (IOException)
        {
            Directory.Move(old, _final);
            throw;
        }
    }
}

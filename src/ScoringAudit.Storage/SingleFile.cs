using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Writes one file that appears whole or not at all.</summary>
public static class SingleFile
{
    /// <summary>Writes into a hidden file beside the final one, brings it to the disk, and renames it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content; if it fails, no file appears and an old one stays.</param>
    /// <param name="force">Whether an old file of that name is replaced.</param>
    /// <returns>Size and hash of what was written.</returns>
    /// <exception cref="AuditDataException">The file exists and force was not asked for, or it cannot be written there.</exception>
    public static FileFacts WriteAtomically(string path, Action<Stream> write, bool force = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var final = Path.GetFullPath(path);
        if (Directory.Exists(final))
        {
            throw new AuditDataException($"The output '{path}' is a directory. Expected a file name. Choose another name.");
        }

        RequireFree(final, path, force);
        var partial = Path.Combine(Path.GetDirectoryName(final)!, $".{Path.GetFileName(final)}.{Path.GetRandomFileName()[..8]}.partial");
        var file = Create(partial, path);
        try
        {
            FileFacts facts;
            using (file)
            {
                write(file);
                file.Flush();
                ((FileStream)file.Inner).Flush(flushToDisk: true);
                facts = new FileFacts(path, file.Bytes, file.Sha256());
            }

            RequireFree(final, path, force);
            File.Move(partial, final, force);
            return facts;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private static void RequireFree(string final, string shown, bool force)
    {
        if (!force && File.Exists(final))
        {
            throw new AuditDataException($"The output file '{shown}' exists. Nothing was written. Choose another name, or add --force to replace it.");
        }
    }

    private static DigestStream Create(string partial, string shown)
    {
        try
        {
            return new DigestStream(new FileStream(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditDataException($"The output file '{shown}' cannot be made. Check that its directory exists and that you may write there.", e);
        }
    }
}

using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Opens files that the user named, with one clear message where that fails.</summary>
public static class InputFile
{
    /// <summary>Whether there is a file of that name.</summary>
    public static bool Exists(string path) => File.Exists(path);

    /// <summary>Whether there is a directory of that name.</summary>
    public static bool IsDirectory(string path) => Directory.Exists(path);

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="AuditDataException">It is not there, is a directory, or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new AuditDataException($"'{path}' is a directory. Expected a file. Name a file in it.");
            }

            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AuditDataException($"There is no file '{path}'. Check the name; paths in a plan are relative to the plan's file.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new AuditDataException($"The file '{path}' cannot be read: access is denied. Check its permissions.", e);
        }
        catch (IOException e)
        {
            throw new AuditDataException($"The file '{path}' cannot be read. Check that no other program is writing it.", e);
        }
    }
}

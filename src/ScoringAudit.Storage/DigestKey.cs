using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ScoringAudit.Storage;

/// <summary>The key under which inputs that are not public are digested. It never enters a result.</summary>
/// <remarks>
/// 32 random bytes, made on first use and kept in the file digest.key of the user's folder (<see cref="UserFolder"/>; on Linux
/// ~/.local/share/scoring-audit), readable by the user alone. The same user can so verify a result later; nobody else can test a guess about the input.
/// Remove the file to make that impossible for good.
/// </remarks>
public sealed class DigestKey
{
    private const int Length = 32;

    private DigestKey(byte[] bytes, bool isKept)
    {
        Bytes = bytes;
        IsKept = isKept;
    }

    /// <summary>Whether the key is kept, so that a later run can verify the digest.</summary>
    public bool IsKept { get; }

    internal byte[] Bytes { get; }

    /// <summary>The user's key; where the system has no place to keep one, a key for this run alone.</summary>
    public static DigestKey OfUser() => UserFolder.Find() is { } folder ? In(folder) : OnlyNow();

    /// <summary>The key kept in a directory, made there if there is none; where it cannot be kept, a key for this run alone.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever hinders keeping a key, the audit can go on with one that is not kept.")]
    public static DigestKey In(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        try
        {
            var path = Path.Combine(directory, "digest.key");
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(directory);
                Make(directory, path);
            }

            var bytes = File.ReadAllBytes(path);
            return bytes.Length == Length ? new DigestKey(bytes, true) : OnlyNow();
        }
        catch (Exception)
        {
            return OnlyNow();
        }
    }

    private static DigestKey OnlyNow() => new(RandomNumberGenerator.GetBytes(Length), false);

    // Two first runs at once: the move that comes second fails, and both read the first one's key.
    private static void Make(string directory, string path)
    {
        var fresh = Path.Combine(directory, $".digest.{Path.GetRandomFileName()[..8]}.partial");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(fresh, options))
            {
                file.Write(RandomNumberGenerator.GetBytes(Length));
                file.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}

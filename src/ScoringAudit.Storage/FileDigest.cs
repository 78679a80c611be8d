using System.Security.Cryptography;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Digests of files, as a manifest prints them.</summary>
public static class FileDigest
{
    internal const string Sha256Prefix = "sha256:";
    internal const string HmacPrefix = "hmac-sha256:";

    /// <summary>"sha256:" and the SHA-256 of a file in lower-case hexadecimal; for synthetic and open data and for outputs.</summary>
    /// <exception cref="AuditDataException">The file cannot be read.</exception>
    public static string Sha256(string path)
    {
        using var file = InputFile.Open(path);
        return Sha256Prefix + Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>"hmac-sha256:" and the HMAC-SHA-256 of a file under a key that is not published; for all other inputs.</summary>
    /// <remarks>A plain hash would let anyone who guesses a row test the guess.</remarks>
    /// <exception cref="AuditDataException">The file cannot be read.</exception>
    public static string Hmac(string path, DigestKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var file = InputFile.Open(path);
        return HmacPrefix + Convert.ToHexStringLower(HMACSHA256.HashData(key.Bytes, file));
    }

    /// <summary>One digest for several files: the SHA-256 of their digests, a line each, under the same prefix.</summary>
    public static string OfList(IReadOnlyList<string> digests)
    {
        ArgumentNullException.ThrowIfNull(digests);
        var prefix = digests.All(d => d.StartsWith(Sha256Prefix, StringComparison.Ordinal)) ? Sha256Prefix : HmacPrefix;
        return prefix + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', digests))));
    }

    /// <summary>Size of a file in bytes.</summary>
    public static long Bytes(string path) => new FileInfo(path).Length;
}

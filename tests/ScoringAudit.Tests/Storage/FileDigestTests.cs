using System.Security.Cryptography;
using System.Text;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class FileDigestTests : IDisposable
{
    private readonly TempDirectory _dir = new();

    public void Dispose() => _dir.Dispose();

    // FIPS 180-2, appendix B.1: SHA-256 of "abc".
    [Fact]
    public void Sha256_Abc_IsThePublishedVector() =>
        Assert.Equal("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", FileDigest.Sha256(_dir.Write("t", "abc")));

    [Fact]
    public void Hmac_SameKeyAgain_IsTheSameAndAnotherKeyIsNot()
    {
        var path = _dir.Write("t", "abc");
        var key = DigestKey.In(_dir.At("keys"));
        var digest = FileDigest.Hmac(path, key);

        Assert.StartsWith("hmac-sha256:", digest, StringComparison.Ordinal);
        Assert.True(key.IsKept);
        Assert.Equal(digest, FileDigest.Hmac(path, DigestKey.In(_dir.At("keys"))));
        Assert.NotEqual(digest, FileDigest.Hmac(path, DigestKey.In(_dir.At("others"))));
        Assert.NotEqual(digest, FileDigest.Hmac(_dir.Write("u", "abd"), key));

        var bytes = File.ReadAllBytes(_dir.At("keys/digest.key"));
        Assert.Equal(32, bytes.Length);
        Assert.Equal("hmac-sha256:" + Convert.ToHexStringLower(HMACSHA256.HashData(bytes, Encoding.UTF8.GetBytes("abc"))), digest);
    }

    [Fact]
    public void In_NewKey_IsTheUsersAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such file modes");
            return;
        }

        DigestKey.In(_dir.At("keys"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_dir.At("keys/digest.key")));
        Assert.Single(Directory.EnumerateFileSystemEntries(_dir.At("keys")));
    }

    [Fact]
    public void In_PlaceThatCannotBeWritten_GivesAKeyForThisRunAlone()
    {
        var key = DigestKey.In(Path.Combine(_dir.Write("file", "x"), "keys"));
        Assert.False(key.IsKept);
        Assert.StartsWith("hmac-sha256:", FileDigest.Hmac(_dir.Write("t", "abc"), key), StringComparison.Ordinal);
    }
}

using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class ReleaseLogFileTests : IDisposable
{
    private static readonly ReleasedCell Young = new("all", "", "", "age", "<25", "|approved=1|mask:21", 40) { IsBin = true, High = 25 };
    private static readonly ReleasedCell All = new("all", "", "", "", "", "|approved=1|mask:63", 500);
    private readonly TempDirectory _directory = new();

    private string Log => Path.Combine(_directory.Path, "releases.json");

    private DigestKey Key => DigestKey.In(Path.Combine(_directory.Path, "key"));

    [Fact]
    public void Append_IsReadBack_ByData()
    {
        using (var log = ReleaseLogFile.Open(Log, Key))
        {
            log.Append("data-1", "ask-1", "report-1", [Young, All]);
            log.Append("data-2", "ask-1", "report-2", [All]);
            log.Append("data-1", "ask-1", "report-1", [All]); // the same report is not added twice
            log.Append("data-1", "ask-2", "report-3", [All with { Count = 501 }]);
        }

        using var again = ReleaseLogFile.Open(Log, Key);
        Assert.Equal(2, again.Reports("data-1"));
        Assert.Equal([Young, All, All with { Count = 501 }], again.Earlier("data-1").OrderBy(c => c.Count));
        Assert.Equal([Young, All], again.Earlier("data-1", "report-3"));
        Assert.Empty(again.Earlier("data-1", "report-1"));
        Assert.Empty(again.Earlier("data-9"));
        Assert.Equal("report-3", again.Answer("data-1", "ask-2"));
        Assert.Null(again.Answer("data-2", "ask-2"));
        Assert.Equal(["releases.json"], Directory.GetFiles(_directory.Path).Select(Path.GetFileName).Where(f => !f!.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(":40", ":41", "its content is not what was signed, or another user's key signed it")]
    [InlineData("\"mac\"", "\"mic\"", "it is no release log")]
    [InlineData("}", "", "it is no release log")]
    public void Open_ChangedLog_IsAnError(string was, string now, string what)
    {
        using (var log = ReleaseLogFile.Open(Log, Key))
        {
            log.Append("data-1", "ask-1", "report-1", [Young]);
        }

        File.WriteAllText(Log, File.ReadAllText(Log).Replace(was, now, StringComparison.Ordinal));
        Assert.Equal(
            $"The release log 'releases.json' was changed or damaged: {what}. Nothing was released. Restore it from a copy: without it nobody knows what earlier reports of these data gave away.",
            Assert.Throws<AuditDataException>(() => ReleaseLogFile.Open(Log, Key)).Message);
    }

    [Fact]
    public void Open_AnothersKey_IsAnError()
    {
        using (var log = ReleaseLogFile.Open(Log, Key))
        {
            log.Append("data-1", "ask-1", "report-1", [Young]);
        }

        Assert.Contains("another user's key signed it", Assert.Throws<AuditDataException>(() => ReleaseLogFile.Open(Log, DigestKey.In(Path.Combine(_directory.Path, "other")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NewerSchema_SaysSo()
    {
        File.WriteAllText(Log, """{"schemaVersion":9,"mac":"","releases":[]}""");
        Assert.Equal("The release log 'releases.json' is of schema 9, this program reads 1. Nothing was released. Use a newer program.", Assert.Throws<AuditDataException>(() => ReleaseLogFile.Open(Log, Key)).Message);
    }

    [Fact]
    public void Open_WhileInUse_IsAnError()
    {
        using var first = ReleaseLogFile.Open(Log, Key);
        Assert.Equal(
            "The release log 'releases.json' cannot be opened. Another run may be using it; wait for it, or check that you may read and write it. Nothing was released.",
            Assert.Throws<AuditDataException>(() => ReleaseLogFile.Open(Log, Key)).Message);
    }

    [Fact]
    public void Open_KeyThatCannotBeKept_IsRefused()
    {
        File.WriteAllText(Path.Combine(_directory.Path, "file"), string.Empty);
        Assert.Equal(
            "The release log needs a key that is kept, and there is no place to keep one. Nothing was released. Give the user a local application data directory.",
            Assert.Throws<AuditDataException>(() => ReleaseLogFile.Open(Log, DigestKey.In(Path.Combine(_directory.Path, "file", "below")))).Message);
    }

    public void Dispose() => _directory.Dispose();
}

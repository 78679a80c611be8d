using ScoringAudit.Cli;
using ScoringAudit.Primitives;

namespace ScoringAudit.EndToEnd;

/// <summary>What is thrown becomes an exit code and one message, without values of anybody's record and without paths of the machine.</summary>
public sealed class GuardTests
{
    [Fact]
    public void Guard_FullDisk_IsOneMessageAndExit3() => Check(
        new IOException("No space left on device : '/home/me/out/findings.json'", 28), 3,
        "error: The disk is full, or a quota is used up: the result could not be written. Expected room for it. Free some space, or give --out a directory on another disk.\n");

    [Fact]
    public void Guard_NoPermission_IsOneMessageAndExit3() => Check(
        new UnauthorizedAccessException("/secret"), 3,
        "error: A file or directory cannot be read or written: access is denied. Check the permissions of the input and of the directory in which --out is made.\n");

    [Fact]
    public void Guard_TooLongPath_IsOneMessageAndExit3() => Check(
        new PathTooLongException("/secret"), 3,
        "error: A path is longer than the system allows. Expected a shorter one. Give --out a shorter name.\n");

    [Fact]
    public void Guard_ErrorsOfThreads_TellTheOneThatTheUserCanActOn() => Check(
        new AggregateException(new OperationCanceledException(), new AggregateException(new AuditDataException("s.csv: no."))), 3, "error: s.csv: no.\n");

    [Fact]
    public void Guard_ThreadsStopped_Exits130() => Check(
        new AggregateException(new OperationCanceledException()), 130, "Stopped. Nothing was left half-written.\n");

    [Fact]
    public void Guard_Bug_KeepsItsTextToItself()
    {
        var (code, text) = Run(new InvalidOperationException("income 4200 of Mrs X"));
        Assert.Equal(70, code);
        Assert.StartsWith("bug: InvalidOperationException. This is a defect of the program, not of your data.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("4200", text, StringComparison.Ordinal);
    }

    private static void Check(Exception thrown, int code, string message) => Assert.Equal((code, message), Run(thrown));

    private static (int Code, string Text) Run(Exception thrown)
    {
        using var talk = new StringWriter { NewLine = "\n" };
        return (App.Guard(new Host(TextWriter.Null, talk, TimeProvider.System, false, CancellationToken.None), () => throw thrown), talk.ToString());
    }
}

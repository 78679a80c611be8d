using System.Text;
using ScoringAudit.Cli;

namespace ScoringAudit.EndToEnd;

/// <summary>A directory of its own, in which the command runs in this process.</summary>
public sealed class Sandbox : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Full path.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("scoring-audit-e2e-").FullName;

    /// <summary>Files and directories, hidden ones included, relative and sorted.</summary>
    public string[] Entries =>
    [
        .. Directory.EnumerateFileSystemEntries(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(p => Path.GetRelativePath(Root, p).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>Full path of an entry.</summary>
    public string At(string name) => Path.Combine(Root, name);

    /// <summary>Writes a text file.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(At(name), text, new UTF8Encoding(false));
        return At(name);
    }

    /// <summary>Reads a text file.</summary>
    public string Read(string name) => File.ReadAllText(At(name));

    /// <summary>Runs the command; an argument that begins with '@' names something in the sandbox.</summary>
    public Task<Ran> Run(params string[] args) => Run(1, CancellationToken.None, args);

    /// <summary>Runs the command with a number of threads and a token that stops it.</summary>
    public Task<Ran> Run(int threads, CancellationToken cancel, params string[] args) => Run(host => host with { Threads = threads, Cancel = cancel }, args);

    /// <summary>Runs the command in another host.</summary>
    public async Task<Ran> Run(Func<Host, Host> change, params string[] args)
    {
        using var to = new StringWriter { NewLine = "\n" };
        using var talk = new StringWriter { NewLine = "\n" };
        var host = change(new Host(to, talk, new FixedClock(Noon), false, CancellationToken.None) { Threads = 1 });
        var code = await App.RunAsync([.. args.Select(a => a.StartsWith('@') ? At(a[1..]) : a)], host);
        return new Ran(code, Short(to.ToString()), Short(talk.ToString()));
    }

    /// <summary>The text without the sandbox's own path.</summary>
    public string Short(string text) => text.Replace(Root + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal);

    /// <summary>Copies a directory.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Removes the directory.</summary>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

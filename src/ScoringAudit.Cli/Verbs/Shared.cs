using System.CommandLine;

namespace ScoringAudit.Cli.Verbs;

/// <summary>Options that several verbs have.</summary>
internal static class Shared
{
    /// <summary>--out DIR.</summary>
    public static Option<string?> Out(string description = "Directory to write; it must not exist") => new("--out") { Description = description, HelpName = "DIR" };

    /// <summary>--force.</summary>
    public static Option<bool> Force() => new("--force") { Description = "Replace an earlier result of that name" };

    /// <summary>--json.</summary>
    public static Option<bool> Json() => new("--json") { Description = "One JSON document on stdout, and nothing else there" };

    /// <summary>--seed S.</summary>
    public static Option<ulong?> Seed() => new("--seed") { Description = "Root of all random streams", HelpName = "S" };

    /// <summary>--subjects N.</summary>
    public static Option<int?> Subjects() => new("--subjects") { Description = "Number of synthetic people (default 20000)", HelpName = "N" };

    /// <summary>--threads N.</summary>
    public static Option<int?> Threads() => new("--threads") { Description = "Most threads; results do not depend on it", HelpName = "N" };

    /// <summary>Makes something of a text of the command line; what is wrong with it is the command line's mistake, not the data's.</summary>
    public static T Parse<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Primitives.AuditDataException e)
        {
            throw new CommandLineException(e.Message, e);
        }
    }

    /// <summary>A host with the threads that were asked for.</summary>
    public static Host With(Host host, int? threads) => threads switch
    {
        null => host,
        < 1 => throw new CommandLineException($"--threads: found '{threads}', expected at least 1."),
        { } n => host with { Threads = n },
    };
}

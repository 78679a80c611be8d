using System.CommandLine;
using System.CommandLine.Help;
using ScoringAudit.Cli.Verbs;
using ScoringAudit.Primitives;

namespace ScoringAudit.Cli;

/// <summary>The command scoring-audit: its verbs, and how errors become exit codes.</summary>
public static class App
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">Arguments without the program's name.</param>
    /// <param name="host">Where data and talk go.</param>
    /// <returns>An exit code of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Host host)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(host);
        var root = new RootCommand(
            """
            Finds out what a credit or trust score uses, whom it disadvantages, and how much of it comes from other people's records.

            Two ways to start:
              scoring-audit demo
              scoring-audit audit scores.csv --score pd --decision approved --group race
            """)
        {
            DemoVerb.Make(host, args),
            ScenariosVerb.Make(host),
            GenerateVerb.Make(host),
            TrainVerb.Make(host),
            AuditVerb.Make(host, args),
            ExplainVerb.Make(host, args),
            AlternativesVerb.Make(host, args),
            SchemaVerb.Make(host),
            ReportVerb.Make(host),
            VerifyVerb.Make(host),
            NotebookVerb.Make(host),
        };
        if (args.Count == 0)
        {
            await Invoke(root.Parse(["--help"]), host with { Out = host.Error }).ConfigureAwait(false);
            return ExitCode.CommandLine;
        }

        var parsed = root.Parse([.. args]);
        if (CommandErrors.Of(parsed, args) is { } mistake)
        {
            host.Say("error: " + mistake);
            return ExitCode.CommandLine;
        }

        var code = await Invoke(parsed, host).ConfigureAwait(false);
        if (parsed.Action is HelpAction)
        {
            Examples.Write(parsed.CommandResult.Command.Name, host.Out);
        }

        return code;
    }

    private static Task<int> Invoke(ParseResult parsed, Host host) => parsed.InvokeAsync(
        new InvocationConfiguration { Output = host.Out, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
        CancellationToken.None); // the work watches the host's own token: the verb must still get to say that it stopped

    /// <summary>Runs a verb's work and turns what it throws into an exit code and one clear message.</summary>
    internal static int Guard(Host host, Func<int> work)
    {
        try
        {
            return work();
        }
#pragma warning disable CA1031 // the last resort: a bug must not look like a result
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Explain(host, e is AggregateException many ? Telling(many) : e);
        }
    }

    private static int Explain(Host host, Exception e)
    {
        switch (e)
        {
            case CommandLineException:
                host.Say("error: " + e.Message);
                return ExitCode.CommandLine;
            case AuditDataException:
                host.Say("error: " + e.Message);
                return ExitCode.BadInput;
            case Privacy.BudgetExceededException:
                host.Say("error: " + e.Message);
                return ExitCode.BadInput;
            case OperationCanceledException:
                host.Say("Stopped. Nothing was left half-written.");
                return ExitCode.Cancelled;
            case IOException or UnauthorizedAccessException:
                host.Say("error: " + FileTrouble.Of(e));
                return ExitCode.BadInput;
            default:
                // The exception's own text may hold a value of somebody's record: its kind and place are enough to report it.
                host.Say($"bug: {e.GetType().Name}. This is a defect of the program, not of your data. Please report the lines below; they hold no data.");
                host.Say(e.StackTrace ?? string.Empty);
                return ExitCode.Bug;
        }
    }

    // Of several threads' errors, the one that the user can act on.
    private static Exception Telling(AggregateException many)
    {
        var all = many.Flatten().InnerExceptions;
        return all.FirstOrDefault(e => e is AuditDataException) ?? all.FirstOrDefault(e => e is not OperationCanceledException) ?? all.FirstOrDefault() ?? many;
    }
}

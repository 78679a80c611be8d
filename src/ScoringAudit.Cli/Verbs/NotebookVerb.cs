using System.CommandLine;
using ScoringAudit.Notebooks;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Verbs;

/// <summary>notebook: runs notebooks, proves that their saved outputs are current, and writes their twins.</summary>
internal static class NotebookVerb
{
    private static readonly Lock Once = new();
    private static bool _routed;

    public static Command Make(Host host) => new("notebook", "Runs C# notebooks without a front end") { RunVerb(host), TwinVerb(host) };

    private static Command RunVerb(Host host)
    {
        var files = Files();
        var check = new Option<bool>("--check") { Description = "Execute, compare with the saved outputs, write nothing" };
        var timeout = new Option<double>("--timeout") { Description = "Most seconds for one cell", HelpName = "SECONDS", DefaultValueFactory = _ => 120 };
        var verb = new Command("run", "Executes notebooks and saves their outputs") { files, check, timeout };
        verb.SetAction(r => App.Guard(host, () => Run(host, r.GetValue(files)!, r.GetValue(check), r.GetValue(timeout))));
        return verb;
    }

    private static Command TwinVerb(Host host)
    {
        var files = Files();
        var verb = new Command("twin", "Writes NAME.cs beside each notebook: the same course for 'dotnet run NAME.cs'") { files };
        verb.SetAction(r => App.Guard(host, () =>
        {
            foreach (var file in r.GetValue(files)!)
            {
                var text = TwinWriter.Write(Read(file));
                var twin = Path.ChangeExtension(file, ".cs");
                SingleFile.WriteAtomically(twin, to => to.Write(System.Text.Encoding.UTF8.GetBytes(text)), force: true);
                host.Out.WriteLine(twin);
            }

            return ExitCode.Ran;
        }));
        return verb;
    }

    private static Argument<string[]> Files() => new("FILE") { Description = "Notebooks (.ipynb)", Arity = ArgumentArity.OneOrMore };

    private static int Run(Host host, string[] files, bool check, double timeout)
    {
        if (!(timeout > 0 && timeout <= 86_400))
        {
            throw new CommandLineException(FormattableString.Invariant($"--timeout: found '{timeout}', expected seconds, more than 0 and at most 86400."));
        }

        RouteConsole();
        var packages = Packages();
        var documents = files.Select(file => (File: file, Notebook: Read(file))).ToList();
        var options = new NotebookOptions { Packages = packages, CellTimeout = TimeSpan.FromSeconds(timeout), Clock = host.Clock, Warn = w => host.Say("warning: " + w) };
        foreach (var (_, notebook) in documents)
        {
            NotebookRunner.Check(notebook, options with { Warn = null });
        }

        var code = ExitCode.Ran;
        foreach (var (file, notebook) in documents)
        {
            var start = host.Clock.GetTimestamp();
            var run = NotebookRunner.RunAsync(notebook, options with { Directory = Path.GetDirectoryName(Path.GetFullPath(file))! }, host.Cancel).GetAwaiter().GetResult();
            var seconds = host.Clock.GetElapsedTime(start).TotalSeconds;
            var good = run.Succeeded ? check ? Compare(host, file, notebook, run) : Save(file, run.Notebook) : Failed(host, file, run, check);
            if (run.WithheldFrom is { } cell)
            {
                host.Say($"{file}: a source that nothing proves synthetic is opened in cell {cell}; from there on only displays of released evidence are saved.");
            }

            host.Out.WriteLine($"{file}: {(good ? check ? "as saved" : "saved" : "FAILED")}");
            host.Say(FormattableString.Invariant($"{file}: {seconds:0.0} s, first cell {run.FirstCell?.TotalSeconds ?? 0:0.0} s"));
            code = good ? code : ExitCode.ConditionFailed;
        }

        return code;
    }

    private static bool Compare(Host host, string file, NotebookDocument saved, NotebookRun run)
    {
        var differences = NotebookComparison.Differences(saved, run.Notebook);
        foreach (var difference in differences)
        {
            host.Say($"{file}, {difference}");
        }

        if (differences.Count > 0)
        {
            host.Say($"{file}: the saved outputs are not those of its code. Nothing was written. Run: scoring-audit notebook run {file}");
        }

        return differences.Count == 0;
    }

    private static bool Save(string file, NotebookDocument notebook)
    {
        SingleFile.WriteAtomically(file, to => to.Write(notebook.ToBytes()), force: true);
        return true;
    }

    private static bool Failed(Host host, string file, NotebookRun run, bool check)
    {
        host.Say($"{file}, cell {run.FailedCell}: {run.Failure}");
        var copy = Path.ChangeExtension(file, ".failed.ipynb");
        if (check)
        {
            host.Say($"{file}: nothing was written.");
        }
        else
        {
            Save(copy, run.Notebook);
            host.Say($"{file}: it was not changed. What ran, and the error, are in {copy}.");
        }

        return false;
    }

    private static NotebookDocument Read(string file)
    {
        using var from = InputFile.Open(file);
        return NotebookDocument.Read(from, Path.GetFileName(file));
    }

    private static PackageIndex Packages()
    {
        var paths = ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES") ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries).Where(InputFile.Exists);
        List<Stream> opened = [.. paths.Select(path => (Stream)InputFile.Open(path))];
        try
        {
            return PackageIndex.Read(opened);
        }
        finally
        {
            opened.ForEach(stream => stream.Dispose());
        }
    }

    // A cell's console text goes to the cell; the command's own goes where it went.
    private static void RouteConsole()
    {
        lock (Once)
        {
            if (!_routed)
            {
                Console.SetOut(new ConsoleRouter(Console.Out));
                _routed = true;
            }
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Scripting;
using ScoringAudit.Primitives;

namespace ScoringAudit.Notebooks;

/// <summary>Runs a C# notebook without a front end, cell by cell, as .NET Interactive would, and keeps the outputs.</summary>
/// <remarks>
/// One language per cell, its magic on the first line: C# (none), #!markdown, #!html, #!sql, and #!time before them. Needs no network: #r takes the
/// packages and assemblies that the program already has. Once a cell opens a source that nothing proves synthetic (a file, the network, a foreign
/// assembly), outputs are kept only of values that show released evidence; all else is withheld, and the output says so. This cannot be enforced by
/// another kernel. The first failing cell ends the run.
/// </remarks>
public static partial class NotebookRunner
{
    private const string CompilationError = "CompilationError";

    /// <summary>Checks a notebook before anything runs: kernel, languages and packages.</summary>
    /// <exception cref="AuditDataException">Another kernel's notebook, another language, a package that is not there.</exception>
    public static void Check(NotebookDocument notebook, NotebookOptions options)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentNullException.ThrowIfNull(options);
        if (notebook.Kernel is { } kernel && kernel != ".net-csharp")
        {
            throw new AuditDataException($"{notebook.Name}: its kernel is '{kernel}', expected '.net-csharp'. This runner runs C# notebooks only. Open it with its own kernel.");
        }

        foreach (var cell in notebook.Cells.Where(c => c.Kind == CellKind.Code))
        {
            foreach (var (package, version) in CellScript.Parse(cell, notebook.Name).Packages)
            {
                options.Packages.Require(package, $"{notebook.Name}, cell {cell.Number}");
                if (version is not null && options.Packages.VersionOf(package) is { } have && have != version)
                {
                    options.Warn?.Invoke($"{notebook.Name}, cell {cell.Number}: package '{package}' is asked for in version {version}; this program has {have} and uses it.");
                }
            }
        }
    }

    /// <summary>Runs all cells in order, up to the first that fails.</summary>
    /// <exception cref="AuditDataException">As for <see cref="Check"/>.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static async Task<NotebookRun> RunAsync(NotebookDocument notebook, NotebookOptions options, CancellationToken cancel)
    {
        Check(notebook, options);
        var kernel = new CSharpKernel(Path.GetFullPath(options.Directory));
        var outputs = notebook.Cells.Where(c => c.Kind == CellKind.Code).ToDictionary(c => c.Number, _ => (IReadOnlyList<CellOutput>)[]);
        string? opened = null;
        var since = 0;
        int? handmade = null;
        TimeSpan? first = null;
        foreach (var cell in notebook.Cells.Where(c => c.Kind == CellKind.Code))
        {
            var script = CellScript.Parse(cell, notebook.Name);
            var released = new HashSet<CellOutput>(ReferenceEqualityComparer.Instance);
            var sink = new CellSink
            {
                Sql = (query, tables) =>
                {
                    Note(cell.Number, SqlEngine.OpensFiles(query) ? "files by SQL" : null);
                    return SqlEngine.Run(query, tables, Path.GetFullPath(options.Directory), cancel);
                },
                Released = released,
            };
            var start = options.Clock.GetTimestamp();
            var (name, message, trace) = await OneAsync(kernel, script, cell, sink, what => Note(cell.Number, what), () => handmade ??= cell.Number, options, cancel).ConfigureAwait(false);
            first ??= options.Clock.GetElapsedTime(start);
            var kept = sink.Close();
            if (name.Length > 0)
            {
                // An exception's text may hold a value of somebody's record.
                kept.Add(opened is null || name == CompilationError ? CellOutput.OfError(name, message, trace) : CellOutput.OfError(name, "withheld", string.Empty));
            }

            outputs[cell.Number] = opened is null ? kept : Keep(kept, handmade is null ? released : [], Withheld(since, opened, handmade));
            if (name.Length > 0)
            {
                return new NotebookRun(notebook.With(outputs), cell.Number, opened is null || name == CompilationError ? name + ": " + message : name + " (its text is withheld)", opened is null ? null : since) { FirstCell = first };
            }
        }

        return new NotebookRun(notebook.With(outputs), null, string.Empty, opened is null ? null : since) { FirstCell = first };

        void Note(int number, string? what)
        {
            if (opened is null && what is not null)
            {
                (opened, since) = (what, number);
            }
        }
    }

    private static async Task<(string Name, string Message, string Trace)> OneAsync(
        CSharpKernel kernel, CellScript script, NotebookCell cell, CellSink sink, Action<string?> opens, Action makes, NotebookOptions options, CancellationToken cancel)
    {
        var start = options.Clock.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);

        // A cell that does not end is given up: it stays behind on a thread that does not keep the process alive.
        var work = Task.Run(
            async () =>
            {
                CellSink.Current = sink;
                return await DoAsync(kernel, script, cell, sink, opens, makes, stop.Token).ConfigureAwait(false);
            },
            CancellationToken.None);
        try
        {
            var failure = await work.WaitAsync(options.CellTimeout, options.Clock, cancel).ConfigureAwait(false);
            if (script.Timed)
            {
                sink.Add(CellOutput.OfText(string.Create(CultureInfo.InvariantCulture, $"Wall time: {options.Clock.GetElapsedTime(start).TotalMilliseconds:0} ms")) with { IsVolatile = true });
            }

            return failure;
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            return ("TimeoutException", string.Create(CultureInfo.InvariantCulture, $"the cell did not end within {options.CellTimeout.TotalSeconds:0.###} s"), string.Empty);
        }
    }

    private static async Task<(string Name, string Message, string Trace)> DoAsync(CSharpKernel kernel, CellScript script, NotebookCell cell, CellSink sink, Action<string?> opens, Action makes, CancellationToken cancel)
    {
        switch (script.Language)
        {
            case "markdown" or "html":
                sink.Add(CellOutput.OfDisplay([KeyValuePair.Create(script.Language == "html" ? CellOutput.Html : "text/markdown", script.Code.Trim('\n'))]));
                return (string.Empty, string.Empty, string.Empty);
            case "sql":
                try
                {
                    sink.Add(sink.Sql!(script.Code.Trim(), kernel.Tables));
                    return (string.Empty, string.Empty, string.Empty);
                }
                catch (AuditDataException e)
                {
                    return ("SqlError", e.Message, string.Empty);
                }
        }

        var foreign = script.Assemblies.Where(a => !CSharpKernel.Has(a)).ToList();
        opens(foreign.Count > 0 ? "the assembly " + Path.GetFileName(foreign[0]) : null);
        Script<object> compiled;
        try
        {
            compiled = kernel.Compile(cell.Number, script.Code, foreign, cancel);
        }
        catch (CompilationErrorException e)
        {
            var lines = e.Diagnostics.Select(d => string.Create(CultureInfo.InvariantCulture, $"line {d.Location.GetMappedLineSpan().StartLinePosition.Line + 1}: {d.Id}: {d.GetMessage(CultureInfo.InvariantCulture)}")).ToList();
            return (CompilationError, lines[0], string.Join('\n', lines));
        }

        opens(SourceGuard.Opens(compiled.GetCompilation()));
        if (SourceGuard.MakesEvidence(compiled.GetCompilation()))
        {
            makes();
        }

        var (value, thrown) = await kernel.RunAsync(compiled, cancel).ConfigureAwait(false);
        if (thrown is not null)
        {
            var place = Place().Match(thrown.StackTrace ?? string.Empty);
            return (thrown.GetType().Name, thrown.Message, place.Success ? $"at {place.Groups[1].Value}, line {place.Groups[2].Value}" : string.Empty);
        }

        if (value is not null)
        {
            sink.Show(value, isResult: true);
        }

        return (string.Empty, string.Empty, string.Empty);
    }

    private static string Withheld(int cell, string opened, int? handmade) => string.Create(CultureInfo.InvariantCulture, $"Withheld: cell {cell} opened {opened}, which nothing proves to be synthetic. ")
        + (handmade is { } made
            ? string.Create(CultureInfo.InvariantCulture, $"Cell {made} makes evidence by hand, so nothing from there on is saved. Let Audit.Run make it.")
            : "From there on only displays of released evidence are saved. Release the audit (ReleaseGate.Release) and show that.");

    private static List<CellOutput> Keep(List<CellOutput> outputs, HashSet<CellOutput> released, string notice)
    {
        var kept = new List<CellOutput>();
        foreach (var output in outputs)
        {
            if (released.Contains(output) || output.Kind == OutputKind.Error || output.IsVolatile)
            {
                kept.Add(output);
            }
            else if (kept.Count == 0 || kept[^1].Data.GetValueOrDefault(CellOutput.PlainText) != notice)
            {
                kept.Add(CellOutput.OfText(notice));
            }
        }

        return kept;
    }

    [GeneratedRegex(@" in (cell \d+):line (\d+)")]
    private static partial Regex Place();
}

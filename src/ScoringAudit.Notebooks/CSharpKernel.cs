using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Notebooks;

/// <summary>Runs C# cells one after another; each sees what the earlier ones declared.</summary>
internal sealed class CSharpKernel
{
    // References are read once per process: about 200 assemblies.
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Platform = new(() =>
        [.. Trusted().Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))]);

    private readonly ScriptOptions _options;
    private ScriptState<object>? _state;

    internal CSharpKernel(string directory) => _options = ScriptOptions.Default
        .WithReferences(Platform.Value)
        .WithImports("System", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks", typeof(NotebookApi).FullName!)
        .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(directory))
        .WithEmitDebugInformation(true)
        .WithFileEncoding(Encoding.UTF8)
        .WithAllowUnsafe(false)
        .WithLanguageVersion(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest);

    /// <summary>Portfolios that the cells so far have put into variables, by name: the tables of SQL cells.</summary>
    internal IReadOnlyList<(string, IPortfolio)> Tables =>
        [.. (_state?.Variables ?? []).Reverse().DistinctBy(v => v.Name).Where(v => v.Value is IPortfolio).Select(v => (v.Name, (IPortfolio)v.Value!)).OrderBy(v => v.Name, StringComparer.Ordinal)];

    /// <summary>Whether the program itself has an assembly of this file name.</summary>
    internal static bool Has(string assemblyPath)
    {
        var name = Path.GetFileName(assemblyPath.Replace('\\', '/'));
        return Trusted().Any(path => Path.GetFileName(path).Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Compiles a cell.</summary>
    /// <exception cref="CompilationErrorException">It does not compile.</exception>
    internal Script<object> Compile(int cell, string code, IEnumerable<string> assemblies, CancellationToken cancel)
    {
        var text = string.Concat(assemblies.Select(a => "#r \"" + a + "\"\n")) + "#line 1 \"cell " + cell + "\"\n" + code;
        var options = _options.WithFilePath("cell " + cell);
        var script = _state is null ? CSharpScript.Create(text, options) : _state.Script.ContinueWith<object>(text, options);
        var errors = script.Compile(cancel).Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        return errors.Count == 0 ? script : throw new CompilationErrorException(errors[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture), [.. errors]);
    }

    /// <summary>Runs a compiled cell; the state moves on even when it throws.</summary>
    /// <returns>The last expression's value, and what it threw.</returns>
    internal async Task<(object? Value, Exception? Thrown)> RunAsync(Script<object> script, CancellationToken cancel)
    {
        _state = _state is null
            ? await script.RunAsync(globals: null, catchException: _ => true, cancel).ConfigureAwait(false)
            : await script.RunFromAsync(_state, catchException: _ => true, cancel).ConfigureAwait(false);
        return (_state.ReturnValue, _state.Exception);
    }

    private static string[] Trusted() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScoringAudit.Notebooks;

/// <summary>Finds where a cell opens a source that nothing proves to be synthetic: a file, the network, another process.</summary>
/// <remarks>
/// It looks at the symbols that the cell's own code names, so it guards against oversight, not against somebody who hides the call (reflection, a
/// foreign assembly that was loaded earlier). Loading a foreign assembly therefore counts as well.
/// </remarks>
internal static class SourceGuard
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo", "System.IO.StreamReader",
        "System.IO.RandomAccess", "System.IO.MemoryMappedFiles.MemoryMappedFile", "System.Diagnostics.Process", "System.Console.In",
        "Microsoft.ML.TextLoaderSaverCatalog", "Microsoft.ML.DatabaseLoaderCatalog", "Microsoft.ML.BinaryLoaderSaverCatalog",
        "DuckDB.NET.Data.DuckDBConnection", "System.Reflection.Assembly", "System.Runtime.InteropServices.NativeLibrary",
    };

    private static readonly string[] Spaces = ["System.Net", "System.Data", "Parquet", "CsvHelper", "ScoringAudit.Storage", "ScoringAudit.Cli"];

    /// <summary>What the cell opens, in words, or null.</summary>
    internal static string? Opens(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
                if (type is null || symbol is INamespaceSymbol)
                {
                    continue;
                }

                var full = type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
                var space = type.ContainingNamespace?.ToDisplayString() ?? string.Empty;
                if (Types.Contains(full) || Spaces.Any(s => space == s || space.StartsWith(s + ".", StringComparison.Ordinal)))
                {
                    return full;
                }
            }
        }

        return null;
    }
}

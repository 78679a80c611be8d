using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScoringAudit.Notebooks;

/// <summary>Finds where a cell may open a source that nothing proves to be synthetic: a file, the network, another process, code that is not in the cell.</summary>
/// <remarks>
/// What is known to hold no data of its own is listed; every other type that the cell names, or that an expression of it has, counts as a source. So reflection, late binding and
/// foreign packages count too. It reads the code, it does not confine it: names that the author gives (of a model, a stratum, a ground) are printed as given, and how many outputs
/// there are, in which order and after which time, may carry bits. It guards against oversight and against simple tricks, not against a determined author.
/// </remarks>
internal static class SourceGuard
{
    private static readonly string[] Harmless =
    [
        "System.Collections", "System.Linq", "System.Text", "System.Globalization", "System.Numerics", "System.Threading", "System.Diagnostics.CodeAnalysis", "System.Runtime.CompilerServices",
        "MathNet.Numerics", "ScoringAudit",
    ];

    private static readonly string[] Sources = ["System.Linq.Expressions", "ScoringAudit.Storage", "ScoringAudit.Cli"];

    private static readonly HashSet<string> HarmlessTypes = new(StringComparer.Ordinal)
    {
        "System.IO.Path", "System.IO.StringReader", "System.IO.StringWriter", "System.IO.TextReader", "System.IO.TextWriter", "System.IO.MemoryStream", "System.IO.IOException", "System.Diagnostics.Stopwatch",
        "System.Reflection.MemberInfo", // the name of a type
    };

    // Of the name space System: what looks up types by name, runs them, or reads from outside.
    private static readonly HashSet<string> SourceMembers = new(StringComparer.Ordinal)
    {
        "System.Activator.*", "System.AppDomain.*", "System.Environment.GetEnvironmentVariable", "System.Environment.GetEnvironmentVariables", "System.Environment.CommandLine", "System.Environment.GetCommandLineArgs", "System.Type.GetType", "System.Type.InvokeMember", "System.Delegate.CreateDelegate", "System.Delegate.DynamicInvoke",
        "System.Console.In", "System.Console.Read", "System.Console.ReadKey", "System.Console.ReadLine", "System.Console.OpenStandardInput",
    };

    private static readonly HashSet<string> EvidenceTypes = new(StringComparer.Ordinal)
    {
        "ScoringAudit.Evidence.EvidenceTable", "ScoringAudit.Evidence.AuditNote", "ScoringAudit.Evidence.Finding", "ScoringAudit.Evidence.AuditEvidence", "ScoringAudit.Evidence.LadderRung",
    };

    /// <summary>What the cell opens, in words, or null.</summary>
    internal static string? Opens(Compilation compilation)
    {
        foreach (var (model, node) in Nodes<SimpleNameSyntax>(compilation))
        {
            var symbol = model.GetSymbolInfo(node).Symbol;
            if (symbol is INamespaceSymbol)
            {
                continue;
            }

            if (Source(symbol as ITypeSymbol ?? symbol?.ContainingType) is { } named)
            {
                return named;
            }

            if (symbol is { ContainingType: { } owner, IsStatic: var isStatic } && Full(owner) is var type
                && (SourceMembers.Contains(type + ".*") || (SourceMembers.Contains(type + "." + symbol.Name) && (symbol.Name != "GetType" || isStatic))))
            {
                return type + "." + symbol.Name;
            }

            if (Source(model.GetTypeInfo(node).Type) is { } typed)
            {
                return typed;
            }
        }

        return null;
    }

    /// <summary>Whether the cell makes evidence by hand: what it puts in would pass as released.</summary>
    internal static bool MakesEvidence(Compilation compilation) =>
        Nodes<ExpressionSyntax>(compilation).Any(n => n.Node switch
        {
            BaseObjectCreationExpressionSyntax or WithExpressionSyntax => n.Model.GetTypeInfo(n.Node).Type is { } made && EvidenceTypes.Contains(Full(made)),
            InvocationExpressionSyntax call => n.Model.GetSymbolInfo(call).Symbol is { ContainingType: { } owner } && Full(owner) == "ScoringAudit.Evidence.EvidenceBuilder",
            _ => false,
        })
        || Nodes<BaseTypeSyntax>(compilation).Any(n => n.Model.GetTypeInfo(n.Node.Type).Type is { } parent && Full(parent) == "ScoringAudit.Portfolios.ISyntheticProof");

    private static IEnumerable<(SemanticModel Model, T Node)> Nodes<T>(Compilation compilation)
        where T : SyntaxNode =>
        compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<T>().Select(node => (compilation.GetSemanticModel(tree), node)));

    private static string? Source(ITypeSymbol? type)
    {
        switch (type)
        {
            case null or ITypeParameterSymbol or IErrorTypeSymbol:
                return null;
            case IArrayTypeSymbol array:
                return Source(array.ElementType);
            case IDynamicTypeSymbol:
                return "something by late binding";
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                return "memory";
        }

        if (type.ContainingNamespace is not { IsGlobalNamespace: false } place)
        {
            return null; // the cell's own types
        }

        var (full, space) = (Full(type), place.ToDisplayString());
        return HarmlessTypes.Contains(full) || (!Within(space, Sources) && (space == "System" || Within(space, Harmless))) ? null : full;
    }

    private static bool Within(string space, string[] spaces) => spaces.Any(s => space == s || space.StartsWith(s + ".", StringComparison.Ordinal));

    private static string Full(ITypeSymbol type) => type.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
}

using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ScoringAudit.Notebooks;

/// <summary>Writes a notebook as a file-based C# program that <c>dotnet run NAME.cs</c> runs: for people without a notebook kernel.</summary>
/// <remarks>Prose becomes comments, the last expression of a cell is displayed as plain text, types move to the end. SQL and HTML cells stay comments.</remarks>
public static class TwinWriter
{
    private static readonly string[] Projects = ["ScoringAudit", "ScoringAudit.Worlds", "ScoringAudit.Models", "ScoringAudit.Storage", "ScoringAudit.Reporting", "ScoringAudit.Notebooks"];

    private static readonly string[] Usings =
        ["System", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Text", "System.Threading.Tasks"];

    /// <summary>The program's text; lines end in "\n".</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="source">Path from the twin to the folder of the projects, for example "../src".</param>
    /// <exception cref="Primitives.AuditDataException">A cell is in another language.</exception>
    public static string Write(NotebookDocument notebook, string source = "../src")
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var usings = Usings.Select(u => "using " + u + ";").ToList();
        var body = new StringBuilder();
        var types = new StringBuilder();
        foreach (var cell in notebook.Cells)
        {
            if (cell.Kind != CellKind.Code)
            {
                Comment(body, cell.Source);
                continue;
            }

            var script = CellScript.Parse(cell, notebook.Name);
            if (script.Language == "csharp")
            {
                Code(script.Code, usings, body, types);
            }
            else
            {
                Comment(body, "(" + script.Language + ", in the notebook only)\n" + script.Code.Trim());
            }
        }

        var head = new StringBuilder("// Generated from ").Append(notebook.Name).Append(" by 'scoring-audit notebook twin'. Change the notebook, not this file.\n");
        foreach (var project in Projects)
        {
            head.Append("#:project ").Append(source).Append('/').Append(project).Append('/').Append(project).Append(".csproj\n");
        }

        head.Append("#:property PublishAot=false\n#:property TreatWarningsAsErrors=false\n#:property RunAnalyzers=false\n");
        foreach (var line in usings.Distinct())
        {
            head.Append(line).Append('\n');
        }

        return head.Append(body).Append("\nstatic void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + \"\\n\");\n").Append(types).ToString();
    }

    private static void Code(string code, List<string> usings, StringBuilder body, StringBuilder types)
    {
        var tree = CSharpSyntaxTree.ParseText(code, CSharpParseOptions.Default.WithKind(SourceCodeKind.Script).WithLanguageVersion(LanguageVersion.Latest));
        var root = (CompilationUnitSyntax)tree.GetRoot();
        usings.AddRange(root.Usings.Select(u => u.ToString()));
        body.Append('\n');
        foreach (var member in root.Members)
        {
            if (member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            {
                types.Append('\n').Append(member.ToFullString().Trim('\n')).Append('\n');
            }
            else if (member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } shown })
            {
                body.Append(shown.GetLeadingTrivia().ToFullString().TrimStart('\n')).Append("display(").Append(shown.Expression).Append(");\n");
            }
            else
            {
                body.Append(member.ToFullString().Trim('\n')).Append('\n');
            }
        }
    }

    private static void Comment(StringBuilder to, string text)
    {
        to.Append('\n');
        foreach (var line in text.Split('\n'))
        {
            to.Append(("// " + line.TrimEnd()).TrimEnd()).Append('\n');
        }
    }
}

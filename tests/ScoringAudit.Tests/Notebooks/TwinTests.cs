using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScoringAudit.Notebooks;
using ScoringAudit.Tests.Architecture;

namespace ScoringAudit.Tests.Notebooks;

public class TwinTests
{
    [Fact]
    public void Write_Cells_HoistsUsingsShowsTheLastExpressionAndMovesTypes()
    {
        var twin = TwinWriter.Write(Sample.Of("using System.Globalization;\nrecord P(int X);\nvar p = new P(1);", "// shows it\np", "#!sql\nSELECT 1"));
        Assert.Contains("#:project ../src/ScoringAudit/ScoringAudit.csproj\n", twin, StringComparison.Ordinal);
        Assert.Contains("using System.Globalization;\n\n", twin, StringComparison.Ordinal);
        Assert.Contains("\nvar p = new P(1);\n\n// shows it\ndisplay(p);\n\n// (sql, in the notebook only)\n// SELECT 1\n", twin, StringComparison.Ordinal);
        Assert.EndsWith("\nrecord P(int X);\n", twin, StringComparison.Ordinal);
    }

    [Fact]
    public void Course_Twins_Compile()
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p)).ToList();
        var twins = Directory.GetFiles(Path.Combine(RoomTests.Root(), "notebooks"), "*.cs");
        Assert.NotEmpty(twins);
        foreach (var twin in twins)
        {
            var text = string.Join('\n', File.ReadLines(twin).Where(l => !l.StartsWith("#:", StringComparison.Ordinal)));
            var tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), cancellationToken: TestContext.Current.CancellationToken);
            var compilation = CSharpCompilation.Create("twin", [tree], references, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.ConsoleApplication));
            Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => Path.GetFileName(twin) + " " + d));
        }
    }
}

using System.Reflection;
using NetArchTest.Rules;

namespace ScoringAudit.Tests.Architecture;

/// <summary>The arrows that DESIGN section 2 forbids.</summary>
public class RoomTests
{
    private static readonly Assembly Core = typeof(ScoringAudit.Auditing.Audit).Assembly;

    // A folder of the core sees only folders before it in this list; of the four measures, only Leakage sees Explanation.
    private static readonly string[] Folders =
        ["Primitives", "Statistics", "Privacy", "Portfolios", "Networks", "Scoring", "Metrics", "Accuracy", "Disparity", "Explanation", "Leakage", "Mitigation", "Evidence", "Auditing", "Release"];

    public static TheoryData<string> Rooms() => [.. Folders];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void CoreFolder_Always_SeesOnlyFoldersBeforeIt(string folder)
    {
        var at = Array.IndexOf(Folders, folder);
        var forbidden = Folders[(at + 1)..].ToList();
        if (folder is "Disparity" or "Explanation" or "Leakage")
        {
            forbidden.AddRange(new[] { "Accuracy", "Disparity", "Explanation" }.Where(f => f != folder && !(folder == "Leakage" && f == "Explanation")));
        }

        var result = Types.InAssembly(Core).That().ResideInNamespaceStartingWith("ScoringAudit." + folder)
            .ShouldNot().HaveDependencyOnAny([.. forbidden.Select(f => "ScoringAudit." + f)]).GetResult();
        Assert.True(result.IsSuccessful, folder + " sees a later folder: " + string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Core_Always_TouchesNoFileNoModelNoPlot()
    {
        string[] allowed = ["System", "MathNet.Numerics", "netstandard", "Microsoft.CSharp"];
        var wrong = Core.GetReferencedAssemblies().Where(a => !allowed.Any(p => a.Name!.StartsWith(p, StringComparison.Ordinal))).Select(a => a.Name);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("ScoringAudit.Worlds")]
    [InlineData("ScoringAudit.Storage")]
    [InlineData("ScoringAudit.Models")]
    [InlineData("ScoringAudit.Reporting")]
    public void Room_Always_ReferencesTheCoreOnly(string room)
    {
        var references = Assembly.Load(room).GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("ScoringAudit", StringComparison.Ordinal));
        Assert.All(references, n => Assert.Equal("ScoringAudit", n));
    }

    [Fact]
    public void ReportingPlotly_Always_ReferencesReportingOnly()
    {
        var references = Assembly.Load("ScoringAudit.Reporting.Plotly").GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("ScoringAudit", StringComparison.Ordinal));
        Assert.All(references, n => Assert.Contains(n, new[] { "ScoringAudit", "ScoringAudit.Reporting" }));
    }

    [Fact]
    public void Worlds_Always_KnowNoInstrument()
    {
        var result = Types.InAssembly(Assembly.Load("ScoringAudit.Worlds")).ShouldNot()
            .HaveDependencyOnAny("ScoringAudit.Accuracy", "ScoringAudit.Disparity", "ScoringAudit.Explanation", "ScoringAudit.Leakage", "ScoringAudit.Auditing", "ScoringAudit.Release").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Reporting_Always_SeesNoRows()
    {
        var result = Types.InAssembly(Assembly.Load("ScoringAudit.Reporting")).ShouldNot()
            .HaveDependencyOnAny(
                "ScoringAudit.Portfolios.IPortfolio", "ScoringAudit.Portfolios.Batch", "ScoringAudit.Portfolios.ColumnPortfolio",
                "ScoringAudit.Portfolios.ScoredBatch", "ScoringAudit.Auditing", "ScoringAudit.Evidence.AuditEvidence").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void ReleasedEvidence_Always_HasNoPublicConstructor() =>
        Assert.Empty(typeof(ScoringAudit.Release.ReleasedEvidence).GetConstructors(BindingFlags.Public | BindingFlags.Instance));

    [Fact]
    public void Namespaces_Always_AreFolders()
    {
        var root = Root();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("\\obj\\", StringComparison.Ordinal)))
        {
            var space = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("namespace ", StringComparison.Ordinal));
            if (space is not null)
            {
                var folder = Path.GetRelativePath(Path.Combine(root, "src"), Path.GetDirectoryName(file)!).Replace('/', '.').Replace('\\', '.');
                Assert.Equal("namespace " + folder + ";", space);
            }
        }
    }

    [Fact]
    public void SourceFiles_Always_HaveAtMost500Lines()
    {
        var long_ = Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && File.ReadLines(f).Count() > 500).Select(Path.GetFileName);
        Assert.Empty(long_);
    }

    internal static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ScoringAudit.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("ScoringAudit.sln was not found above the tests.");
    }
}

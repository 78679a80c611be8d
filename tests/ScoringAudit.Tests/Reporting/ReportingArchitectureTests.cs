using NetArchTest.Rules;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;

namespace ScoringAudit.Tests.Reporting;

public sealed class ReportingArchitectureTests
{
    [Fact]
    public void Assembly_References_OnlyTheCoreAmongOurOwn() => Assert.Equal(
        ["ScoringAudit"],
        typeof(ReportPage).Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("ScoringAudit", StringComparison.Ordinal)));

    [Fact]
    public void Types_DoNotSee_RowsModelsOrFiles()
    {
        var result = Types.InAssembly(typeof(ReportPage).Assembly).Should().NotHaveDependencyOnAny(
            "ScoringAudit.Portfolios.IPortfolio", "ScoringAudit.Portfolios.IBatchReader", "ScoringAudit.Portfolios.Batch", "ScoringAudit.Portfolios.ColumnPortfolio", "ScoringAudit.Portfolios.ColumnBuffer",
            "ScoringAudit.Scoring", "ScoringAudit.Auditing", "ScoringAudit.Evidence.AuditEvidence", "Microsoft.ML", "System.IO.File", "System.IO.Directory", "System.IO.FileStream").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Theory]
    [InlineData(typeof(ReportModel))]
    [InlineData(typeof(ReleasedFindings))]
    [InlineData(typeof(ReleasedTable))]
    [InlineData(typeof(ReleasedEvidence))]
    public void ReleasedTypes_HaveNoPublicConstructor(Type type) => Assert.Empty(type.GetConstructors());

    [Fact]
    public void PublicMethods_TakeNoUnreleasedFindingsOrTables()
    {
        var unreleased = new[] { typeof(ScoringAudit.Evidence.AuditEvidence), typeof(IEnumerable<ScoringAudit.Evidence.Finding>), typeof(IReadOnlyList<ScoringAudit.Evidence.Finding>), typeof(IEnumerable<ScoringAudit.Evidence.EvidenceTable>), typeof(IReadOnlyList<ScoringAudit.Evidence.EvidenceTable>) };
        var offenders = typeof(ReportPage).Assembly.GetExportedTypes().SelectMany(type => type.GetMethods()).Where(method => method.GetParameters().Any(parameter => unreleased.Contains(parameter.ParameterType))).Select(method => method.DeclaringType + "." + method.Name);
        Assert.Empty(offenders);
    }
}

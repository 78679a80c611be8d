using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Pages;

namespace ScoringAudit.Tests.Reporting;

public sealed class IssuesTests
{
    private static readonly IReadOnlyList<Issue> All = Issues.Of(ReportModel.Of(SampleEvidence.Released(), SampleEvidence.Plan, SampleEvidence.Manifest));

    [Fact]
    public void Of_Always_ListsTheUrgentFirstAndEachOnce()
    {
        string[] order = ["high", "medium", "low"];
        Assert.Equal(All.OrderBy(issue => Array.IndexOf(order, issue.Severity)).Select(issue => issue.What), All.Select(issue => issue.What));
        Assert.Equal(All.Count, All.Select(issue => issue.What).Distinct().Count());
    }

    [Fact]
    public void Of_EveryFindingOutsideItsYardstick_StandsInExactlyOneEntry()
    {
        var outside = SampleEvidence.Released().Findings.Where(finding => finding.Verdict == Verdict.NotMet).Select(finding => finding.Id).Order(StringComparer.Ordinal);
        Assert.NotEmpty(outside);
        Assert.Equal(outside, All.Where(issue => issue.Severity == "high").SelectMany(issue => issue.Evidence).Select(finding => finding.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_FindingsThatAreMet_AskForNothing() =>
        Assert.DoesNotContain(All.SelectMany(issue => issue.Evidence), finding => finding.Verdict == Verdict.Met);

    [Fact]
    public void Of_Warning_IsMediumAndKeepsItsWords() =>
        Assert.Contains(All, issue => issue.Severity == "medium" && issue.What == "income: 12 of 20,000 rows lack an income; they were imputed with an indicator.");

    [Fact]
    public void Laws_Always_HaveStatusAndDateAndDrawNoConclusion()
    {
        Assert.NotEmpty(LawCatalogue.All);
        Assert.Equal(LawCatalogue.All.Count, LawCatalogue.All.Select(law => law.Id).Distinct().Count());
        Assert.All(LawCatalogue.All, law =>
        {
            Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", law.Checked);
            Assert.NotEmpty(law.Status);
            Assert.NotEmpty(law.Evidence);
            Assert.DoesNotContain("illegal", law.Says, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("complian", law.Says, StringComparison.OrdinalIgnoreCase);
        });
    }
}

using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;
using ScoringAudit.Tests.Auditing;

namespace ScoringAudit.Tests.Reporting;

/// <summary>Limits that hold for a whole family are written, read back, and named beside the verdict that rests on them.</summary>
public class SimultaneousTests
{
    [Fact]
    public void Family_WrittenAndRead_IsTheSameAndNamedInTheVerdict()
    {
        var plan = AuditTests.Plan("A") with { Disclosure = new DisclosurePlan(DisclosureClass.Open, "made up for a test", 10, true) };
        var evidence = Audit.Run(AuditTests.Decisions((60, 100, "A"), (52, 100, "B"), (20, 100, "C")), plan, new AuditInputs());
        using var file = new MemoryStream();
        FindingsJson.Write(ScoringAudit.Release.ReleaseGate.Release(evidence), file);
        file.Position = 0;
        var read = FindingsJson.Read(file).Findings.Single(f => f.Id == "disparity/adverse_impact_ratio/race/C");
        var original = evidence.Findings.Single(f => f.Id == read.Id);
        Assert.Equal(original.Simultaneous, read.Simultaneous);
        Assert.Equal("mover_clopper_pearson", original.SimultaneousMethod);
        Assert.Equal(original.SimultaneousMethod, read.SimultaneousMethod);
        Assert.Equal(Verdict.NotMet, read.Verdict);
        Assert.Matches(@"^The interval for all comparisons at once \(0\.\d+ to 0\.\d+\) lies wholly below 0\.80\.$", Plain.VerdictOf(read));
    }
}

using ScoringAudit.Auditing;
using ScoringAudit.Portfolios;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;
using ScoringAudit.Reporting.Pages;
using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Auditing;

public class NeighbourhoodPictureTests
{
    [Theory]
    [InlineData(600)]
    [InlineData(3_000)]
    public void Audit_FirmWorld_DrawsOneListingWithAtMost200Firms(int firms)
    {
        var spec = WorldSpec.Of("corporate-partners") with { Subjects = firms, Seed = 1 };
        var world = World.Generate(spec);
        var plan = WorldPlans.For(spec) with { Measures = ["leakage"] };
        var evidence = Audit.Run(world.Subjects, plan, new AuditInputs { Provenance = Provenance.Prove(world.Subjects, new WorldProof(spec, WorldShard.Whole)), Truth = world.Truth, Interventions = world.Interventions });
        var rows = evidence.Tables.Single(t => t.Name == "around-one-listing").Rows;
        Assert.InRange(rows.Count, 3, 200);
        var hop = rows.ToDictionary(r => (string)r[1]!, r => (long)r[3]!);
        Assert.Single(rows, r => (long)r[3]! == 0 && (string)r[2]! == string.Empty);
        Assert.All(rows.Where(r => (long)r[3]! > 0), r => Assert.Equal((long)r[3]! - 1, hop[(string)r[2]!]));

        // Beyond the first ring everybody drawn lost a grade, or leads to somebody who did.
        var parents = rows.Select(r => (string)r[2]!).ToHashSet();
        Assert.All(rows.Where(r => (long)r[3]! > 1), r => Assert.True((long)r[4]! == 1 || parents.Contains((string)r[1]!)));

        // The summary speaks of partners, not of the place, which moves nothing.
        Assert.Equal("swap_effect_partner", Headlines.Of(ReleasedFindings.Of(ReleaseGate.Release(evidence)))[2].Finding!.Measure);
    }

    [Fact]
    public void Audit_ExternalFirms_DrawsNobody()
    {
        var spec = WorldSpec.Of("corporate-partners") with { Subjects = 600, Seed = 1 };
        var world = World.Generate(spec);
        var evidence = Audit.Run(world.Subjects, WorldPlans.For(spec) with { Measures = ["leakage"] }, new AuditInputs { Truth = world.Truth, Interventions = world.Interventions });
        Assert.DoesNotContain(evidence.Tables, t => t.Name is "around-one-listing" or "area-tiles" or "lists-over-time");
    }
}

using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;

namespace ScoringAudit.Tests.Release;

public class ReleaseGateTests
{
    [Fact]
    public void Restricted_SmallGroup_LosesEveryNumberAndTakesASecondGroupWithIt()
    {
        // C has 4 people; without B's suppression, C = all − A − B would follow.
        var released = ReleaseGate.Release(Evidence(Rate("A", 50, 100), Rate("B", 20, 40), Rate("C", 2, 4), Air("B", 20, 40, "A", 50, 100)));
        Assert.Equal(FindingStatus.Defined, Find(released, "A").Status);
        Assert.Equal(FindingStatus.Suppressed, Find(released, "B").Status);
        Assert.Equal(FindingStatus.Suppressed, Find(released, "C").Status);
        var air = released.Findings.Single(f => f.Measure == "adverse_impact_ratio");
        Assert.Equal(FindingStatus.Suppressed, air.Status);
        Assert.Null(air.Value);
        Assert.Null(air.Interval);
        Assert.Null(air.Numerator);
        Assert.Null(air.N);
        Assert.Null(air.PValue);
        Assert.StartsWith("Not for publication.", released.Banner[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 100)] // everybody approved: everybody's decision is known
    [InlineData(0, 100)] // nobody approved
    [InlineData(95, 100)] // 5 refused
    public void Restricted_CellsThatTellDecisions_AreSuppressed(double favourable, double n)
    {
        var released = ReleaseGate.Release(Evidence(Rate("A", favourable, n), Rate("B", 30, 60), Rate("C", 30, 70)));
        Assert.Equal(FindingStatus.Suppressed, Find(released, "A").Status);
    }

    [Fact]
    public void Restricted_TableRow_FollowsItsFinding()
    {
        var small = Rate("C", 2, 4);
        var table = new EvidenceTable("rates", "Rates", "rate-forest", ["label", "value", "n", "isReference"], [["C", 0.5, 4L, 0L]])
        {
            Guards = [RowGuard.Of(small)],
            Keys = ["isReference"],
        };
        var released = ReleaseGate.Release(Evidence(small, Rate("A", 50, 100)) with { Tables = [table] });
        Assert.Equal(new object?[] { "C", null, null, 0L }, released.Tables[0].Rows[0]);
    }

    [Fact]
    public void Restricted_NoteWithASmallCount_LosesIt()
    {
        var note = new AuditNote("data", "race", "race: 3 of 500 rows have no value.") { Cells = [3], WithoutCounts = "race: some rows have no value." };
        var released = ReleaseGate.Release(Evidence(Rate("A", 50, 100)) with { Notes = [note] });
        Assert.Equal("race: some rows have no value.", released.Notes[0].Text);
    }

    [Fact]
    public void Open_WithGround_ShowsExactNumbersAndTheGround()
    {
        var evidence = Evidence(Rate("C", 2, 4)) with { Plan = new AuditPlan { Disclosure = new DisclosurePlan(DisclosureClass.Open, "published under CC BY 4.0", 10, true) } };
        var released = ReleaseGate.Release(evidence);
        Assert.Equal(0.5, Find(released, "C").Value);
        Assert.Equal("Open data. Ground stated by the plan: published under CC BY 4.0.", released.Banner[0]);
    }

    [Theory]
    [InlineData(DisclosureClass.Open, 10, "plan: disclosure class 'open' needs a ground. Write why the data may be shown, for example: ground: \"published by UCI under CC BY 4.0\".")]
    [InlineData(DisclosureClass.Restricted, 4, "plan: disclosure.minCell is 4, expected at least 5. Raise it.")]
    [InlineData(DisclosureClass.Protected, 10, "plan: exact evidence cannot be released under class protected. Run the audit under that class: it releases noisy tables before anything is computed.")]
    [InlineData(DisclosureClass.Synthetic, 10, "plan: disclosure class 'synthetic' cannot be claimed, it is proven: no proof was given. Use restricted, or open with a ground.")]
    public void Release_ClassThatCannotHold_IsRefused(DisclosureClass disclosure, int minCell, string message)
    {
        var evidence = Evidence(Rate("A", 50, 100)) with { Plan = new AuditPlan { Disclosure = new DisclosurePlan(disclosure, null, minCell, true) } };
        Assert.Equal(message, Assert.Throws<AuditDataException>(() => ReleaseGate.Release(evidence)).Message);
    }

    [Fact]
    public void Claim_OfSynthesis_IsNotEnough() =>
        Assert.NotEqual(DisclosureClass.Synthetic, ReleaseGate.Release(Evidence(Rate("A", 50, 100))).Disclosure);

    private static Finding Find(ReleasedEvidence released, string group) => released.Findings.Single(f => f.Group == group && f.Measure == "selection_rate");

    private static AuditEvidence Evidence(params Finding[] findings) => new(
        [.. findings.OrderBy(f => f.Id, StringComparer.Ordinal)], [], [], Provenance.External("no proof was given"), new AuditPlan(), new Dictionary<string, string>());

    private static Finding Rate(string group, double favourable, double n) => new()
    {
        Id = "disparity/selection_rate/race/" + group,
        Measure = "selection_rate",
        Attribute = "race",
        Group = group,
        Value = favourable / n,
        Numerator = favourable,
        Denominator = n,
        N = (long)n,
        Cells = [favourable, n - favourable],
    };

    private static Finding Air(string group, double a, double n, string reference, double b, double m) => new()
    {
        Id = "disparity/adverse_impact_ratio/race/" + group,
        Measure = "adverse_impact_ratio",
        Attribute = "race",
        Group = group,
        Reference = reference,
        Value = a / n / (b / m),
        Interval = new FindingInterval(new Interval(0.5, 1.5, 0.95), "mover_midp", "rows", "random"),
        PValue = 0.5,
        Numerator = a,
        Denominator = n,
        N = (long)n,
        Cells = [a, n - a, b, m - b],
    };
}

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
    public void Consented_RoundsCountsAndWhatFollowsFromThem()
    {
        // 52 of 103 and 44 of 99, base 5: 50 of 105 and 45 of 100. AIR 0.47619 / 0.45 = 1.0582.
        var air = Air("B", 52, 103, "A", 44, 99) with { Scale = "ratio", ReferenceNumerator = 44, ReferenceDenominator = 99, Yardstick = new Yardstick(0.8, null, "test"), Verdict = Verdict.Met, Simultaneous = new Interval(0.83, 1.5, 0.95) };
        var evidence = Evidence(Rate("A", 44, 99) with { Scale = "rate" }, Rate("B", 52, 103) with { Scale = "rate" }, air) with
        {
            Plan = new AuditPlan { Disclosure = Consent() },
            Notes = [new AuditNote("data", "race", "race: 37 of 500 rows have no value.") { Cells = [37], WithoutCounts = "race: some rows have no value." }],
            Facts = new Dictionary<string, string> { ["rows audited"] = "202 rows", ["approval rate"] = "47.52 % of the audited rows" },
        };
        var released = ReleaseGate.Release(evidence);
        var rate = Find(released, "B");
        Assert.Equal((50.0, 105.0, 105L, 50.0 / 105), (rate.Numerator!.Value, rate.Denominator!.Value, rate.N!.Value, rate.Value!.Value));
        var ratio = released.Findings.Single(f => f.Measure == "adverse_impact_ratio");
        Assert.Equal(50.0 / 105 / (45.0 / 100), ratio.Value!.Value, 1e-12);
        // Value 52/103 · 99/44 = 1.13592; counts that moved by 2.5: 1.0582 · (52.5/50 · 105/102.5 · 45/42.5 · 102.5/100 − 1) = 0.17691.
        // 1.13592 − 0.5 + 0.17691 = 0.81283 → 0.82; 1.5 − 1.13592 + 0.17691 = 0.541 → 0.56
        Assert.Equal(50.0 / 105 / 0.45 - 0.82, ratio.Interval!.Limits.Low, 1e-12);
        Assert.Equal(50.0 / 105 / 0.45 + 0.56, ratio.Interval.Limits.High, 1e-12);
        Assert.True(ratio.Interval.Limits.Low <= 0.5 && ratio.Interval.Limits.High >= 1.5);
        Assert.Equal(0.5, ratio.PValue);
        // The family's lower limit 0.83 is shown as 1.0582 − 0.56 (0.306 + 0.177 = 0.483): the verdict follows what is shown.
        Assert.Equal(Verdict.Undetermined, ratio.Verdict);
        Assert.Equal("race: some rows have no value.", released.Notes[0].Text);
        Assert.Equal("200 rows", released.Facts["rows audited"]);
        Assert.Equal("48 % of the audited rows", released.Facts["approval rate"]);
        Assert.Equal("Aggregates about real persons. Decided by: the board. Ground stated by the plan: consent form, section 3.", released.Banner[0]);
        Assert.Equal("Cells under 10 people and groups of which one subject makes up more than half are suppressed, counts are rounded to multiples of 5, intervals are widened to match. This is no formal guarantee of privacy.", released.Banner[1]);
    }

    // Every pair of counts near the true one that gives the same released finding: the reader cannot tell them apart.
    [Theory]
    [InlineData(52, 103)]
    [InlineData(30, 400)]
    [InlineData(11, 40)]
    public void Consented_ReleasedRate_FitsManyCounts(int favourable, int n)
    {
        ReleasedEvidence Of(double a, double m)
        {
            var limits = ScoringAudit.Statistics.BinomialInterval.MidP(a, m, 0.95);
            var rate = Rate("B", a, m) with { Scale = "rate", Interval = new FindingInterval(limits, "midp", "rows", "random"), PValue = 0.03, DesignEffect = 1.7, Details = new Dictionary<string, double> { ["exact"] = a } };
            return ReleaseGate.Release(Evidence(rate, Rate("A", 200, 400)) with { Plan = new AuditPlan { Disclosure = Consent() } });
        }

        string Text(ReleasedEvidence e)
        {
            using var to = new MemoryStream();
            ScoringAudit.Reporting.Files.FindingsJson.Write(e, to);
            return System.Text.Encoding.UTF8.GetString(to.ToArray());
        }

        var seen = Text(Of(favourable, n));
        var same = Enumerable.Range(favourable - 5, 11).SelectMany(a => Enumerable.Range(n - 5, 11).Select(m => (a, m)))
            .Where(p => p.a >= 10 && p.m - p.a >= 10 && Text(Of(p.a, p.m)) == seen).ToList();
        Assert.True(same.Count >= 5, $"{same.Count} pairs of counts give this release");
        Assert.True(same.Max(p => p.a) - same.Min(p => p.a) >= 2 && same.Max(p => p.m) - same.Min(p => p.m) >= 2);
    }

    [Fact]
    public void Consented_GroupOfOneDominantSubject_IsSuppressed()
    {
        // 60 of the 100 rows of A are one person's.
        var evidence = Evidence(Rate("A", 50, 100), Rate("B", 50, 100), Rate("C", 50, 100)) with
        {
            Plan = new AuditPlan { Disclosure = Consent() },
            Dominance = [new DominantShare("race", "A", 0.6), new DominantShare("race", "B", 0.5), new DominantShare("race", "C", 0.01)],
        };
        var released = ReleaseGate.Release(evidence);
        Assert.Equal(FindingStatus.Suppressed, Find(released, "A").Status);
        Assert.Equal(FindingStatus.Defined, Find(released, "C").Status);
    }

    [Theory]
    [InlineData(null, "the board", 10, 5, "plan: disclosure class 'consented' needs a ground. Write what the subjects agreed to, or which law allows it, for example: ground: \"consent form of 2025, section 3\".")]
    [InlineData("form", null, 10, 5, "plan: disclosure class 'consented' needs to say who decided. Write it, for example: decidedBy: \"data protection officer, 3 March 2026\".")]
    [InlineData("form", "the board", 9, 5, "plan: disclosure.minCell is 9, expected at least 10 for class 'consented'. Raise it.")]
    [InlineData("form", "the board", 10, 2, "plan: disclosure.rounding is 2, expected at least 3. Raise it.")]
    public void Consented_WithoutWhatItNeeds_IsRefused(string? ground, string? by, int minCell, int rounding, string message)
    {
        var plan = new DisclosurePlan(DisclosureClass.Consented, ground, minCell, true) { DecidedBy = by, Rounding = rounding };
        Assert.Equal(message, Assert.Throws<AuditDataException>(() => ReleaseGate.Release(Evidence(Rate("A", 50, 100)) with { Plan = new AuditPlan { Disclosure = plan } })).Message);
    }

    private static DisclosurePlan Consent() => new(DisclosureClass.Consented, "consent form, section 3", 10, true) { DecidedBy = "the board" };

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

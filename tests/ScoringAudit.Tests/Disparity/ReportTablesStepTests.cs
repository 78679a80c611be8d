using ScoringAudit.Auditing;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;

namespace ScoringAudit.Tests.Disparity;

public class ReportTablesStepTests
{
    // 1,000 with a value: a 500/200, b 480/240, c 20 − 1 = 19/19 (1.9 %): c may not be the best. 30 say "Unknown", 6 say nothing.
    private static readonly (string? Group, int Yes, int No)[] Table = [("a", 200, 300), ("b", 240, 241), ("c", 19, 0), ("Unknown", 25, 5), (null, 3, 3)];

    [Fact]
    public void Audit_LocalLaw144_IsAgainstTheBestCategoryOfTwoPercent()
    {
        var evidence = Run("largest");
        var findings = evidence.Findings.ToDictionary(f => f.Id);
        // a: .4 / (240/481) = .8016666…
        Assert.Equal(0.4 / (240 / 481.0), findings["disparity/impact_ratio/g/a"].Value!.Value, 12);
        Assert.Equal("b", findings["disparity/impact_ratio/g/a"].Reference);
        Assert.Null(findings["disparity/impact_ratio/g/a"].Verdict); // the rule sets no limit
        Assert.Equal(1 - (0.05 / 3), findings["disparity/impact_ratio/g/a"].Simultaneous!.Value.Level, 12); // the data chose the best: all pairs
        Assert.Equal("the category holds less than the least share", findings["disparity/impact_ratio/g/c"].Reason);
        var rows = evidence.Tables.Single(t => t.Name == "local-law-144").Rows;
        Assert.Equal(["g", "selected", "a", 500L, 200L, 0.4, 0.4 / (240 / 481.0), 0.5, 0L], rows[0]);
        Assert.Equal(["g", "selected", "b", 481L, 240L, 240 / 481.0, 1.0, 0.481, 0L], rows[1]);
        Assert.Equal(["g", "selected", "c", 19L, 19L, 1.0, null, 0.019, 1L], rows[2]);
        Assert.Equal(["g", "selected", "(unknown)", 36L, null, null, null, null, null], rows[3]);
    }

    [Fact]
    public void Audit_AdverseImpactTable_HasWhatLendersFile()
    {
        var row = Run("b").Tables.Single(t => t.Name == "adverse-impact").Rows[0];
        // a against b: rates .4 and .49896, difference −.09896, shortfall 500 · .09896 = 49.48; odds (200 · 241)/(300 · 240); 36 of 1,036 unknown
        Assert.Equal(["g", "a", "b", 500L, 200.0, 0.4, 240 / 481.0], row.Take(7));
        Assert.Equal(100 * 36 / 1036.0, (double)row[7]!, 12);
        Assert.Equal(0.4 - (240 / 481.0), (double)row[11]!, 12);
        Assert.Equal(500 * ((240 / 481.0) - 0.4), (double)row[12]!, 9);
        Assert.Equal(200 * 241 / (300 * 240.0), (double)row[13]!, 12);
        Assert.InRange((double)row[14]!, 0.001, 0.01); // z of the two rates is 3.12, Yates 2.99
        Assert.Equal(0L, row[15]); // .8017 is not below .8
    }

    [Fact]
    public void Audit_MissingMemberships_BoundTheRatio()
    {
        // missing: 28 yes, 8 no. Lowest a against b: (200/508)/((240 + 28)/(481 + 28)); highest: (228/528)/(240/489)
        var findings = Run("b").Findings.ToDictionary(f => f.Id);
        Assert.Equal(200 / 508.0 / (268 / 509.0), findings["disparity/adverse_impact_ratio_lowest/g/a"].Value!.Value, 12);
        Assert.Equal(228 / 528.0 / (240 / 489.0), findings["disparity/adverse_impact_ratio_highest/g/a"].Value!.Value, 12);
        Assert.Null(findings["disparity/adverse_impact_ratio_lowest/g/a"].Interval);
    }

    [Fact]
    public void Release_SmallCategory_HidesItsRowsAndWhatGivesThemAway()
    {
        // c has 19 selected and 0 not: under 10
        var evidence = PrimarySuppression.Apply(Run("b"), 10, []).Evidence;
        var rows = evidence.Tables.Single(t => t.Name == "local-law-144").Rows;
        Assert.Equal("c", rows[2][2]);
        Assert.All(rows[2].Skip(3), Assert.Null);
        Assert.Contains(rows.Take(2), r => r[4] is null); // the next smallest, or the total gives c away
        Assert.Equal(FindingStatus.Suppressed, evidence.Findings.Single(f => f.Id == "disparity/adverse_impact_ratio_lowest/g/c").Status);
    }

    [Fact]
    public void Audit_ScoringRate_MedianTiesAreNotAboveTheMedian()
    {
        // scores 1 2 2 2 3 4: median 2; above: one of a (3) of 3, one of b (4) of 3
        var rows = ColumnPortfolio.Build("t").Number("score", [1, 2, 3, 2, 2, 4]).Category("g", ["a", "a", "a", "b", "b", "b"]).Build();
        var plan = new AuditPlan { Roles = new Roles { Score = new ScoreRole("score", ScoreDirection.HigherIsSafer), Protected = [ProtectedRole.Of("g", "a")] } };
        var evidence = Audit.Run(rows, plan, new AuditInputs());
        Assert.Equal(1 / 3.0, evidence.Findings.Single(f => f.Id == "disparity/scoring_rate/g/a").Value!.Value, 12);
        Assert.Equal(1, evidence.Findings.Single(f => f.Id == "disparity/scoring_impact_ratio/g/b").Value!.Value, 12);
        Assert.Equal(["g", "score above the median", "a", 3L, 1L], evidence.Tables.Single(t => t.Name == "local-law-144").Rows[0].Take(5));
    }

    [Fact]
    public void Unknown_ValueThatIsNotThere_IsRefusedWithTheNearest()
    {
        var error = Assert.Throws<AuditDataException>(() => Run("b", "Unknwon"));
        Assert.Equal("t: protected column 'g' has no value 'Unknwon' (plan: protected.unknown). Did you mean 'Unknown'?", error.Message);
    }

    [Fact]
    public void Cutoffs_ByProduct_DecideEachByItsOwn()
    {
        // card below .1, loan below .3: a .05 card yes, .2 card no, .2 loan yes; b .2 card no, .25 loan yes, .35 loan no
        var portfolio = ColumnPortfolio.Build("t").Number("pd", [0.05, 0.2, 0.2, 0.2, 0.25, 0.35, 0.01])
            .Category("product", ["card", "card", "loan", "card", "loan", "loan", null]).Category("g", ["a", "a", "a", "b", "b", "b", "b"]).Build();
        Finding Rate(string group, Dictionary<string, double> cutoffs, string by = "product") => Audit.Run(
            portfolio,
            new AuditPlan { Roles = new Roles { Score = new ScoreRole("pd", ScoreDirection.HigherIsRiskier), Decision = DecisionRole.AtCutoffs(by, cutoffs), Protected = [ProtectedRole.Of("g", "a")] } },
            new AuditInputs()).Findings.Single(f => f.Id == "disparity/selection_rate/g/" + group);
        var given = new Dictionary<string, double> { ["card"] = 0.1, ["loan"] = 0.3 };
        Assert.Equal((2.0, 3.0), (Rate("a", given).Numerator!.Value, Rate("a", given).Denominator!.Value));
        Assert.Equal((1.0, 3.0), (Rate("b", given).Numerator!.Value, Rate("b", given).Denominator!.Value)); // the row without a product has no decision
        Assert.Equal(
            "t: column 'product' (plan: columns.decision.by) holds 'loan', for which columns.decision.cutoffs has no cut-off. Add one.",
            Assert.Throws<AuditDataException>(() => Rate("a", new() { ["card"] = 0.1 })).Message);
        Assert.Equal(
            "t: column 'product' (plan: columns.decision.by) has no value 'laon'. Did you mean 'loan'?",
            Assert.Throws<AuditDataException>(() => Rate("a", new() { ["card"] = 0.1, ["laon"] = 1 })).Message);
        Assert.Contains("'prodct'", Assert.Throws<AuditDataException>(() => Rate("a", given, "prodct")).Message, StringComparison.Ordinal);
    }

    private static AuditEvidence Run(string reference, string unknown = "Unknown")
    {
        var rows = Table.SelectMany(t => Enumerable.Repeat((t.Group, "yes"), t.Yes).Concat(Enumerable.Repeat((t.Group, "no"), t.No))).ToList();
        var portfolio = ColumnPortfolio.Build("t").Category("g", [.. rows.Select(r => r.Group)]).Category("approved", [.. rows.Select(r => r.Item2)]).Build();
        var plan = new AuditPlan
        {
            Roles = new Roles { Decision = DecisionRole.Recorded("approved", "yes"), Protected = [ProtectedRole.Of("g", reference) with { Unknown = [unknown] }] },
        };
        return Audit.Run(portfolio, plan, new AuditInputs());
    }
}

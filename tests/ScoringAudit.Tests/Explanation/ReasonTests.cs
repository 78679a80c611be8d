using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Explanation;

/// <summary>Why people were declined.</summary>
public class ReasonTests
{
    private static readonly FeatureSchema Schema = new([
        new Feature("income", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 0),
        new Feature("sex", FeatureKind.Category, Origin.Own, OnMove.Keep, ["f", "m"], 0, false, 1),
        new Feature("street", FeatureKind.Number, Origin.Neighbourhood, OnMove.Swap, [], 0, false, 4)]);

    [Theory]
    [InlineData(new[] { 0.5, 2, -1, 2, 0.1, 3 }, 4, new[] { 5, 1, 3, 0 })] // the tie of 1 and 3 goes to the first
    [InlineData(new[] { -1.0, 0, -2 }, 4, new int[0])]
    [InlineData(new[] { 1.0, 1e-14 }, 4, new[] { 0 })] // rounding is no reason
    [InlineData(new[] { 1.0, 2 }, 1, new[] { 1 })]
    public void PrincipalReasons_Parts_AreRankedByWhatRaisesTheRisk(double[] risk, int most, int[] expected) => Assert.Equal(expected, PrincipalReasons.Of(risk, most));

    [Fact]
    public void ReasonCode_Declarations_GiveClasses()
    {
        var codes = ReasonCode.Of(Schema, [FeatureRole.Of("income") with { Actionable = Actionability.Up, Code = "Income too low" }, FeatureRole.Of("street", Origin.Neighbourhood)], ["sex"]);
        Assert.Equal(["Income too low", "sex", "street"], codes.Select(c => c.Text));
        Assert.Equal(["actionable", "immutable", "not about you"], codes.Select(c => c.Class));
        Assert.Equal("not declared", ReasonCode.Of(Schema, null, [])[1].Class);
    }

    [Fact]
    public void Reference_Default_IsTheFavourableNearestToTheCutoff()
    {
        // Points, higher is safer, cut-off 30: favourable are 30, 31, … 59; the nearest 10 are 30 … 39. Row 32 is the person's own.
        double[] scores = [.. Enumerable.Range(0, 60).Select(i => (double)i)];
        var rule = new DecisionRule(ScoreScale.SafetyPoints(0, 100), 30, true);
        var plan = new ReasonPlan { ReferenceRows = 10 };
        Assert.Equal(Enumerable.Range(30, 10), ReasonReference.Of(plan, scores, rule, Streams.FromSeed(1)).Reference!.Rows);
        var mine = new bool[60];
        mine[32] = true;
        Assert.Equal([30, 31, 33, 34, 35, 36, 37, 38, 39, 40], ReasonReference.Of(plan, scores, rule, Streams.FromSeed(1), mine).Reference!.Rows);
        var (none, why) = ReasonReference.Of(plan, scores.AsSpan(0, 35), rule, Streams.FromSeed(1));
        Assert.Null(none);
        Assert.Equal("only 5 favourably decided rows could be the reference, at least 10 are needed", why);
        Assert.Equal(10, ReasonReference.Of(plan with { Reference = ReasonPlan.All }, scores, rule, Streams.FromSeed(1)).Reference!.Rows.Length);
    }

    // 40 people on each of 10 streets; income 0 … 1; a street is good (0) or bad (1). Points: 100·income − 40·street.
    private static AuditEvidence Run(double street, int minCell = 5)
    {
        float[] income = [.. Enumerable.Range(0, 400).Select(i => (i * 37 % 101) / 100f)], bad = [.. Enumerable.Range(0, 400).Select(i => i / 40 % 2 == 0 ? 0f : 1)];
        string[] sex = [.. Enumerable.Range(0, 400).Select(i => i % 3 == 0 ? "f" : "m")];
        var rows = ColumnPortfolio.Build("rows").Number("income", income).Category("sex", sex).Number("street", bad).Build();
        var card = new PointsScorecard(Schema, 500, [new([.. Enumerable.Range(1, 99).Select(i => i / 100f)], [.. Enumerable.Range(0, 100).Select(i => (double)i)], 0), new([], [0, 0, 0], 0), new([0.5f], [0, -street], 0)]);
        var plan = new AuditPlan
        {
            Roles = new Roles
            {
                Decision = DecisionRole.AtApprovalRate(0.5),
                Protected = [ProtectedRole.Of("sex", "m")],
                Features = [FeatureRole.Of("income") with { Actionable = Actionability.Up, Code = "Income too low" }, FeatureRole.Of("sex"), FeatureRole.Of("street", Origin.Neighbourhood)],
            },
            Measures = ["explanation"],
            Reasons = new ReasonPlan { ReferenceRows = 40, Resamples = 10 },
            Disclosure = DisclosurePlan.Restricted with { MinCell = minCell },
        };
        return Audit.Run(rows, plan, new AuditInputs { Models = [new NamedModel("card", card, null, Provenance.External("test"), "scorecard")] });
    }

    [Fact]
    public void Run_ScoreThatReadsTheStreet_CountsThoseWhoWereToldOfIt()
    {
        var evidence = Run(40);
        var share = Assert.Single(evidence.Findings, f => f.Id == "explanation/principal_reason_associative_share/model=card");
        Assert.InRange(share.Value!.Value, 0.3, 0.95);
        Assert.Equal(share.Numerator!.Value / share.Denominator!.Value, share.Value!.Value, 1e-12);
        Assert.Equal([share.Numerator!.Value, share.Denominator!.Value - share.Numerator.Value], share.Cells);
        Assert.NotNull(share.Interval);
        Assert.Contains("compared with those decided favourably whose scores lie nearest to the cut-off (40)", share.Note, StringComparison.Ordinal);
        Assert.InRange(Assert.Single(evidence.Findings, f => f.Measure == "reason_stability").Value!.Value, 0.5, 1);
        var table = evidence.Tables.Single(t => t.Name == "principal-reasons");
        Assert.Equal(["actionable", "not about you"], table.Rows.Select(r => (string)r[table.Columns.ToList().IndexOf("class")]!).Order());
        Assert.Contains(evidence.Findings, f => f.Id == "explanation/principal_reason_associative_share/model=card/sex/f");
    }

    [Fact]
    public void Run_OwnRecordOnly_NobodyIsToldOfAnother()
    {
        var share = Assert.Single(Run(0).Findings, f => f.Id == "explanation/principal_reason_associative_share/model=card");
        Assert.Equal(0.0, share.Value);
    }

    [Fact]
    public void Release_SmallCells_HideSharesAndRows()
    {
        var released = ReleaseGate.Release(Run(40, minCell: 60));
        Assert.Equal(FindingStatus.Suppressed, released.Findings.Single(f => f.Id == "explanation/principal_reason_associative_share/model=card/sex/f").Status);
    }

    [Fact]
    public void Run_NoDecisionRule_SaysWhyThereAreNoReasons()
    {
        var rows = ColumnPortfolio.Build("rows").Number("income", [.. Enumerable.Range(0, 40).Select(i => (float)i)]).Category("sex", [.. Enumerable.Repeat("f", 40)]).Number("street", new float[40]).Build();
        var card = new PointsScorecard(Schema, 500, [new([5], [0, 10], 0), new([], [0, 0, 0], 0), new([], [0], 0)]);
        var evidence = Audit.Run(rows, new AuditPlan { Measures = ["explanation"] }, new AuditInputs { Models = [new NamedModel("card", card, null, Provenance.External("test"), "scorecard")] });
        Assert.Contains(evidence.Notes, n => n.Text == "Reasons: there is no rule that decides from the model's score. Add columns.decision (a column, a cutoff or an approvalRate).");
    }
}

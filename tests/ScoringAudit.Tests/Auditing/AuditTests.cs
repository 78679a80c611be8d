using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Auditing;

public class AuditTests
{
    [Fact]
    public void Run_RecordedDecisions_GivesTheContractsFinding()
    {
        // 37 of 100 against 50 of 100
        var evidence = Audit.Run(Decisions((37, 100, "Black"), (50, 100, "White")), Plan("White"), new AuditInputs());
        var air = evidence.Findings.Single(f => f.Id == "disparity/adverse_impact_ratio/race/Black");
        Assert.Equal(0.74, air.Value!.Value, 12);
        Assert.Equal(("Black", "White", 37.0, 100.0, 50.0, 100.0), (air.Group, air.Reference, air.Numerator!.Value, air.Denominator!.Value, air.ReferenceNumerator!.Value, air.ReferenceDenominator!.Value));
        Assert.Equal("mover_midp", air.Interval!.Method);
        Assert.Equal("rows", air.Interval.Unit);
        Assert.Equal("all", air.Rows);
        Assert.Equal(Verdict.Undetermined, air.Verdict);
        Assert.True(air.NeededN > 100);
        Assert.Equal("S", air.Access);
        Assert.Equal(evidence.Findings.Select(f => f.Id).Order(StringComparer.Ordinal), evidence.Findings.Select(f => f.Id));
    }

    [Fact]
    public void Run_RowsInAnotherOrder_GivesTheSameFindings()
    {
        var forward = Decisions((37, 100, "Black"), (50, 100, "White"));
        var order = Enumerable.Range(0, 200).Reverse().ToArray();
        var backward = ColumnPortfolio.Build("decisions.csv")
            .Integer("approved", [.. order.Select(i => forward.Values(new ColumnId(0)).Integers[i])])
            .Category("race", [.. order.Select(i => forward.Schema[new ColumnId(1)].Levels[forward.Values(new ColumnId(1)).Codes[i]])])
            .Build();
        Assert.Equal(
            Audit.Run(forward, Plan("White"), new AuditInputs()).Findings.Select(f => (f.Id, f.Value, f.Interval)),
            Audit.Run(backward, Plan("White"), new AuditInputs()).Findings.Select(f => (f.Id, f.Value, f.Interval)));
    }

    [Fact]
    public void Run_Register_HasNoSamplingIntervalAndDecidesByTheValue()
    {
        var plan = Plan("White") with { Sampling = "register" };
        var air = Audit.Run(Decisions((37, 100, "Black"), (50, 100, "White")), plan, new AuditInputs()).Findings.Single(f => f.Measure == "adverse_impact_ratio");
        Assert.Null(air.Interval);
        Assert.Null(air.PValue);
        Assert.Equal(Verdict.NotMet, air.Verdict); // .74 < .8, and nothing was sampled
    }

    [Fact]
    public void Run_ThreeGroups_JudgesBySimultaneousLimits()
    {
        var evidence = Audit.Run(Decisions((60, 100, "A"), (52, 100, "B"), (40, 100, "C")), Plan("A"), new AuditInputs());
        var b = evidence.Findings.Single(f => f.Id == "disparity/adverse_impact_ratio/race/B");
        Assert.Equal(0.975, b.Simultaneous!.Value.Level, 12); // 1 − .05/2
        Assert.Equal(0.95, b.Interval!.Limits.Level, 12);
        Assert.Equal("race/adverse_impact_ratio", b.Family);
    }

    [Fact]
    public void Run_Intersections_NameBothAttributes()
    {
        var rows = ColumnPortfolio.Build("x.csv")
            .Integer("approved", [.. Enumerable.Range(0, 400).Select(i => (long)(i % 3 == 0 ? 0 : 1))])
            .Category("race", [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? "Black" : "White")])
            .Category("sex", [.. Enumerable.Range(0, 400).Select(i => i % 5 < 2 ? "F" : "M")])
            .Build();
        var plan = Plan("White") with { Roles = Plan("White").Roles with { Protected = [ProtectedRole.Of("race", "White"), ProtectedRole.Of("sex", "M")], Intersections = [["race", "sex"]] } };
        var evidence = Audit.Run(rows, plan, new AuditInputs());
        var air = evidence.Findings.Single(f => f.Id == "disparity/adverse_impact_ratio/race*sex/Black*F");
        Assert.Equal("White*M", air.Reference);
    }

    [Fact]
    public void Run_Controls_MeasureWithinStrata()
    {
        var rows = ColumnPortfolio.Build("x.csv")
            .Integer("approved", [.. Enumerable.Range(0, 400).Select(i => (long)(i % 3 == 0 ? 0 : 1))])
            .Category("race", [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? "Black" : "White")])
            .Category("purpose", [.. Enumerable.Range(0, 400).Select(i => i < 150 ? "car" : "house")])
            .Build();
        var evidence = Audit.Run(rows, Plan("White") with { Roles = Plan("White").Roles with { Controls = ["purpose"] } }, new AuditInputs());
        // rows 0, 2, …, 148 are Black in stratum car: 75; those divisible by 6 are refused: 25
        var car = evidence.Findings.Single(f => f.Id == "disparity/selection_rate/race/Black/stratum=purpose=car");
        Assert.Equal((50.0, 75.0), (car.Numerator!.Value, car.Denominator!.Value));
    }

    [Fact]
    public void Run_NothingToAudit_SaysWhatIsMissing() => Assert.Equal(
        "plan: nothing to audit: it names no score, no decision and no model. Add one of them, for example columns.score.",
        Assert.Throws<AuditDataException>(() => Audit.Run(Decisions((5, 10, "A"), (5, 10, "B")), new AuditPlan(), new AuditInputs())).Message);

    [Fact]
    public void Run_Cutoff_ApprovesOnTheSafeSide()
    {
        // higher is riskier: favourable is score < .2
        var rows = ColumnPortfolio.Build("x.csv").Number("pd", [0.1, 0.2, 0.3, 0.19, 0.05, 0.5]).Category("g", ["a", "a", "a", "b", "b", "b"]).Build();
        var plan = new AuditPlan { Roles = new Roles { Score = new ScoreRole("pd", ScoreDirection.HigherIsRiskier), Decision = DecisionRole.AtCutoff(0.2), Protected = [ProtectedRole.Of("g", "a")] } };
        var evidence = Audit.Run(rows, plan, new AuditInputs());
        Assert.Equal(1, evidence.Findings.Single(f => f.Id == "disparity/selection_rate/g/a").Numerator);
        Assert.Equal(2, evidence.Findings.Single(f => f.Id == "disparity/selection_rate/g/b").Numerator);
    }

    internal static AuditPlan Plan(string reference) => new()
    {
        Roles = new Roles { Decision = DecisionRole.Recorded("approved", "1"), Protected = [ProtectedRole.Of("race", reference)] },
    };

    internal static ColumnPortfolio Decisions(params (int Yes, int Of, string Group)[] groups)
    {
        var approved = groups.SelectMany(g => Enumerable.Range(0, g.Of).Select(i => i < g.Yes ? 1L : 0L)).ToArray();
        var names = groups.SelectMany(g => Enumerable.Repeat(g.Group, g.Of)).ToArray();
        return ColumnPortfolio.Build("decisions.csv").Integer("approved", approved).Category("race", names).Build();
    }
}

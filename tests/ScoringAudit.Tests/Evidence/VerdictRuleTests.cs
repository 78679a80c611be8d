using ScoringAudit.Evidence;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Evidence;

public class VerdictRuleTests
{
    private static readonly Yardstick FourFifths = new(0.8, null, "29 CFR 1607.4(D) (1978), screening convention");

    [Theory]
    [InlineData(0.81, 0.95, Verdict.Met)]
    [InlineData(0.8, 0.95, Verdict.Met)] // the set is closed
    [InlineData(0.5, 0.79, Verdict.NotMet)]
    [InlineData(0.5, 0.8, Verdict.Undetermined)]
    [InlineData(0.5, double.PositiveInfinity, Verdict.Undetermined)]
    public void Of_Interval_DecidesByWhereItLies(double low, double high, Verdict expected) =>
        Assert.Equal(expected, VerdictRule.Of(new Interval(low, high, 0.95), FourFifths));

    [Theory]
    [InlineData(-0.2, 0.2, Verdict.Met)]
    [InlineData(0.31, 0.4, Verdict.NotMet)]
    [InlineData(-0.5, 0.5, Verdict.Undetermined)]
    public void Of_TwoSidedSet_NeedsTheWholeInterval(double low, double high, Verdict expected) =>
        Assert.Equal(expected, VerdictRule.Of(new Interval(low, high, 0.95), new Yardstick(-0.3, 0.3, "x")));

    [Fact]
    public void NeededRows_HalfTheDistance_NeedsFourTimesTheRows()
    {
        // value .7, limit .9: the upper arm is ln(.9/.7); the edge lies ln(.8/.7) away; rows grow with the square of their ratio
        var arm = Math.Log(0.9 / 0.7) / Math.Log(0.8 / 0.7);
        Assert.Equal((long)Math.Ceiling(100 * arm * arm), VerdictRule.NeededRows(0.7, new Interval(0.5, 0.9, 0.95), FourFifths, 100, true));
    }

    [Fact]
    public void NeededRows_ValueOnTheEdge_IsNever() => Assert.Null(VerdictRule.NeededRows(0.8, new Interval(0.7, 0.9, 0.95), FourFifths, 100, true));

    [Fact]
    public void Catalogue_PlansOwnLimit_SaysSo()
    {
        var plan = new AuditPlan { Yardsticks = new Dictionary<string, double> { ["adverse_impact_ratio"] = 0.9 } };
        Assert.Equal(new Yardstick(0.9, null, "the plan's own limit"), YardstickCatalogue.For("adverse_impact_ratio", plan));
        Assert.Equal(0.8, YardstickCatalogue.For("adverse_impact_ratio", new AuditPlan())!.Low);
    }

    [Fact]
    public void Catalogue_UnknownMeasure_SuggestsTheNearest() => Assert.Equal(
        "plan: yardsticks: there is no yardstick 'adverse_impact_ration'. Did you mean 'adverse_impact_ratio'?",
        Assert.Throws<AuditDataException>(() => YardstickCatalogue.Check(new AuditPlan { Yardsticks = new Dictionary<string, double> { ["adverse_impact_ration"] = 0.9 } })).Message);
}

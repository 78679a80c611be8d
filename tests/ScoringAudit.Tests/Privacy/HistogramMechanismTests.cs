using ScoringAudit.Privacy;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Privacy;

public class HistogramMechanismTests
{
    private static readonly TableSchema Schema = new("race", [new TableDimension("race", ["A", "B"]), new TableDimension("decision", ["yes", "no"])]);
    private static readonly PrivacyUnit Unit = PrivacyUnit.Row(NeighbourRelation.AddRemove);

    private static Released<NoisyTable> Release(PrivacySession session, Rational rho, string definition = "d") =>
        HistogramMechanism.Release(Confidential<long[]>.Seal([500, 100, 0, 300, 200, 0, 1, 2, 0]), Schema, Unit, rho, definition, session);

    [Fact]
    public void Release_SameRequest_IsAnsweredFromTheLedgerWithoutACharge()
    {
        var ledger = new MemoryLedger();
        var first = Release(new PrivacySession(ledger, "data", PrivacyBudget.Default), PrivacyBudget.Default.Rho);
        var session = new PrivacySession(ledger, "data", PrivacyBudget.Default);
        var second = Release(session, PrivacyBudget.Default.Rho);
        Assert.Equal(first.Value.Cells, second.Value.Cells);
        Assert.Equal(PrivacyBudget.Default.Rho, ledger.Spent("data"));
        Assert.True(Assert.Single(session.Spends).FromLedger);
    }

    [Fact]
    public void Release_BudgetExhausted_IsRefusedBeforeAnyDraw()
    {
        var ledger = new MemoryLedger();
        var session = new PrivacySession(ledger, "data", PrivacyBudget.Default);
        Release(session, PrivacyBudget.Default.Rho * new Rational(3, 4));
        var refusal = Assert.Throws<BudgetExceededException>(() => Release(session, PrivacyBudget.Default.Rho * new Rational(1, 2), "another plan"));
        Assert.Equal("The privacy budget of these data is exhausted: 'race' costs rho 0.01218, left is 0.006089. Nothing was computed. Read the earlier report again, or ask for fewer tables.", refusal.Message);
        Assert.Equal(["charge", "record"], ledger.Log);
    }

    [Fact]
    public void Law_Spend_GivesTheKnownVariance()
    {
        // epsilon 1, delta 1e-6: rho 0.0243559704, sigma² 20.53 for a squared sensitivity of 1, twice that under replacement.
        Assert.Equal(20.5288, HistogramMechanism.Law(Unit, PrivacyBudget.Default.Rho).VarianceParameter.ToDouble(), 1e-3);
        Assert.Equal(41.0577, HistogramMechanism.Law(PrivacyUnit.Row(NeighbourRelation.Replace), PrivacyBudget.Default.Rho).VarianceParameter.ToDouble(), 1e-3);
    }

    [Fact]
    public void Sum_Choice_AddsCellsAndCountsTheirNoise()
    {
        var table = Release(new PrivacySession(new MemoryLedger(), "data", PrivacyBudget.Default), PrivacyBudget.Default.Rho).Value;
        Assert.Equal(new NoisyCount(table.Cells[0] + table.Cells[3] + table.Cells[6], 3), table.Sum(null, [0]));
        Assert.Equal(new NoisyCount(table.Cells[4], 1), table.Sum([1], [1]));
        Assert.Equal(9, table.Sum(null, null).Cells);
    }

    [Fact]
    public void Schema_UnknownValues_FallIntoTheUnlistedCell()
    {
        Assert.Equal(2, Schema.Dimensions[0].IndexOf("C"));
        Assert.Equal(2, Schema.Dimensions[0].IndexOf(null));
        double[] edges = [0, 10];
        Assert.Equal([0, 0, 1, 2, 2, 3], new[] { double.NegativeInfinity, -1, 0, 10, 1e300, double.NaN }.Select(x => TableDimension.BandOf(x, edges)));
        Assert.Equal(["[-inf,0)", "[0,10)", "[10,inf)"], TableDimension.Bands("score", edges).Levels);
    }

    [Fact]
    public void ContributionCap_PersonWithThousandsOfRows_CountsTheCap()
    {
        var cap = new ContributionCap(3);
        Assert.Equal(3, Enumerable.Range(0, 5000).Count(_ => cap.Admit(7)));
        Assert.True(cap.Admit(8));
    }

    [Fact]
    public void InfluenceBound_PublicGraph_CountsReadersWithinTheHops()
    {
        // 0 is read by 1 and 2, 1 by 3: one hop reaches 2 others, two hops reach 3.
        IReadOnlyList<IReadOnlyList<int>> readers = [[1, 2], [3], [], []];
        Assert.Equal(2, InfluenceBound.FromPublicGraph(readers, 1));
        Assert.Equal(3, InfluenceBound.FromPublicGraph(readers, 2));
        Assert.Equal(3, InfluenceBound.FromPublicGraph(readers, 9));
    }

    [Theory]
    [InlineData(0, 1e-6, "plan: disclosure.epsilon is 0, expected a number above 0 and at most 10. Write 1 unless you have a reason; a larger one promises less.")]
    [InlineData(-1, 1e-6, "plan: disclosure.epsilon is -1, expected a number above 0 and at most 10. Write 1 unless you have a reason; a larger one promises less.")]
    [InlineData(1e9, 1e-6, "plan: disclosure.epsilon is 1000000000, expected a number above 0 and at most 10. Write 1 unless you have a reason; a larger one promises less.")]
    [InlineData(1, 1e-3, "plan: disclosure.delta is 0.001, expected a number above 0 and at most 0.000001. Leave it out, or write a smaller one.")]
    [InlineData(1e-12, 1e-6, "plan: disclosure.epsilon is 1E-12: too small for any release. Raise it.")]
    public void Budget_OutOfRange_SaysWhatIsExpected(double epsilon, double delta, string message) =>
        Assert.Equal(message, Assert.Throws<AuditDataException>(() => new PrivacyBudget(epsilon, delta)).Message);

    [Fact]
    public void Filter_PureLosses_MatchesOpenDp()
    {
        // OpenDP, privacy_filter/test.rs: randomised response of .51 twice, then .75 is refused at budget 1 and the filter stays closed.
        static Rational Loss(double p) => Rational.Of(Math.Log(p / (1 - p)));
        var filter = new PrivacyFilter(1);
        filter.Charge("a", Loss(0.51));
        Assert.Equal(0.040005334613699206, filter.Spent.ToDouble(), 1e-12);
        filter.Charge("b", Loss(0.51));
        Assert.Equal(0.08001066922739841, filter.Spent.ToDouble(), 1e-12);
        Assert.Throws<BudgetExceededException>(() => filter.Charge("c", Loss(0.75)));
        Assert.True(filter.IsClosed);
        Assert.Throws<BudgetExceededException>(() => filter.Charge("d", Loss(0.51)));
    }
}

using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

/// <summary>Exact losses against known answers, and every mechanism against what it claims.</summary>
public class PrivacyLossTests
{
    [Theory]
    [InlineData(1, 1, 0.14135133940562192)]
    [InlineData(4, 1, 0.0072487768459525825)]
    [InlineData(16, 0.5, 0.002752923676329225)]
    [InlineData(100, 0.5, 6.9343703475178775e-09)]
    public void Delta_DiscreteGaussianShiftedByOne_MatchesKnownAnswer(int variance, double epsilon, double expected)
    {
        // Canonne, Kamath and Steinke (2020), theorem 7.
        var delta = PrivacyLoss.Of(new DiscreteGaussianLaw(variance), [1]).Delta(epsilon);
        Assert.Equal(1, delta / expected, 1e-6);
    }

    [Theory]
    [InlineData(10, 0.5, 2, 0.145466446441117)]
    [InlineData(4, 1, 2, 0.246976964474093)]
    public void Delta_ComposedRandomizedResponse_MatchesKnownAnswer(int k, double epsilon0, double epsilon, double expected) =>
        Assert.Equal(expected, PrivacyLoss.OfRandomizedResponse(epsilon0, k).Delta(epsilon), 1e-10);

    [Fact]
    public void Delta_RandomizedResponseOfThreeQuarters_MatchesClosedForm() =>
        Assert.Equal(0.33781968232496795, PrivacyLoss.OfRandomizedResponse(Math.Log(3), 1).Delta(0.5), 1e-12);

    [Fact]
    public void Delta_DiscreteLaplace_IsZeroFromItsEpsilonOn()
    {
        var loss = PrivacyLoss.Of(new DiscreteLaplaceLaw(2), [1]);
        Assert.Equal(0, loss.Delta(0.5), 1e-12);
        Assert.True(loss.Delta(0.45) > 0.01);
    }

    public static TheoryData<PrivacyUnit> Units() =>
    [
        PrivacyUnit.Row(NeighbourRelation.AddRemove), PrivacyUnit.Row(NeighbourRelation.Replace), PrivacyUnit.Person(3, NeighbourRelation.AddRemove), PrivacyUnit.Person(2, NeighbourRelation.Replace),
        PrivacyUnit.Household(2, 2, NeighbourRelation.AddRemove), PrivacyUnit.PublicGraphNode(1), PrivacyUnit.Node(1, NeighbourRelation.Replace),
    ];

    [Theory]
    [MemberData(nameof(Units))]
    public void Histogram_AllNeighbouringTables_KeepWhatTheUnitPromises(PrivacyUnit unit)
    {
        // Three cells are enough: every change of a unit is a sum of moves among cells. Each reachable shift is tried, both ways round.
        var budget = PrivacyBudget.Default;
        var law = HistogramMechanism.Law(unit, budget.Rho);
        double worst = 0;
        foreach (var shift in Shifts(unit))
        {
            var loss = PrivacyLoss.Of(law, shift);
            worst = Math.Max(worst, loss.LeastRho());
            Assert.InRange(loss.Delta(1), 0, 1e-6);
        }

        // And the bound is reached: a smaller sensitivity would be wrong.
        Assert.Equal(1, worst / budget.Rho.ToDouble(), 1e-6);
    }

    /// <summary>Every change of three cells that a unit can make.</summary>
    internal static IEnumerable<long[]> Shifts(PrivacyUnit unit)
    {
        var vectors = new HashSet<(long, long, long)> { (0, 0, 0) };
        var unitMove = new List<(long, long, long)> { (0, 0, 0) };
        var basis = new (long, long, long)[] { (1, 0, 0), (0, 1, 0), (0, 0, 1) };
        if (unit.Relation == NeighbourRelation.AddRemove)
        {
            unitMove.AddRange(basis);
        }
        else
        {
            unitMove.AddRange(from a in basis from b in basis select (a.Item1 - b.Item1, a.Item2 - b.Item2, a.Item3 - b.Item3));
        }

        HashSet<(long, long, long)> Add(HashSet<(long, long, long)> to, IEnumerable<(long, long, long)> moves) =>
            [.. from v in to from m in moves select (v.Item1 + m.Item1, v.Item2 + m.Item2, v.Item3 + m.Item3)];
        for (var i = 0; i < unit.Rows; i++)
        {
            vectors = Add(vectors, unitMove);
        }

        var flips = (from a in basis from b in basis select (a.Item1 - b.Item1, a.Item2 - b.Item2, a.Item3 - b.Item3)).ToList();
        for (var i = 0; i < unit.Influence; i++)
        {
            vectors = Add(vectors, flips);
        }

        // Cells may be permuted and the inputs swapped without changing the loss's bound: sorted absolute shapes are enough.
        return vectors.Select(v => new[] { v.Item1, v.Item2, v.Item3 }.Order().ToArray()).DistinctBy(v => string.Join(',', v));
    }

    [Fact]
    public void Sensitivity_InfluenceOfB_IsWithinThePublishedBound()
    {
        // L2 ≤ 1 + √2 B, and sigma at epsilon 1, delta 1e-6.
        (int B, double Bound, double Sigma)[] known = [(0, 1, 4.530877117036444), (5, 8.071067811865476, 36.56901645883069), (10, 15.142135623730951, 68.60715580062492), (49, 70.29646455628166, 318.50464266662004)];
        foreach (var (b, bound, sigma) in known)
        {
            var squared = Math.Pow(b + 1, 2) + Math.Pow(b, 2);
            Assert.InRange(Math.Sqrt(squared), bound * 0.96, bound + 1e-9);
            var ours = Math.Sqrt(squared / (2 * PrivacyBudget.Default.Rho.ToDouble()));
            Assert.InRange(ours, sigma * 0.96, sigma * (1 + 1e-6));
        }
    }
}

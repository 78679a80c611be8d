using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

public class QuantileMechanismTests
{
    private static readonly double[] Candidates = [10, 20, 30];
    private static readonly Rational Half = new(1, 2);

    private static Selected Choose(long[] counts, PrivacySession session, Rational? rho = null, Rational? probability = null) =>
        QuantileMechanism.Release(Confidential<long[]>.Seal(counts), Candidates, probability ?? Half, PrivacyUnit.Row(NeighbourRelation.AddRemove), rho ?? new Rational(1, 8), "median", "d", session);

    // exp_mech: scores 0, 1, 3 at epsilon 1 and sensitivity 1, closed form: 1, e^.5, e^1.5 over their sum.
    [Fact]
    public void Law_Scores_IsTheClosedForm() =>
        Assert.Equal([0.14024438316608848, 0.23122389762214907, 0.6285317192117624], ExponentialLaw.Probabilities([0, 1, 3], 1, 1).Select(p => Math.Round(p, 15)).Zip([0.14024438316608848, 0.23122389762214907, 0.6285317192117624], (f, e) => Math.Abs(f - e) < 1e-12 ? e : f));

    [Fact]
    public void Utilities_Counts_AreTheDistancesFromTheQuantile()
    {
        // 5 rows below 10, 3 below 20, 1 below 30, 1 above: 5, 8, 9 of 10 lie below. Median: −|2·5 − 10|, −|2·8 − 10|, −|2·9 − 10|. Upper quartile 3/4: −|20 − 30|, −|32 − 30|, −|36 − 30|.
        Assert.Equal([0, -6, -8], QuantileMechanism.Utilities([5, 3, 1, 1], Half));
        Assert.Equal([-10, -2, -6], QuantileMechanism.Utilities([5, 3, 1, 1], new Rational(3, 4)));
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(3, 4, 1)]
    [InlineData(1, 10, 3)]
    public void Loss_EveryNeighbour_IsWithinThePromiseAndReachesTheSensitivity(int a, int b, int rows)
    {
        var probability = new Rational(a, b);
        foreach (var relation in new[] { NeighbourRelation.AddRemove, NeighbourRelation.Replace })
        {
            var unit = PrivacyUnit.Person(rows, relation);
            var sensitivity = QuantileMechanism.Sensitivity(unit, probability);
            var epsilon = QuantileMechanism.Epsilon(new Rational(1, 8)).ToDouble();
            Assert.Equal(1, epsilon, 1e-5);
            Assert.True(epsilon * epsilon / 8 <= 0.125);
            long furthest = 0;
            long[] base0 = [6, 4, 3, 5];
            foreach (var shift in Shifts(rows, relation))
            {
                long[] other = [.. base0.Zip(shift, (x, s) => x + s)];
                if (other.Any(x => x < 0))
                {
                    continue;
                }

                long[] u = QuantileMechanism.Utilities(base0, probability), v = QuantileMechanism.Utilities(other, probability);
                furthest = Math.Max(furthest, u.Zip(v, (x, y) => Math.Abs(x - y)).Max());
                double[] p = ExponentialLaw.Probabilities(u, epsilon, sensitivity), q = ExponentialLaw.Probabilities(v, epsilon, sensitivity);
                var losses = p.Zip(q, (x, y) => Math.Log(x / y)).ToArray();
                Assert.True(losses.Max(Math.Abs) <= epsilon + 1e-12);
                Assert.True(losses.Max() - losses.Min() <= epsilon + 1e-12);
                foreach (var order in new[] { 1.1, 2, 5, 20.0 })
                {
                    var renyi = Math.Log(p.Zip(losses, (x, l) => x * Math.Exp((order - 1) * l)).Sum()) / (order - 1);
                    Assert.True(renyi <= (order * epsilon * epsilon / 8) + 1e-12, $"order {order}: {renyi}");
                }
            }

            Assert.True(furthest <= sensitivity);
            Assert.True(furthest >= 0.9 * sensitivity, $"{relation}: {furthest} of {sensitivity}");
        }
    }

    [Fact]
    public void Release_ManyDraws_FitTheLaw()
    {
        var bits = new ExactSamplerTests.StreamBits(77);
        var seen = new int[3];
        const int Draws = 20_000;
        for (var i = 0; i < Draws; i++)
        {
            seen[Choose([2, 1, 1, 1], new PrivacySession(new MemoryLedger(), "d", new PrivacyBudget(5, 1e-6), bits)).Index]++;
        }

        // Utilities of 2, 3, 4 of 5 rows below: −1, −1, −3; sensitivity 1. Five standard errors.
        var law = ExponentialLaw.Probabilities([-1, -1, -3], QuantileMechanism.Epsilon(new Rational(1, 8)).ToDouble(), 1);
        for (var k = 0; k < 3; k++)
        {
            Assert.InRange(seen[k] / (double)Draws, law[k] - (5 * Math.Sqrt(law[k] / Draws)), law[k] + (5 * Math.Sqrt(law[k] / Draws)));
        }
    }

    [Fact]
    public void Release_SameRequest_IsAnsweredOnceAndRefusedWithoutBudget()
    {
        var ledger = new MemoryLedger();
        var session = new PrivacySession(ledger, "d", new PrivacyBudget(5, 1e-6));
        var first = Choose([500, 300, 100, 100], session);
        Assert.Equal(first.Index, Choose([0, 0, 0, 1000], session).Index);
        Assert.Single(ledger.Log, l => l == "charge");
        Assert.Equal(Candidates[first.Index], first.Value);
        Assert.Throws<BudgetExceededException>(() => Choose([1, 1, 1, 1], session, rho: 10));
        Assert.Throws<ArgumentException>(() => Choose([1, 1], session));
        Assert.Throws<ArgumentOutOfRangeException>(() => Choose([1, 1, 1, 1], session, probability: 1));
    }

    private static IEnumerable<long[]> Shifts(int rows, NeighbourRelation relation)
    {
        var basis = Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, 4).Select(j => i == j ? 1L : 0).ToArray()).ToList();
        var moves = relation == NeighbourRelation.AddRemove ? basis.Concat(basis.Select(v => v.Select(x => -x).ToArray())) : from x in basis from y in basis select x.Zip(y, (p, q) => p - q).ToArray();
        // The worst units move all their rows alike.
        return moves.SelectMany(m => Enumerable.Range(1, rows).Select(r => m.Select(x => r * x).ToArray()));
    }
}

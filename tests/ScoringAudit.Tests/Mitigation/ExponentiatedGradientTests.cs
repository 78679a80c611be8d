using ScoringAudit.Mitigation;

namespace ScoringAudit.Tests.Mitigation;

public class ExponentiatedGradientTests
{
    // Four kinds of people (x = 0..3), two groups; 16 classifiers of x. The learner answers exactly: for each x, approve iff the summed price is below 0.
    private static readonly int[] X = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3];
    private static readonly int[] Group = [0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1];
    private static readonly sbyte[] Adverse = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1];

    public static TheoryData<ParityConstraint, double, double?> Problems() => new()
    {
        { ParityConstraint.DemographicParity, 0.05, 0.5 },
        { ParityConstraint.DemographicParity, 0.1, null },
        { ParityConstraint.TruePositiveRate, 0.05, 0.6 },
        { ParityConstraint.EqualizedOdds, 0.1, 0.5 },
        { ParityConstraint.EqualizedOdds, 0.02, null },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Solve_TinyProblem_ReachesTheBruteForceOptimum(ParityConstraint constraint, double slack, double? rate)
    {
        var problem = ParityProblem.Of(Adverse, Group, 2, [], constraint, slack, rate, 0.4);
        var solved = ExponentiatedGradient.Solve(problem, Exact, new GradientOptions(Iterations: 200, Gap: 1e-6));
        Assert.True(solved.Converged, $"gap {solved.Gap}");
        Assert.True(solved.WorstExcess < 1e-8, $"excess {solved.WorstExcess}");
        Assert.Equal(1, solved.Weights.Sum(), 1e-9);
        Assert.Equal(BruteForce(problem), solved.Cost, 2e-6);
    }

    // Without limits it is the unconstrained best response, found at once.
    [Fact]
    public void Solve_WithoutLimits_IsTheCheapestClassifier()
    {
        var problem = new ParityProblem([-1, 2, -3]);
        var solved = ExponentiatedGradient.Solve(problem, priced => [.. priced.Select(p => p < 0)], new GradientOptions());
        Assert.Equal((-4.0, 0.0, 1), (solved.Cost, solved.Gap, solved.Iterations));
    }

    // Two limits that no mixture can keep: the gap closes on the penalised problem and the excess is said.
    [Fact]
    public void Solve_ImpossibleLimits_SaysTheExcess()
    {
        var problem = new ParityProblem([1, 1]);
        problem.Add([1, 1], 0.5, "few");
        problem.Add([-1, -1], -1.5, "many");
        var solved = ExponentiatedGradient.Solve(problem, priced => [.. priced.Select(p => p < 0)], new GradientOptions(Iterations: 60));
        Assert.Equal(0.5, solved.WorstExcess, 1e-6);
    }

    private static bool[] Exact(double[] priced)
    {
        var sum = new double[4];
        for (var i = 0; i < X.Length; i++)
        {
            sum[X[i]] += priced[i];
        }

        return [.. X.Select(x => sum[x] < 0)];
    }

    // An optimum mixes at most limits + 1 classifiers at which limits are tight; on a fine grid of the four kinds' approval probabilities the optimum of the
    // linear programme over [0, 1]^4 (mixtures of all 16 classifiers are exactly those) is found by enumerating vertices: four tight constraints of all.
    private static double BruteForce(ParityProblem problem)
    {
        var cost = new double[4];
        for (var i = 0; i < X.Length; i++)
        {
            cost[X[i]] += problem.Costs[i];
        }

        var rows = new List<(double[] A, double B)>();
        for (var x = 0; x < 4; x++)
        {
            var at = x;
            rows.Add(([.. Enumerable.Range(0, 4).Select(j => j == at ? 1.0 : 0)], 1));
            rows.Add(([.. Enumerable.Range(0, 4).Select(j => j == at ? -1.0 : 0)], 0));
        }

        for (var k = 0; k < problem.Limits; k++)
        {
            var a = new double[4];
            for (var x = 0; x < 4; x++)
            {
                a[x] = problem.ExcessOf([.. X.Select(v => v == x)])[k] + problem.LimitOf(k);
            }

            rows.Add((a, problem.LimitOf(k)));
        }

        var best = double.PositiveInfinity;
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = i + 1; j < rows.Count; j++)
            {
                for (var k = j + 1; k < rows.Count; k++)
                {
                    for (var l = k + 1; l < rows.Count; l++)
                    {
                        if (Solve([rows[i], rows[j], rows[k], rows[l]]) is { } h && rows.All(r => r.A.Zip(h, (a, p) => a * p).Sum() <= r.B + 1e-9))
                        {
                            best = Math.Min(best, cost.Zip(h, (c, p) => c * p).Sum());
                        }
                    }
                }
            }
        }

        return best;
    }

    private static double[]? Solve((double[] A, double B)[] rows)
    {
        var t = rows.Select(r => r.A.Append(r.B).ToArray()).ToArray();
        for (var c = 0; c < 4; c++)
        {
            var pivot = Enumerable.Range(c, 4 - c).MaxBy(r => Math.Abs(t[r][c]));
            if (Math.Abs(t[pivot][c]) < 1e-10)
            {
                return null;
            }

            (t[c], t[pivot]) = (t[pivot], t[c]);
            for (var r = 0; r < 4; r++)
            {
                if (r != c)
                {
                    var f = t[r][c] / t[c][c];
                    for (var k = c; k < 5; k++)
                    {
                        t[r][k] -= f * t[c][k];
                    }
                }
            }
        }

        return [.. Enumerable.Range(0, 4).Select(c => t[c][4] / t[c][c])];
    }
}

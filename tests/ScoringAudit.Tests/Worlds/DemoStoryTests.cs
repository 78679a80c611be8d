using ScoringAudit.Portfolios;
using ScoringAudit.Worlds;
using static ScoringAudit.Tests.Worlds.WorldTestData;

namespace ScoringAudit.Tests.Worlds;

/// <summary>The two corners of the demonstration at 20,000 people, with four plain logistic regressions at the same approval rate.</summary>
public class DemoStoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void FourModels_BothCorners_TellTheStory(int seed)
    {
        var corners = WorldPlans.DemoCorners(WorldSpec.Of("neighbours-area") with { Seed = (ulong)seed });
        Assert.Equal([0, 0.6], corners.Select(c => c.PlaceRisk));
        var gains = new List<double>();
        foreach (var corner in corners)
        {
            var world = World.Generate(corner);
            var results = WorldPlans.Demo(corner).ToDictionary(d => d.Name, d => Measure(world, d));
            var (ownAir, ownAuc) = results["own"];
            Assert.InRange(ownAuc, 0.72, 0.80);
            Assert.InRange(ownAir, 0.78, 0.90);
            foreach (var name in new[] { "own-area", "own-neighbours", "own-proxies" })
            {
                Assert.True(results[name].Air < ownAir - 0.02, $"{name} at {corner.PlaceRisk}: {results[name].Air} against {ownAir}");
            }

            gains.Add(results["own-area"].Auc - ownAuc);
        }

        Assert.InRange(gains[0], 0, 0.012);
        Assert.InRange(gains[1], 0.018, 0.05);
    }

    [Fact]
    public void OwnOnly_EveryFeature_StaysOnAMove()
    {
        var plans = WorldPlans.Demo(WorldSpec.Of("neighbours-area"));
        Assert.Equal(["own", "own-area", "own-neighbours", "own-proxies"], plans.Select(p => p.Name));
        Assert.All(plans[0].Plan.Roles.Features!, f =>
        {
            Assert.Equal(Origin.Own, f.Origin);
            Assert.Equal(f.Column == "tenure_months" ? OnMove.Reset : OnMove.Keep, f.MoveRule);
        });
        Assert.All(plans.Skip(1), p => Assert.Contains(p.Plan.Roles.Features!, f => f.MoveRule == OnMove.Swap));
        var naive = WorldPlans.Demo(WorldSpec.Of("neighbours-area"), proxiesDeclaredOwn: true)[3];
        Assert.All(naive.Plan.Roles.Features!, f => Assert.Equal(Origin.Own, f.Origin));
        Assert.All(plans, p => Assert.Contains("score", p.Plan.Roles.Exclude));
    }

    private static (double Air, double Auc) Measure(World world, DemoPlan plan)
    {
        var columns = new List<double[]>();
        foreach (var feature in plan.Plan.Roles.Features!)
        {
            var values = Numbers(world.Subjects, feature.Column);
            var column = world.Subjects.Schema[world.Subjects.Schema.Require(feature.Column, "test")];
            if (column.IsCoded)
            {
                columns.AddRange(Enumerable.Range(1, column.Levels.Count - 1).Select(k => values.Select(v => v == k ? 1.0 : 0).ToArray()));
                continue;
            }

            var mean = values.Where(v => !double.IsNaN(v)).Average();
            columns.Add([.. values.Select(v => double.IsNaN(v) ? mean : feature.Column == "income" ? Math.Log(v) : v)]);
        }

        var outcome = Numbers(world.Subjects, "default_24m");
        var risk = Logistic([.. columns], outcome);
        var group = Texts(world.Subjects, "group");
        var order = Enumerable.Range(0, risk.Length).OrderBy(i => risk[i]).ToArray();
        var approved = order.Take((int)(risk.Length * WorldPlans.ApprovalRate)).ToArray();
        double rate(string g) => approved.Count(i => group[i] == g) / (double)group.Count(x => x == g);

        // Mann–Whitney: mean rank of defaulters (no ties among continuous risks that matter here).
        double rankSum = 0, bad = outcome.Sum();
        for (var r = 0; r < order.Length; r++)
        {
            rankSum += outcome[order[r]] * (r + 1);
        }

        return (rate("B") / rate("A"), (rankSum - (bad * (bad + 1) / 2)) / (bad * (risk.Length - bad)));
    }

    // Newton steps with a ridge of 1 on standardised columns; returns log-odds.
    private static double[] Logistic(double[][] columns, double[] y)
    {
        int n = y.Length, k = columns.Length + 1;
        var x = new double[n * k];
        for (var j = 1; j < k; j++)
        {
            var mean = columns[j - 1].Average();
            var sd = Math.Sqrt(columns[j - 1].Average(v => (v - mean) * (v - mean))) + 1e-12;
            for (var i = 0; i < n; i++)
            {
                x[(i * k) + j] = (columns[j - 1][i] - mean) / sd;
            }
        }

        for (var i = 0; i < n; i++)
        {
            x[i * k] = 1;
        }

        var beta = new double[k];
        var logit = new double[n];
        for (var step = 0; step < 7; step++)
        {
            var hessian = new double[k, k];
            var gradient = new double[k];
            for (var i = 0; i < n; i++)
            {
                var row = x.AsSpan(i * k, k);
                var p = 1 / (1 + Math.Exp(-logit[i]));
                var w = p * (1 - p);
                for (var j = 0; j < k; j++)
                {
                    gradient[j] += row[j] * (y[i] - p);
                    var wj = w * row[j];
                    for (var l = 0; l <= j; l++)
                    {
                        hessian[j, l] += wj * row[l];
                    }
                }
            }

            for (var j = 0; j < k; j++)
            {
                gradient[j] -= j > 0 ? beta[j] : 0;
                hessian[j, j] += j > 0 ? 1 : 0;
                for (var l = 0; l < j; l++)
                {
                    hessian[l, j] = hessian[j, l];
                }
            }

            var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(hessian);
            var delta = matrix.Cholesky().Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(gradient));
            for (var j = 0; j < k; j++)
            {
                beta[j] += delta[j];
            }

            for (var i = 0; i < n; i++)
            {
                var sum = 0.0;
                for (var j = 0; j < k; j++)
                {
                    sum += beta[j] * x[(i * k) + j];
                }

                logit[i] = sum;
            }
        }

        return logit;
    }
}

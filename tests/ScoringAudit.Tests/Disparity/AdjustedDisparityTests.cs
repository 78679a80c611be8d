using ScoringAudit.Auditing;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

public class AdjustedDisparityTests
{
    private static readonly double[] Y = [1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1];
    private static readonly int[] G = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
    private static readonly double[] X = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
    private static readonly int[] C = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5];

    [Fact]
    public void Of_SmallTable_IsTheNormalEquationsByHand()
    {
        // coefficient and sandwich errors from plain Gaussian elimination in another program; rows G = 12, clusters G = 6
        var rows = AdjustedDisparity.Of(Y, G, 2, 0, [X], [], [], 0.95)[1];
        Assert.Equal(-0.21346469622331693, rows.Value.Value, 12);
        Assert.Equal(0.31226329748209464, rows.StandardError!.Value, 12);
        Assert.Null(rows.Clusters);
        var clustered = AdjustedDisparity.Of(Y, G, 2, 0, [X], [], C, 0.95)[1];
        Assert.Equal(0.3632869775691081, clustered.StandardError!.Value, 12);
        Assert.Equal(6, clustered.Clusters);
        var weighted = AdjustedDisparity.Of(Y, G, 2, 0, [X], [1, 2, 1, 1, 3, 1, 1, 1, 2, 1, 1, 2], C, 0.95)[1];
        Assert.Equal(0.10210593490746642, weighted.Value.Value, 12);
        Assert.Equal(0.36800119668988385, weighted.StandardError!.Value, 12);
    }

    [Fact]
    public void Of_WithoutCovariates_IsTheDifferenceOfRates()
    {
        Assert.Equal((3 / 6.0) - (4 / 6.0), AdjustedDisparity.Of(Y, G, 2, 0, [], [], [], 0.95)[1].Value.Value, 12);
        // a copied and a constant column change nothing
        Assert.Equal(
            AdjustedDisparity.Of(Y, G, 2, 0, [X], [], [], 0.95)[1].Value.Value,
            AdjustedDisparity.Of(Y, G, 2, 0, [X, [.. X.Select(v => (3 * v) - 7)], new double[12]], [], [], 0.95)[1].Value.Value,
            10);
    }

    [Fact]
    public void Of_CovariateThatIsTheGroup_IsUndefined()
    {
        var e = AdjustedDisparity.Of(Y, G, 3, 0, [[.. G.Select(g => (double)g)]], [], [], 0.95);
        Assert.Equal("the covariates tell the group", e[1].Value.Reason);
        Assert.Equal("the group has no rows", e[2].Value.Reason);
        Assert.Equal("it is the reference group", e[0].Value.Reason);
    }

    [Fact]
    public void Audit_DisparityThatIncomeExplains_VanishesAtEqualIncome()
    {
        // approved with probability income/100 whatever the group; group B has lower incomes: planted adjusted difference 0
        const int n = 6_000;
        var random = Streams.FromSeed(5).Derive("world").Sequence();
        var income = new double[n];
        string[] race = new string[n], sex = new string[n], approved = new string[n];
        for (var i = 0; i < n; i++)
        {
            race[i] = random.NextUniform() < 0.4 ? "B" : "W";
            sex[i] = random.NextUniform() < 0.5 ? "F" : "M";
            income[i] = (race[i] == "B" ? 20 : 50) + (30 * random.NextUniform());
            approved[i] = random.NextUniform() < income[i] / 100 ? "yes" : "no";
        }

        var rows = ColumnPortfolio.Build("t").Category("race", race).Category("sex", sex).Category("approved", approved).Number("income", income).Build();
        var plan = new AuditPlan
        {
            Roles = new Roles
            {
                Decision = DecisionRole.Recorded("approved", "yes"),
                Protected = [ProtectedRole.Of("race", "W"), ProtectedRole.Of("sex", "M")],
                Features = [FeatureRole.Of("income")],
            },
        };
        var evidence = Audit.Run(rows, plan, new AuditInputs());
        var found = evidence.Findings.ToDictionary(f => f.Id);
        var adjusted = found["disparity/regression_adjusted_difference/race/B"];
        Assert.True(adjusted.Interval!.Limits.Contains(0));
        Assert.InRange(adjusted.Details!["unadjustedDifference"], -0.36, -0.24); // truth −.3
        Assert.Equal(adjusted.Details["unadjustedDifference"], found["disparity/demographic_parity_difference/race/B"].Value!.Value, 12);
        Assert.InRange(found["disparity/consistency"].Value!.Value, 0.45, 0.75);
        // B is the worst of the searched groups, confirmed on the other half
        var worst = evidence.Findings.First(f => f.Measure == "worst_group" && f.Group!.StartsWith("race=B", StringComparison.Ordinal));
        Assert.True(worst.PValue < 0.001);
        Assert.True(worst.Interval!.Limits.High < 0.75);
        Assert.Equal("everybody else", worst.Reference);
        var order = Enumerable.Range(0, n).Reverse().ToArray();
        var turned = ColumnPortfolio.Build("t").Category("race", [.. order.Select(i => race[i])]).Category("sex", [.. order.Select(i => sex[i])])
            .Category("approved", [.. order.Select(i => approved[i])]).Number("income", [.. order.Select(i => income[i])]).Build();
        var again = Audit.Run(turned, plan, new AuditInputs()).Findings.ToDictionary(f => f.Id);
        Assert.Equal(found.Keys.Order(StringComparer.Ordinal), again.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(worst.Value, again[worst.Id].Value);
        Assert.Equal(found["disparity/consistency"].Value, again["disparity/consistency"].Value);
    }
}

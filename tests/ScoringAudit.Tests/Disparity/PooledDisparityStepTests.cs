using ScoringAudit.Auditing;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

public class PooledDisparityStepTests
{
    // SolasAI's published income tertiles: Black 151/33, 117/56, 72/52; White 1279/333, 1195/632, 1149/889 (rows/favourable)
    private static readonly (int N, int F, int RefN, int RefF)[] Tertiles = [(151, 33, 1279, 333), (117, 56, 1195, 632), (72, 52, 1149, 889)];

    [Fact]
    public void Audit_WithControls_PoolsStrataAsPublished()
    {
        var findings = Run(false).Findings.ToDictionary(f => f.Id);
        var pooled = findings["disparity/segmented_adverse_impact_ratio/race/Black/stratum=income=pooled"];
        Assert.Equal(0.8986632625508317, pooled.Value!.Value, 9); // published .899
        Assert.True(pooled.Interval!.Limits.Contains(pooled.Value.Value));
        Assert.InRange(pooled.Interval.Limits.Width, 0.1, 0.4);
        Assert.Equal(0.8993356871229791, pooled.Details!["mantelHaenszelRiskRatio"], 9);
        Assert.Equal(0.07080029422269435, pooled.Details["cmhP"], 9);
        Assert.Equal(0.9764417908623345, pooled.Details["breslowDayP"], 9);
        Assert.Equal(340, pooled.N);
        Assert.True(findings["disparity/conditional_demographic_disparity/race/Black/stratum=income=pooled"].Value is > 0 and < 0.05);
        // the marginal ratio beside it, and what such a sample could have found
        Assert.Equal(0.81, findings["disparity/adverse_impact_ratio/race/Black"].Value!.Value, 0.001);
        Assert.InRange(findings["disparity/adverse_impact_ratio/race/Black"].SmallestDetectable!.Value, 0.7, 0.9);
        Assert.Equal("White", findings["disparity/differential_fairness/race/Black"].Reference);
    }

    [Fact]
    public void Audit_ControlsAndClusters_BootstrapsClustersAndLeavesRowTestsOut()
    {
        var pooled = Run(true).Findings.Single(f => f.Id == "disparity/segmented_adverse_impact_ratio/race/Black/stratum=income=pooled");
        Assert.Equal("cluster_bootstrap_percentile", pooled.Interval!.Method);
        Assert.DoesNotContain("cmhP", pooled.Details!.Keys);
    }

    [Fact]
    public void Audit_WithOutcomes_MeasuresInequalityOfBenefits()
    {
        // 100 rows, benefits: 60 × 1, 20 × 2, 20 × 0: mean 1, GE(2) = (20 · 1 + 20 · 1)/(2 · 100) = .2; Theil = 20 · 2 ln 2 / 100
        var findings = OutcomeDisparityStepTests.Run([("B", 1, 1, 15), ("B", 0, 0, 15), ("B", 0, 1, 10), ("B", 1, 0, 10), ("W", 1, 1, 15), ("W", 0, 0, 15), ("W", 0, 1, 10), ("W", 1, 0, 10)], false).Findings.ToDictionary(f => f.Id);
        Assert.Equal(0.2, findings["disparity/generalized_entropy"].Value!.Value, 12);
        Assert.Equal(0.4 * Math.Log(2), findings["disparity/theil_index"].Value!.Value, 12);
        Assert.True(findings["disparity/theil_index"].Interval!.Limits.Contains(0.4 * Math.Log(2)));
    }

    [Fact]
    public void DetectableEffect_OfADifference_IsTheUsualPlanningFigure()
    {
        // half width 1.96 se: effect (1.960 + .8416) se; for ratios the same on the log scale, below 1
        Assert.Equal(2.8016, DetectableEffect.Of(0, new Interval(-1.959964, 1.959964, 0.95), false)!.Value, 3);
        Assert.Equal(Math.Exp(-2.8016 * 0.1), DetectableEffect.Of(1, new Interval(Math.Exp(-0.1959964), Math.Exp(0.1959964), 0.95), true)!.Value, 4);
        Assert.Null(DetectableEffect.Of(1, new Interval(0, double.PositiveInfinity, 0.95), true));
    }

    private static AuditEvidence Run(bool clustered)
    {
        List<string> race = [], income = [], approved = [];
        void Add(string who, int tertile, int n, int f)
        {
            for (var i = 0; i < n; i++)
            {
                race.Add(who);
                income.Add("t" + tertile);
                approved.Add(i < f ? "yes" : "no");
            }
        }

        for (var t = 0; t < 3; t++)
        {
            Add("Black", t, Tertiles[t].N, Tertiles[t].F);
            Add("White", t, Tertiles[t].RefN, Tertiles[t].RefF);
        }

        var rows = ColumnPortfolio.Build("hmda").Category("race", race).Category("income", income).Category("approved", approved)
            .Identifier("id", [.. Enumerable.Range(0, race.Count).Select(i => i * 7 % 300)], [.. Enumerable.Range(0, 300).Select(i => $"s{i}")]).Build();
        var plan = new AuditPlan
        {
            Roles = new Roles
            {
                Subject = clustered ? "id" : null,
                Decision = DecisionRole.Recorded("approved", "yes"),
                Protected = [ProtectedRole.Of("race", "White")],
                Controls = ["income"],
            },
        };
        return Audit.Run(rows, plan, new AuditInputs());
    }
}

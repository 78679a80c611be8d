using ScoringAudit.Auditing;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Tests.Disparity;

public class ScoreShapeStepTests
{
    [Fact]
    public void MeanRank_WithTies_IsTheMidRank()
    {
        // 5 5 1 9: 1 → .5/4, the two 5s → (1 + 1)/4, 9 → 3.5/4
        Assert.Equal([0.5, 0.5, 0.125, 0.875], MeanRank.Of([5, 5, 1, 9]));
        Assert.Empty(MeanRank.Of([]));
    }

    [Fact]
    public void Audit_ScoresByGroup_HasRanksBandsQuantilesResidualsAndPermutations()
    {
        // 100 rows, B holds the even scores 0, 2, …, W the odd ones: mean ranks .495 and .505
        var rows = ColumnPortfolio.Build("t")
            .Number("pd", [.. Enumerable.Range(0, 100).Select(i => i / 100.0)])
            .Category("g", [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? "B" : "W")])
            .Category("bad", [.. Enumerable.Range(0, 100).Select(i => i % 5 == 0 || i > 70 ? "1" : "0")]).Build();
        var plan = new AuditPlan
        {
            Roles = new Roles { Score = new ScoreRole("pd", ScoreDirection.HigherIsRiskier), Decision = DecisionRole.AtApprovalRate(0.5), Outcome = new OutcomeRole("bad", "1"), Protected = [ProtectedRole.Of("g", "W")] },
        };
        var evidence = Audit.Run(rows, plan, new AuditInputs());
        var found = evidence.Findings.ToDictionary(f => f.Id);
        Assert.Equal(0.495, found["disparity/mean_rank/g/B"].Value!.Value, 12);
        Assert.Equal(-0.01, found["disparity/mean_rank_difference/g/B"].Value!.Value, 12);
        Assert.True(found["disparity/mean_rank_difference/g/B"].Interval!.Limits.Contains(0));
        // bad of even i: multiples of 10 (0 … 70: 8) and 72 … 98 (14) = 22 of 50, mean pd .49; odd: 5, 15, …, 65 (7) and 71 … 99 (15) = 22, mean .50
        var residual = found["disparity/residual_standardized_mean_difference/g/B"];
        Assert.Equal((22 / 50.0) - 0.49 - ((22 / 50.0) - 0.50), residual.Value!.Value * Deviation(), 9);
        Assert.InRange(found["disparity/standardized_mean_difference/g/B"].Details!["permutationP"], 0.5, 1);
        var bands = evidence.Tables.Single(t => t.Name == "score-bands").Rows;
        Assert.Equal(20, bands.Count); // 10 bands, 2 groups
        Assert.All(bands, r => Assert.Equal(5L, r[3]));
        var median = evidence.Tables.Single(t => t.Name == "score-quantiles").Rows.Single(r => Equals(r[1], "B") && Equals(r[2], 0.5));
        Assert.Equal(0.49, (double)median[3]!, 12); // between .48 and .50
        Assert.Equal(-0.01, (double)median[4]!, 12);
        Assert.NotNull(found["disparity/scoring_rate_difference/g/B"].SmallestDetectable);
        foreach (var measure in new[] { "calibration_slope", "calibration_intercept", "expected_calibration_error" })
        {
            Assert.True(found[$"accuracy/{measure}/g/B"].Value is not null);
        }

        Assert.Equal("score x outcome", found["accuracy/roc_auc/g/B"].CellTable);
        Assert.NotNull(found["disparity/generalized_entropy_between/g"].Value);
    }

    [Fact]
    public void Restricted_BinsOfANumber_ShowNoBandOfScores()
    {
        // 6,000 people, no small cell anywhere: groups of names may be shown, bins may not, because a moved edge in another report would tell a slice band by band.
        const int N = 6_000;
        var rows = ColumnPortfolio.Build("t")
            .Number("pd", [.. Enumerable.Range(0, N).Select(i => (i * 7919 % N) / (double)N)])
            .Category("g", [.. Enumerable.Range(0, N).Select(i => i % 2 == 0 ? "B" : "W")])
            .Number("age", [.. Enumerable.Range(0, N).Select(i => 20.0 + (i % 60))]).Build();
        var plan = new AuditPlan
        {
            Roles = new Roles
            {
                Score = new ScoreRole("pd", ScoreDirection.HigherIsRiskier),
                Decision = DecisionRole.AtApprovalRate(0.5),
                Protected = [ProtectedRole.Of("g", "W"), new ProtectedRole("age", ProtectedRole.Largest, [], [40])],
            },
        };
        var shown = ReleasedTable.AllOf(ReleaseGate.Release(Audit.Run(rows, plan, new AuditInputs()))).Single(t => t.Table.Name == "score-bands").Table;
        Assert.All(shown.Rows.Where(r => Equals(r[0], "g")), r => Assert.NotNull(r[3]));
        Assert.Equal(20, shown.Rows.Count(r => Equals(r[0], "age")));
        Assert.All(shown.Rows.Where(r => Equals(r[0], "age")), r => Assert.Null(r[3]));
    }

    private static double Deviation()
    {
        double[] residuals = [.. Enumerable.Range(0, 100).Select(i => (i % 5 == 0 || i > 70 ? 1 : 0) - (i / 100.0))];
        var mean = residuals.Average();
        return Math.Sqrt(residuals.Average(r => (r - mean) * (r - mean)));
    }
}

using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Scoring;

public class DecisionRuleTests
{
    [Theory]
    [InlineData(0.5, 2)] // 1 2 | 3 4
    [InlineData(0.25, 1)]
    [InlineData(0.9, 4)] // 3.6 rounds to 4
    public void ApprovalRate_RiskierUpwards_TakesTheSafestShare(double rate, int expected)
    {
        double[] pd = [0.4, 0.1, 0.3, 0.2];
        var rule = DecisionRule.AtApprovalRate(ScoreScale.AdverseProbability, pd, rate);
        Assert.Equal(expected, pd.Count(rule.IsFavourable));
        Assert.True(rule.IsFavourable(0.1));
    }

    [Fact]
    public void ApprovalRate_SaferUpwards_TakesTheLargest()
    {
        double[] points = [400, 500, 600, 700];
        var rule = DecisionRule.AtApprovalRate(ScoreScale.SafetyPoints(100, 999), points, 0.25);
        Assert.Equal([700.0], points.Where(rule.IsFavourable));
    }

    [Theory]
    [InlineData(0.5, 6)] // tie of 5 after 1: approving 1 is 3.5 off, 6 is 1.5 off
    [InlineData(0.3, 1)] // wanted 2.7: 1 is 1.7 off, 6 is 3.3 off
    public void ApprovalRate_EqualScores_AreDecidedAlikeByTheNearerCount(double rate, int expected)
    {
        double[] pd = [0.1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.3, 0.4, 0.5];
        Assert.Equal(expected, pd.Count(DecisionRule.AtApprovalRate(ScoreScale.AdverseProbability, pd, rate).IsFavourable));
    }

    [Fact]
    public void Cutoff_OnLogOdds_IsAProbability()
    {
        var rule = DecisionRule.AtCutoff(ScoreScale.AdverseLogOdds, 0.2);
        Assert.True(rule.IsFavourable(Math.Log(0.19 / 0.81)));
        Assert.False(rule.IsFavourable(Math.Log(0.21 / 0.79)));
    }

    [Fact]
    public void Cutoff_ProbabilityOutOfRange_IsRefused() => Assert.Equal(
        "plan: columns.decision.cutoff is 20, expected a probability between 0 and 1, the unit of this score. Give the cut-off as a probability of the adverse outcome.",
        Assert.Throws<AuditDataException>(() => DecisionRule.AtCutoff(ScoreScale.AdverseProbability, 20)).Message);

    [Fact]
    public void Points_OfAProbability_DoubleTheOddsEvery50()
    {
        var scale = ScoreScale.AdverseProbability;
        Assert.Equal(550, scale.ToPoints(0.5), 9);
        Assert.Equal(600, scale.ToPoints(1.0 / 3), 9); // odds 1:2
        Assert.Equal(650, scale.ToPoints(0.2), 9); // odds 1:4
        Assert.Equal(scale.ToPoints(0.2), ScoreScale.AdverseLogOdds.ToPoints(Math.Log(0.25)), 9);
    }
}

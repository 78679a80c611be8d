using ScoringAudit.Explanation;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Explanation;

public class ImportanceMetricTests
{
    [Fact]
    public void RocAuc_WorkedExampleWithTies_CountsThemHalf()
    {
        // Adverse 3, 1, 1; others 2, 1, 0, −0. Pairs: 3 beats 4; each 1 beats 0, −0 and ties with 1: 2.5. (4 + 2.5 + 2.5) / 12 = 0.75.
        var metric = new RocAucMetric([true, false, true, false, true, false, false]);
        double[] scores = [3, 2, 1, 1, 1, 0, -0.0];
        Assert.Equal(0.75, metric.Evaluate(scores, ScoreScale.AdverseLogOdds).Value);
        Assert.Equal(0.25, metric.Evaluate(scores, ScoreScale.SafetyPoints(0, 9)).Value);
    }

    [Theory]
    [InlineData(5000, 40)]
    [InlineData(5000, 1_000_000)]
    [InlineData(300, 10)]
    public void RocAuc_RandomScores_EqualsTheBruteForceOverPairs(int rows, int distinct)
    {
        var draw = Streams.FromSeed((ulong)distinct).Sequence();
        var scores = new double[rows];
        var adverse = new bool[rows];
        for (var i = 0; i < rows; i++)
        {
            adverse[i] = draw.NextBelow(3) == 0;
            scores[i] = (draw.NextBelow(distinct) - (distinct / 2)) * 0.37;
        }

        (scores[0], scores[1], scores[2]) = (double.PositiveInfinity, double.NegativeInfinity, double.Epsilon);
        long twice = 0, pairs = 0;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; adverse[i] && j < rows; j++)
            {
                if (!adverse[j])
                {
                    pairs++;
                    twice += scores[i] > scores[j] ? 2 : scores[i] == scores[j] ? 1 : 0;
                }
            }
        }

        Assert.Equal(twice / (2.0 * pairs), new RocAucMetric(adverse).Evaluate(scores, ScoreScale.AdverseLogOdds).Value);
    }

    [Fact]
    public void RocAuc_OneClass_IsUndefinedWithTheReason() =>
        Assert.Equal("all rows have the adverse outcome", new RocAucMetric([true, true]).Evaluate([1, 2], ScoreScale.AdverseLogOdds).Reason);

    [Fact]
    public void BrierAndLogLoss_WorkedExample_AgreeOnBothScales()
    {
        // p = 0.8 for an adverse row, 0.5 for another: Brier = (0.04 + 0.25) / 2 = 0.145; log-loss = (−ln 0.8 − ln 0.5) / 2 = 0.458145365937077.
        bool[] adverse = [true, false];
        foreach (var (scores, scale) in new[]
        {
            (new double[] { 0.8, 0.5 }, ScoreScale.AdverseProbability),
            ([Math.Log(4), 0], ScoreScale.AdverseLogOdds),
        })
        {
            Assert.Equal(0.145, new BrierMetric(adverse).Evaluate(scores, scale).Value, 14);
            Assert.Equal(0.458145365937077, new LogLossMetric(adverse).Evaluate(scores, scale).Value, 14);
        }
    }

    [Fact]
    public void BrierAndLogLoss_Points_AreUndefined()
    {
        Assert.Equal("points are no probability", new BrierMetric([true]).Evaluate([500], ScoreScale.SafetyPoints(100, 999)).Reason);
        Assert.Equal("points are no probability", new LogLossMetric([true]).Evaluate([500], ScoreScale.SafetyPoints(100, 999)).Reason);
    }

    [Fact]
    public void LogLoss_CertainAndWrong_IsLargeAndFinite() =>
        Assert.Equal(-Math.Log(1e-15), new LogLossMetric([true]).Evaluate([0], ScoreScale.AdverseProbability).Value, 10);

    [Fact]
    public void Evaluate_OtherNumberOfScores_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new RocAucMetric([true, false]).Evaluate([1.0], ScoreScale.AdverseLogOdds));
}

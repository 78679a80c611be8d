using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Leakage;

public class MoveTestTests
{
    private static readonly Streams Stream = Streams.FromSeed(3).Derive("leakage");

    [Fact]
    public void Run_AreaScore_IsTheDifferenceOfTheDonorsArea()
    {
        // points = 600 + 10 · own + 2 · area − .5 · tenure
        var (scorer, columns, areas) = Linear(area: 2, tenure: -0.5f);
        var result = MoveTest.Run(new ModelMoves(scorer, columns, 1), All(40), areas, scorer.Scale, null, 5, Stream);
        for (var i = 0; i < 40; i++)
        {
            for (var k = 0; k < 5; k++)
            {
                var donor = result.DonorOf[(i * 5) + k];
                Assert.NotEqual(areas[i], areas[donor]);
                Assert.Equal(2 * (columns[1][donor] - columns[1][i]), result.Place[(i * 5) + k], 9);
                Assert.Equal(0, result.Interaction[(i * 5) + k], 9);
            }

            Assert.Equal(0.5 * columns[2][i], result.Tenure[i], 9); // −.5 · (0 − tenure)
        }
    }

    [Fact]
    public void Run_TenureOnlyScore_HasNoPlaceEffectAtAll()
    {
        var (scorer, columns, areas) = Linear(area: 0, tenure: 1);
        var result = MoveTest.Run(new ModelMoves(scorer, columns, 1), All(40), areas, scorer.Scale, null, 20, Stream);
        Assert.All(result.Place, p => Assert.Equal(0.0, p));
        Assert.Contains(result.Tenure, t => t != 0);
    }

    [Fact]
    public void Run_OneArea_IsRefused()
    {
        var (scorer, columns, _) = Linear(2, 0);
        Assert.Equal(
            "all rows are in one area, so nobody can move",
            MoveTest.Run(new ModelMoves(scorer, columns, 1), All(40), new int[40], scorer.Scale, null, 5, Stream).Refusal);
    }

    [Fact]
    public void Run_OneOrTwoThreads_GiveTheSameBits()
    {
        var (scorer, columns, areas) = Linear(2, -0.5f);
        var rule = DecisionRule.AtCutoff(scorer.Scale, 620);
        var one = MoveTest.Run(new ModelMoves(scorer, columns, 1), All(40), areas, scorer.Scale, rule, 20, Stream);
        var two = MoveTest.Run(new ModelMoves(scorer, columns, 2), All(40), areas, scorer.Scale, rule, 20, Stream);
        Assert.Equal(one.Place, two.Place);
        Assert.Equal(one.Crossed, two.Crossed);
    }

    private static int[] All(int n) => [.. Enumerable.Range(0, n)];

    private static (IScorer Scorer, float[][] Columns, int[] Areas) Linear(float area, float tenure)
    {
        int[] areas = [.. Enumerable.Range(0, 40).Select(i => i / 10)];
        float[][] columns =
        [
            [.. Enumerable.Range(0, 40).Select(i => (float)(i % 7))],
            [.. areas.Select(a => 10f * a * a)],
            [.. Enumerable.Range(0, 40).Select(i => (float)(i * 3))],
        ];
        return (new PointsScorer(area, tenure), columns, areas);
    }

    private sealed class PointsScorer(float area, float tenure) : IScorer
    {
        public FeatureSchema Features { get; } = new(
        [
            new Feature("income", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 0),
            new Feature("area_mean", FeatureKind.Number, Origin.Area, OnMove.Swap, [], 0, false, 1),
            new Feature("tenure", FeatureKind.Number, Origin.Own, OnMove.Reset, [], 0, false, 2),
        ]);

        public ScoreScale Scale => ScoreScale.SafetyPoints(100, 999);

        public void Score(in FeatureBlock columns, Span<double> scores)
        {
            for (var i = 0; i < columns.Rows; i++)
            {
                scores[i] = 600 + (10.0 * columns[0][i]) + ((double)area * columns[1][i]) + ((double)tenure * columns[2][i]);
            }
        }
    }
}

using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Scoring;

public class ScorerTests
{
    private static readonly FeatureSchema Schema = new(
    [
        new Feature("debt", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 2, true, 0),
        new Feature("city", FeatureKind.Category, Origin.Area, OnMove.Swap, ["a", "b"], 0, true, 2),
    ]);

    [Fact]
    public void LinearModel_Score_IsBiasPlusWeights()
    {
        // 0.5 + 2·3 − 1·4 = 2.5; 0.5 + 2·0 − 1·1 = −0.5.
        var scores = new double[2];
        new LinearModel(0.5, [2, -1]).Score(new SlotBlock([[3, 0], [4, 1]], 0, 2), scores);
        Assert.Equal([2.5, -0.5], scores);
    }

    [Fact]
    public void AdditiveModel_Score_TakesTheFirstBinWhoseBoundIsAtLeastTheValue()
    {
        var model = new AdditiveModel(1, [[0, 10, double.PositiveInfinity], []], [[0.1, 0.2, 0.4], []]);
        float[] x = [-5, 0, 0.5f, 10, 11, float.PositiveInfinity, float.NaN];
        var scores = new double[x.Length];
        model.Score(new SlotBlock([x, new float[x.Length]], 0, x.Length), scores);
        Assert.Equal([1.1, 1.1, 1.2, 1.2, 1.4, 1.4, 1.4], scores);
        Assert.Throws<ArgumentException>(() => new AdditiveModel(0, [[1, 1]], [[0, 0]]));
    }

    [Fact]
    public void EncodedScorer_BothScales_AreLogOddsAndTheirProbability()
    {
        // Slots: debt, debt:missing, city=a, city=b, city=other, city:missing.
        var model = new LinearModel(-1, [0.5, 3, 1, 2, 4, 8]);
        var block = new FeatureBlock([[2, float.NaN, 0], [0, 1, float.NaN]], 0, 3);
        var logOdds = new double[3];
        new EncodedScorer(Schema, model, ScoreScale.AdverseLogOdds).Score(block, logOdds);

        // −1 + 0.5·2 + 1 = 1;  −1 + 0.5·2 + 3 + 2 = 5;  −1 + 0 + 8 = 7.
        Assert.Equal([1, 5, 7], logOdds);

        var probability = new double[3];
        new EncodedScorer(Schema, model, ScoreScale.AdverseProbability).Score(block, probability);
        Assert.Equal(0.731058578630005, probability[0], 14);
        Assert.Equal(logOdds.Select(l => 1 / (1 + Math.Exp(-l))), probability);
    }

    [Fact]
    public void EncodedScorer_WrongSlotsOrScale_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new EncodedScorer(Schema, new LinearModel(0, [1]), ScoreScale.AdverseLogOdds));
        Assert.Throws<ArgumentException>(() => new EncodedScorer(Schema, new LinearModel(0, new double[6]), ScoreScale.SafetyPoints(100, 999)));
    }

    [Fact]
    public void ParallelScoring_AnyThreadsAndSlices_GiveTheSameBits()
    {
        const int rows = 40_001;
        var streams = Streams.FromSeed(3);
        float[][] columns =
        [
            [.. Enumerable.Range(0, rows).Select(i => i % 11 == 0 ? float.NaN : (float)streams.Uniform((ulong)i, 0))],
            [.. Enumerable.Range(0, rows).Select(i => i % 7 == 0 ? float.NaN : i % 4)],
        ];
        var scorer = new EncodedScorer(Schema, new LinearModel(-1, [0.5, 3, 1, 2, 4, 8]), ScoreScale.AdverseProbability);
        var one = new double[rows];
        var two = new double[rows];
        ParallelScoring.Score(scorer, new FeatureBlock(columns, 0, rows), one, 1, TestContext.Current.CancellationToken);
        ParallelScoring.Score(scorer, new FeatureBlock(columns, 0, rows), two, 2, TestContext.Current.CancellationToken);
        Assert.Equal(one, two);

        var single = new double[1];
        foreach (var row in new[] { 0, 1, 2047, 2048, 16_384, rows - 1 })
        {
            scorer.Score(new FeatureBlock(columns, row, 1), single);
            Assert.Equal(one[row], single[0]);
        }
    }

    [Fact]
    public void PointsScorecard_WorkedExample_AddsAndClips()
    {
        // debt: ≤ 1 → 60, ≤ 5 → 20, above → −40, missing → −10; city: a 15, b −15, other 0, missing −5; base 500.
        var card = new PointsScorecard(Schema, 500, [new([1, 5], [60, 20, -40], -10), new([], [15, -15, 0], -5)], 480, 570);
        var block = new FeatureBlock([[1, 5, 6, float.NaN, 0], [0, 1, 2, float.NaN, 0]], 0, 5);
        var scores = new double[5];
        card.Score(block, scores);

        // 500+60+15 = 575 → 570; 500+20−15 = 505; 500−40+0 = 460 → 480; 500−10−5 = 485; 575 → 570.
        Assert.Equal([570, 505, 480, 485, 570], scores);
        Assert.Equal((ScoreKind.Points, ScoreDirection.HigherIsSafer), (card.Scale.Kind, card.Scale.Direction));

        var parts = new double[5];
        card.Parts(0, block[0], parts);
        Assert.Equal([60, 20, -40, -10, 60], parts);
        card.Parts(1, block[1], parts);
        Assert.Equal([15, -15, 0, -5, 15], parts);
    }

    [Fact]
    public void PointsScorecard_ManyRows_EqualsRowByRow()
    {
        const int rows = 5000;
        float[][] columns = [[.. Enumerable.Range(0, rows).Select(i => (float)(i % 9))], [.. Enumerable.Range(0, rows).Select(i => (float)(i % 3))]];
        var card = new PointsScorecard(Schema, 500, [new([1, 5], [60, 20, -40], -10), new([], [15, -15, 0], -5)]);
        var all = new double[rows];
        card.Score(new FeatureBlock(columns, 0, rows), all);
        var single = new double[1];
        for (var row = 0; row < rows; row++)
        {
            card.Score(new FeatureBlock(columns, row, 1), single);
            Assert.Equal(single[0], all[row]);
        }
    }

    [Fact]
    public void PointsScorecard_TableThatDoesNotFit_IsRefused()
    {
        var city = new FeaturePoints([], [1, 2, 3], 0);
        Assert.Throws<ArgumentException>(() => new PointsScorecard(Schema, 0, [new([1], [1], 0), city]));
        Assert.Throws<ArgumentException>(() => new PointsScorecard(Schema, 0, [new([1, 1], [1, 2, 3], 0), city]));
        Assert.Throws<ArgumentException>(() => new PointsScorecard(Schema, 0, [city]));
    }
}

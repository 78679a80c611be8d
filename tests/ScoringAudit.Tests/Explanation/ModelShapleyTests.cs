using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Explanation;

public class ModelShapleyTests
{
    private static readonly FeatureSchema Two = new([
        new Feature("a", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 0),
        new Feature("b", FeatureKind.Number, Origin.Area, OnMove.Swap, [], 0, false, 1)]);

    private static EncodedScorer Linear(double a, double b, bool probability = false) =>
        new(Two, new LinearModel(0, [a, b]), probability ? ScoreScale.AdverseProbability : ScoreScale.AdverseLogOdds);

    private static FeatureMatrix Rows(int count)
    {
        var draw = Streams.FromSeed(9).Sequence();
        var rows = Enumerable.Range(0, count).Select(_ => new[] { (float)(draw.NextUniform() * 4) - 2, (float)(draw.NextUniform() * 4) - 2 }).ToArray();
        return SmallGames.Matrix(Two, rows);
    }

    [Fact]
    public void Exact_Trees_EqualsTheTables()
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(3, trees: 8, maxDepth: 5));
        FeatureMatrix rows = SmallGames.Rows(4, 6), background = SmallGames.Rows(5, 12);
        var asked = ModelShapley.Exact(score, rows, new Background(background), options: new ModelShapleyOptions { Threads = 3 });
        var tables = TreeShapley.Interventional(score, new Background(background)).Explain(rows);
        for (var p = 0; p < 7; p++)
        {
            for (var i = 0; i < rows.Rows; i++)
            {
                // The asked score has been cast to float.
                Assert.Equal(tables.Values[p][i], asked.Values[p][i], 2e-6);
            }
        }
    }

    [Fact]
    public void Exact_ProbabilityOfTwoFeatures_WorkedExample()
    {
        // Log-odds ln 3 where a = 1, another ln 3 where b = 1; x = (1, 1) against (0, 0): probabilities 1/2, 3/4, 3/4, 9/10.
        // φ = ½ (3/4 − 1/2) + ½ (9/10 − 3/4) = 0.2 for each, on the probability; ln 3 each on log-odds.
        var score = Linear(Math.Log(3), Math.Log(3));
        FeatureMatrix x = SmallGames.Matrix(Two, [1, 1]), zero = SmallGames.Matrix(Two, [0, 0]);
        var result = ModelShapley.Exact(score, x, new Background(zero), options: new ModelShapleyOptions { Unit = AttributionUnit.Probability });
        Assert.Equal(0.2, result.Values[0][0], 1e-12);
        Assert.Equal(0.2, result.Values[1][0], 1e-12);
        Assert.Equal(0.5, result.Base, 1e-12);
        var odds = ModelShapley.Exact(Linear(Math.Log(3), Math.Log(3), probability: true), x, new Background(zero), options: new ModelShapleyOptions { Unit = AttributionUnit.LogOdds });
        Assert.Equal(Math.Log(3), odds.Values[0][0], 1e-12);
    }

    [Fact]
    public void Permutation_TwoPlayers_IsExactBecauseOrdersComeInPairs()
    {
        // Two players have two orders, and each draw holds both.
        var score = SmallGames.Score(RandomTrees.Ensemble(6, trees: 8, maxDepth: 5));
        FeatureMatrix rows = SmallGames.Rows(7, 5), background = SmallGames.Rows(8, 9);
        var players = PlayerSet.OwnAndOthers(score.Features);
        var exact = ModelShapley.Exact(score, rows, new Background(background), players);
        var drawn = ModelShapley.Permutation(score, rows, new Background(background), Streams.FromSeed(1), players, new ModelShapleyOptions { OrderPairs = 1 });
        for (var i = 0; i < rows.Rows; i++)
        {
            Assert.Equal(exact.Values[1][i], drawn.Values[1][i], 1e-12);
        }
    }

    [Fact]
    public void Permutation_ManyOrders_NearsTheExactValuesOnAnyNumberOfThreads()
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(3, trees: 8, maxDepth: 5));
        FeatureMatrix rows = SmallGames.Rows(4, 3), background = SmallGames.Rows(5, 6);
        var exact = ModelShapley.Exact(score, rows, new Background(background));
        Attributions Draw(int threads) => ModelShapley.Permutation(
            score, rows, new Background(background), Streams.FromSeed(1), options: new ModelShapleyOptions { OrderPairs = 400, Threads = threads });
        var drawn = Draw(1);
        Assert.Equal(drawn.Values, Draw(3).Values);
        for (var p = 0; p < 7; p++)
        {
            for (var i = 0; i < rows.Rows; i++)
            {
                // A marginal change is at most about 2 here; four standard errors of 800 draws are 0.28.
                Assert.InRange(drawn.Values[p][i] - exact.Values[p][i], -0.28, 0.28);
            }
        }
    }

    [Fact]
    public void Exact_TooManyPlayersOrPoints_IsRefused()
    {
        var many = SmallGames.Numbers(15);
        var score = new EncodedScorer(many, new LinearModel(0, new double[15]), ScoreScale.AdverseLogOdds);
        var x = SmallGames.Matrix(many, new float[15]);
        var error = Assert.Throws<ArgumentException>(() => ModelShapley.Exact(score, x, new Background(x)));
        Assert.Equal("There are 15 players; exact values by asking take at most 14. Use groups, or random orders. (Parameter 'players')", error.Message);
        var other = Assert.Throws<ArgumentException>(() => ModelShapley.Exact(Linear(1, 1), x, new Background(x)));
        Assert.Equal("The features are not those of the score. (Parameter 'rows')", other.Message);
    }

    [Fact]
    public void Sage_OneUsefulFeature_GetsTheWholeReductionOfLoss()
    {
        // The outcome follows a; b is not used: exactly 0. The values sum to the loss of the mean prediction less the score's own, on average.
        var rows = Rows(400);
        var draw = Streams.FromSeed(2).Sequence();
        bool[] adverse = [.. rows.Columns[0].Select(a => draw.NextUniform() < 1 / (1 + Math.Exp(-2 * a)))];
        var score = Linear(2, 0);
        var background = new Background(SmallGames.Matrix(Two, [.. Enumerable.Range(0, 64).Select(i => new[] { rows.Columns[0][i], rows.Columns[1][i] })]));
        var result = Sage.Estimate(score, rows, adverse, background, Streams.FromSeed(3), options: new SageOptions { Threads = 2 });
        Assert.True(result.Converged);
        Assert.Equal(0.0, result.Values[1], 1e-12);
        double mean = background.Rows.Columns[0].Average(a => 1 / (1 + Math.Exp(-2 * a))), expected = 0;
        for (var i = 0; i < 400; i++)
        {
            var p = 1 / (1 + Math.Exp(-2 * rows.Columns[0][i]));
            expected += (Math.Log(adverse[i] ? p : 1 - p) - Math.Log(adverse[i] ? mean : 1 - mean)) / 400;
        }

        Assert.InRange(result.Values[0], expected - (4 * result.StandardErrors[0]), expected + (4 * result.StandardErrors[0]));
        Assert.True(result.StandardErrors[0] <= 0.025 * result.Values[0]);
        Assert.Equal(result.Values, Sage.Estimate(score, rows, adverse, background, Streams.FromSeed(3)).Values);
    }

    [Fact]
    public void Sage_MostSamplesReached_SaysSo()
    {
        var rows = Rows(50);
        var result = Sage.Estimate(Linear(1, 1), rows, new bool[50], new Background(rows), Streams.FromSeed(3), options: new SageOptions { Threshold = 1e-6, MostSamples = 300 });
        Assert.False(result.Converged);
        Assert.Equal(300, result.Samples);
    }

    [Fact]
    public void PartialDependence_LinearScore_IsALineThroughTheMeans()
    {
        var rows = Rows(200);
        var curve = FeatureEffects.PartialDependence(Linear(2, 3), rows, "a", points: 5, curves: true);
        var meanB = rows.Columns[1].Average(b => 3.0 * b);
        for (var k = 0; k < 5; k++)
        {
            Assert.Equal((2.0 * curve.At[k]) + meanB, curve.Effect[k], 1e-9);
            Assert.Equal((2.0 * curve.At[k]) + (3.0 * rows.Columns[1][7]), curve.Curves[k][7], 1e-9);
            Assert.True(curve.Intervals[k]!.Value.Low < curve.Effect[k] && curve.Effect[k] < curve.Intervals[k]!.Value.High);
        }

        Assert.Equal(rows.Columns[0].Min(), curve.At[0]);
        Assert.Equal(rows.Columns[0].Max(), curve.At[^1]);
    }

    [Fact]
    public void AccumulatedLocalEffects_DependentFeatures_SeesOnlyItsOwnSlope()
    {
        // b = a: partial dependence and ALE of a have slope 2 alone; differences along bins are exact for a line, so the interval is narrow.
        var a = Rows(200).Columns[0];
        var rows = new FeatureMatrix(Two, [a, a]);
        var curve = FeatureEffects.AccumulatedLocalEffects(Linear(2, 3), rows, "a", bins: 10);
        for (var k = 1; k < curve.At.Count; k++)
        {
            Assert.Equal(2.0 * (curve.At[k] - curve.At[k - 1]), curve.Effect[k] - curve.Effect[k - 1], 1e-6);
            Assert.InRange(curve.Intervals[k]!.Value.High - curve.Intervals[k]!.Value.Low, 0, 1e-6);
        }

        // Centred: the mean over rows is 0 but for the rows' places inside their bins.
        Assert.InRange(curve.Effect.Average(), -0.5, 0.5);
        Assert.Throws<ArgumentException>(() => FeatureEffects.AccumulatedLocalEffects(Linear(2, 3), rows, "c"));
    }
}

using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Explanation;

public class AssociationShareTests
{
    private static Feature Number(string name, Origin origin, int slot) => new(name, FeatureKind.Number, origin, OnMove.Keep, [], 0, false, slot);

    private static readonly FeatureSchema Pair = new([Number("own", Origin.Own, 0), Number("area", Origin.Area, 1)]);

    private static EncodedScorer Linear(double own, double area) => new(Pair, new LinearModel(0.5, [own, area]), ScoreScale.AdverseLogOdds);

    private static FeatureMatrix Rows(params (float Own, float Area)[] rows) => new(Pair, [[.. rows.Select(r => r.Own)], [.. rows.Select(r => r.Area)]]);

    private static void Near(double expected, double actual, double tolerance = 1e-12) => Assert.InRange(actual, expected - tolerance, expected + tolerance);

    [Fact]
    public void Measure_LinearScore_WorkedExample()
    {
        // f = ½ + own + 2 area. own: −1, 1, −1, 1 (mean 0); area: −1, −1, 1, 1 (mean 0). φ_O = own, φ_A = 2 area: E|φ_O| = 1, E|φ_A| = 2.
        // Share 2/3. cov(φ_A, f)/var(f) = 4/(1 + 4) = 0.8. Own and area are independent, so own tells 1/5 of the variance: unique share about 0.8.
        // Replacing the area by that of one of the three other rows: (0 + 4 + 4)/3 = 8/3 log-odds on average.
        var rows = Rows((-1, -1), (1, -1), (-1, 1), (1, 1));
        var result = AssociationShare.Measure(Linear(1, 2), rows);
        Near(2.0 / 3, result.Share().Value);
        Near(2.0 / 3, result.Orders().Low.Value);
        Near(2.0 / 3, result.Orders().High.Value);
        Near(0.8, result.SignedVarianceShare().Value);
        Assert.Equal("log-odds", result.Unit);
        Assert.Equal([-2, -2, 2, 2], result.Others);
        Near(0.5, result.Base);
    }

    [Fact]
    public void UniqueShare_IndependentArea_IsItsVarianceShare()
    {
        // The same four rows a hundred times: own tells 1 of 5 parts of the variance.
        var rows = Rows([.. Enumerable.Repeat(new (float, float)[] { (-1, -1), (1, -1), (-1, 1), (1, 1) }, 100).SelectMany(r => r)]);
        Near(0.8, AssociationShare.Measure(Linear(1, 2), rows).UniqueShare().Value, 0.004);
    }

    [Fact]
    public void Replace_TwoKindsOfArea_WorkedExample()
    {
        // Half the rows have the other area, 4 log-odds away: with n = 400 a random other row has it in 200/399 of all cases.
        // Points: 4 · 50/ln 2 = 288.5; mean change 288.5 · 0.501 = 144.6. The decision f ≤ 0.5 changes with the sign of 2 area + own.
        var rows = Rows([.. Enumerable.Repeat(new (float, float)[] { (-1, -1), (1, -1), (-1, 1), (1, 1) }, 100).SelectMany(r => r)]);
        var (points, changes) = AssociationShare.Replace(Linear(1, 2), rows, s => s <= 0.5, Streams.FromSeed(1));
        Near(4 * 50 / Math.Log(2) * 200 / 399, points.Value, 4);
        Near(200.0 / 399, changes.Value, 0.015);
    }

    [Fact]
    public void Measure_NoAssociativeFeatureMoves_IsExactlyZero()
    {
        var result = AssociationShare.Measure(Linear(1, 0), Rows((0.1f, 7), (0.7f, 3), (0.3f, 1)));
        Assert.Equal(0.0, result.Share().Value);
        Assert.Equal(new Interval(0, 0, 0.95), result.Intervals(0.95)[0].Interval);
        Assert.Equal(1.0, AssociationShare.Measure(Linear(0, 1), Rows((0.1f, 7), (0.7f, 3), (0.3f, 1))).Share().Value);
    }

    [Fact]
    public void Measure_ConstantScore_IsUndefined()
    {
        var result = AssociationShare.Measure(Linear(0, 0), Rows((1, 7), (2, 3)));
        Assert.Equal("the score is constant", result.Share().Reason);
        Assert.Equal("the score is constant", result.SignedVarianceShare().Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Measure_TreesWithAllRowsAsBackground_EqualsAsking(ulong seed)
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(seed, trees: 12, maxDepth: 5));
        var rows = SmallGames.Rows(seed, 60);
        var exact = AssociationShare.Measure(score, rows);
        var asked = AssociationShare.Measure(new Asked(score), rows, new AssociationShareOptions { SampledBackground = 60 });
        Assert.InRange(exact.Share().Value, 0.05, 0.95);
        for (var i = 0; i < rows.Rows; i++)
        {
            // The asked score has been cast to float.
            Near(asked.Others[i], exact.Others[i], 1e-6);
            Near(asked.Own[i], exact.Own[i], 1e-6);
        }

        Near(asked.Orders().Low.Value, exact.Orders().Low.Value, 1e-6);
        Near(asked.Orders().High.Value, exact.Orders().High.Value, 1e-6);
    }

    [Fact]
    public void Measure_ScorecardWithLimits_EqualsAsking()
    {
        var card = new PointsScorecard(
            Pair,
            500,
            [new FeaturePoints([-1, 0, 1], [-150, -40, 40, 150], 0), new FeaturePoints([-1, 0, 1], [-90, 0, 10, 80], 0)],
            min: 400,
            max: 620);
        var draw = Streams.FromSeed(3).Sequence();
        var rows = Rows([.. Enumerable.Range(0, 80).Select(_ => ((float)(draw.NextUniform() * 4) - 2, (float)(draw.NextUniform() * 4) - 2))]);
        var exact = AssociationShare.Measure(card, rows);
        var asked = AssociationShare.Measure(new Asked(card), rows, new AssociationShareOptions { SampledBackground = 80 });
        Assert.Equal("points", exact.Unit);
        Assert.NotEqual(exact.Orders().Low.Value, exact.Orders().High.Value);
        for (var i = 0; i < rows.Rows; i++)
        {
            Near(asked.Others[i], exact.Others[i], 1e-9);
        }
    }

    [Fact]
    public void Intervals_ManyWorlds_StandardErrorIsTheSpread()
    {
        // Worlds of 40 streets of 10; the area is one number for a street, so the street is the unit. The score's trees interact, so the
        // background matters. The mean of the squared standard errors must be near the variance of the shares over 300 worlds (its
        // relative standard error is √(2/299) = 8 %; ±35 % is four of them) and the interval must cover the large-sample share.
        var score = new EncodedScorer(
            Pair,
            new BitVectorScorer(new TreeEnsemble(2, [new DecisionTree([0, 1, 1], [0.3f, 0, 0.8f], [1, ~0, ~2], [2, ~1, ~3], [-1, 0.5, 0.2, 3])])),
            ScoreScale.AdverseLogOdds);
        var truth = AssociationShare.Measure(score, World(999, 20_000).Rows).Share().Value;
        double sum = 0, squares = 0, errors = 0;
        var covered = 0;
        const int worlds = 300;
        for (var w = 0; w < worlds; w++)
        {
            var (rows, streets) = World((ulong)w, 40);
            var estimate = AssociationShare.Measure(score, rows).Intervals(0.95, streets)[0];
            sum += estimate.Value.Value;
            squares += estimate.Value.Value * estimate.Value.Value;
            errors += estimate.StandardError!.Value * estimate.StandardError.Value;
            covered += estimate.Interval!.Value.Low <= truth && truth <= estimate.Interval.Value.High ? 1 : 0;
        }

        var variance = (squares - (sum * sum / worlds)) / (worlds - 1);
        Assert.InRange(errors / worlds / variance, 0.65, 1.35);
        Assert.InRange(covered, 270, 297);
    }

    [Fact]
    public void Intervals_OfGroups_HoldTheGroupsShares()
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(4, trees: 12, maxDepth: 5));
        var rows = SmallGames.Rows(5, 200);
        int[] groups = [.. Enumerable.Range(0, 200).Select(i => i % 7 == 6 ? -1 : i % 2)];
        var result = AssociationShare.Measure(score, rows);
        var intervals = result.Intervals(0.95, null, groups, [0, 1]);
        Assert.Equal(2, intervals.Count);
        for (var g = 0; g < 2; g++)
        {
            var inGroup = Enumerable.Range(0, 200).Where(i => groups[i] == g).ToList();
            double a = inGroup.Sum(i => Math.Abs(result.Others[i])), o = inGroup.Sum(i => Math.Abs(result.Own[i]));
            Near(a / (a + o), intervals[g].Value.Value);
            Assert.True(intervals[g].Interval!.Value.Low < a / (a + o) && a / (a + o) < intervals[g].Interval!.Value.High);
        }
    }

    [Fact]
    public void AdditiveShapley_Gam_IsPartLessMeanPart()
    {
        // Effects of own: −1 up to 0, else 1; of area: 0 up to 5, else 3. Background rows (−1, 9) and (1, 1): means 0 and 1.5.
        var gam = new EncodedScorer(
            Pair, new AdditiveModel(0.25, [[0, double.PositiveInfinity], [5, double.PositiveInfinity]], [[-1, 1], [0, 3]]), ScoreScale.AdverseLogOdds);
        var result = AdditiveShapley.Explain(gam, Rows((2, 2)), new Background(Rows((-1, 9), (1, 1))));
        Assert.Equal(1, result.Values[0][0]);
        Assert.Equal(-1.5, result.Values[1][0]);
        Assert.Equal(1.75, result.Base);
        Assert.Equal(1.25, result.Predictions[0]);
    }

    private static (FeatureMatrix Rows, int[] Streets) World(ulong seed, int streets)
    {
        var draw = Streams.FromSeed(seed).Derive("world").Sequence();
        var rows = new (float, float)[streets * 10];
        var codes = new int[rows.Length];
        for (var s = 0; s < streets; s++)
        {
            var area = (float)(draw.NextUniform() * 2) - 1;
            for (var i = 0; i < 10; i++)
            {
                rows[(10 * s) + i] = ((float)(draw.NextUniform() + (0.5 * area)), area);
                codes[(10 * s) + i] = s;
            }
        }

        return (Rows(rows), codes);
    }

    private sealed class Asked(IScorer inner) : IScorer
    {
        public FeatureSchema Features => inner.Features;

        public ScoreScale Scale => inner.Scale;

        public void Score(in FeatureBlock columns, Span<double> scores) => inner.Score(columns, scores);
    }
}

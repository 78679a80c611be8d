using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Explanation;

/// <summary>Worked examples whose values were computed in rational arithmetic by enumeration of subsets, outside this toolkit.</summary>
public class TreeShapleyOracleTests
{
    private const double Tolerance = 1e-12;

    private static EncodedScorer Score(DecisionTree tree, int features) =>
        SmallGames.Score(new TreeEnsemble(features, [tree]), SmallGames.Numbers(features));

    private static double[] Explain(TreeShapley shap, FeatureMatrix x) => [.. shap.Explain(x).Values.Select(v => v[0])];

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(actual[i], expected[i] - Tolerance, expected[i] + Tolerance);
        }
    }

    private static void Matrix(double[,] expected, double[,][] actual)
    {
        for (var p = 0; p < expected.GetLength(0); p++)
        {
            for (var q = 0; q < expected.GetLength(1); q++)
            {
                Assert.InRange(actual[p, q][0], expected[p, q] - Tolerance, expected[p, q] + Tolerance);
            }
        }
    }

    [Fact]
    public void Interventional_AndGate_SharesEqually()
    {
        // f = [x0 > .5 and x1 > .5]; x = (1, 1) against (0, 0): each enters last half of the time, so 1/2 each; interaction 1/2.
        var score = Score(new DecisionTree([0, 1], [0.5f, 0.5f], [~0, ~1], [1, ~2], [0, 0, 1]), 2);
        var x = SmallGames.Matrix(score.Features, [1, 1]);
        var background = new Background(SmallGames.Matrix(score.Features, [0, 0]));
        var shap = TreeShapley.Interventional(score, background);
        Assert.Equal(0, shap.Base);
        Near([0.5, 0.5], Explain(shap, x));
        Matrix(new[,] { { 0, 0.5 }, { 0.5, 0 } }, TreeInteractions.Of(score, background).Explain(x));
    }

    [Fact]
    public void Interventional_XorWithNullPlayer_InteractionCarriesAll()
    {
        // Case xor3_null_player: base 1/2, φ = (1/4, 1/4, 0), exactly 0 for the feature that no node reads.
        var score = Score(new DecisionTree([0, 1, 1], [0.5f, 0.5f, 0.5f], [1, ~0, ~2], [2, ~1, ~3], [0, 1, 1, 0]), 3);
        var x = SmallGames.Matrix(score.Features, [1, 0, 9]);
        var background = new Background(SmallGames.Matrix(score.Features, [0, 0, 0], [1, 1, 5], [0, 1, 2], [1, 0, 7]));
        var shap = TreeShapley.Interventional(score, background);
        Assert.Equal(0.5, shap.Base, Tolerance);
        var phi = Explain(shap, x);
        Near([0.25, 0.25, 0], phi);
        Assert.Equal(0.0, phi[2]);
        Matrix(new[,] { { 0, 0.25, 0 }, { 0.25, 0, 0 }, { 0, 0, 0.0 } }, TreeInteractions.Of(score, background).Explain(x));
    }

    [Fact]
    public void Interventional_FeatureRepeatedOnPath_MergesItsConditions()
    {
        // Case repeated_feature_on_path: x0 = 2 lies on a threshold and goes left; base −1/16, φ = (5/16, 0).
        var score = Score(new DecisionTree([0, 0, 1, 0], [2, 1, 0, 4], [1, ~0, ~2, ~3], [2, ~1, 3, ~4], [-1.5, 0.25, 2, 3.5, -0.75]), 2);
        var x = SmallGames.Matrix(score.Features, [2, 0.5f]);
        var background = new Background(SmallGames.Matrix(score.Features, [0.5f, -1], [3, 1], [5, 1], [1, 0]));
        var shap = TreeShapley.Interventional(score, background);
        Assert.Equal(-0.0625, shap.Base, Tolerance);
        Near([0.3125, 0], Explain(shap, x));
        Matrix(new[,] { { 0.3125, 0 }, { 0, 0 } }, TreeInteractions.Of(score, background).Explain(x));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(0)]
    public void Groups_OwnAndNeighbour_QuotientOwenAndSumDiffer(int mostTableBits)
    {
        // Case groups_neighbour_vs_own: φ = (43/18, 29/18, 26/9, 10/9); quotient (7/2, 9/2); sum of members (4, 4); Owen (2, 3/2, 13/4, 5/4).
        var score = Score(
            new DecisionTree(
                [0, 1, 2, 2, 3, 1],
                [0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f],
                [1, ~0, ~1, 4, ~3, ~5],
                [3, 2, ~2, 5, ~4, ~6],
                [0, 1, 2, -1, 4, 3, 8]),
            4);
        var x = SmallGames.Matrix(score.Features, [1, 1, 1, 1]);
        var background = new Background(SmallGames.Matrix(score.Features, [0, 0, 0, 0], [0, 1, 0, 1], [1, 0, 0, 0]));
        var groups = PlayerSet.Of("groups", score.Features, ["own", "neighbour"], [0, 0, 1, 1]);
        var options = new TreeShapleyOptions { MostTableBits = mostTableBits };
        double[] Of(PlayerSet? players, GroupRule rule) => Explain(TreeShapley.Interventional(score, background, players, rule, options), x);
        Near([43.0 / 18, 29.0 / 18, 26.0 / 9, 10.0 / 9], Of(null, GroupRule.Quotient));
        Near([3.5, 4.5], Of(groups, GroupRule.Quotient));
        Near([4, 4], Of(groups, GroupRule.SumOfMembers));
        Near([2, 1.5, 3.25, 1.25], Of(groups, GroupRule.Owen));
        Matrix(
            new[,]
            {
                { 13.0 / 18, 1.0 / 6, 13.0 / 12, 5.0 / 12 },
                { 1.0 / 6, 1.0 / 9, 4.0 / 3, 0 },
                { 13.0 / 12, 4.0 / 3, 31.0 / 18, -5.0 / 4 },
                { 5.0 / 12, 0, -5.0 / 4, 35.0 / 18 },
            },
            TreeInteractions.Of(score, background, options: options).Explain(x));
    }

    [Fact]
    public void Interventional_MissingGoesLeft_FollowsTheDefault()
    {
        // Case nan_default_left: base 7/3, φ = (0, −4/3); the background has a missing value too.
        var score = Score(new DecisionTree([0, 1], [1, 2], [~0, ~1], [1, ~2], [1, 5, -3], missingLeft: [true, false]), 2);
        var x = SmallGames.Matrix(score.Features, [float.NaN, 3]);
        var shap = TreeShapley.Interventional(score, new Background(SmallGames.Matrix(score.Features, [2, 1], [float.NaN, 1], [0.5f, 9])));
        Assert.Equal(7.0 / 3, shap.Base, Tolerance);
        Near([0, -4.0 / 3], Explain(shap, x));
    }

    [Fact]
    public void Interventional_CategorySet_IsOnePlayer()
    {
        // Case categorical_set_split: left iff x0 in {1, 3}, here as "right iff a slot of the set is above 0" with children exchanged.
        var schema = new FeatureSchema([
            new Feature("kind", FeatureKind.Category, Origin.Own, OnMove.Keep, ["0", "1", "2", "3"], 0, false, 0),
            new Feature("x", FeatureKind.Number, Origin.Own, OnMove.Keep, [], 0, false, 5)]);
        var tree = new DecisionTree([-1, 5], [0, 0], [1, ~1], [~0, ~2], [2, -1, 0.5], categorySlots: [[1, 3], null]);
        var score = SmallGames.Score(new TreeEnsemble(6, [tree]), schema);
        var shap = TreeShapley.Interventional(score, new Background(SmallGames.Matrix(schema, [2, -1], [1, 1], [0, 1])));
        Assert.Equal(0.5, shap.Base, Tolerance);
        Near([1.25, 0.25], Explain(shap, SmallGames.Matrix(schema, [3, 1])));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(0)]
    public void PathDependent_RepeatedFeature_WeightsByCover(int mostTableBits)
    {
        // Case path_dependent_covers: covers 40 | 10, 5, 45 out of 100; base 11/5, φ = (63/40, −111/40).
        var score = Score(new DecisionTree([0, 1, 0], [0.5f, 3, 0.75f], [~0, 2, ~1], [1, ~3, ~2], [-2, 1, 4, 6]), 2);
        var covers = new Background(SmallGames.Matrix(score.Features, [.. Times(40, [0, 0]), .. Times(10, [0.6f, 1]), .. Times(5, [1, 1]), .. Times(45, [1, 5])]));
        var x = SmallGames.Matrix(score.Features, [0.6f, 2]);
        var options = new TreeShapleyOptions { MostTableBits = mostTableBits };
        var shap = TreeShapley.PathDependent(score, covers, options: options);
        Assert.Equal(2.2, shap.Base, Tolerance);
        Near([1.575, -2.775], Explain(shap, x));
        Matrix(new[,] { { 2.55, -0.975 }, { -0.975, -1.8 } }, TreeInteractions.Of(score, covers, pathDependent: true, options: options).Explain(x));
    }

    private static IEnumerable<float[]> Times(int count, float[] row) => Enumerable.Repeat(row, count);
}

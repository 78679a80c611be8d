using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Explanation;

public class TreeShapleyTests
{
    private static readonly int[] GroupOf = [0, 0, 0, 1, 1, 2, 2];

    private static TreeShapleyOptions Options(int mostTableBits) => new() { MostTableBits = mostTableBits };

    private static float[] Row(FeatureMatrix rows, int row) => [.. rows.Columns.Select(c => c[row])];

    private static void Near(double expected, double actual) =>
        Assert.InRange(actual, expected - 1e-12 * Math.Max(1, Math.Abs(expected)), expected + 1e-12 * Math.Max(1, Math.Abs(expected)));

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 12)]
    [InlineData(3, 12)]
    [InlineData(1, 2)]
    [InlineData(2, 0)]
    public void AllValues_RandomEnsembles_EqualEnumeration(ulong seed, int mostTableBits)
    {
        // Depth to 6, repeated features, thresholds equal to values, missing and infinite values, category sets, one-leaf trees.
        var score = SmallGames.Score(RandomTrees.Ensemble(seed, trees: 6, maxDepth: 6));
        var rows = SmallGames.Rows(seed, 5);
        var reference = SmallGames.Rows(seed + 100, 9);
        var weights = Enumerable.Range(0, 9).Select(i => 1.0 + (i % 3)).ToArray();
        int[] features = [0, 1, 2, 3, 4, 5, 6];
        var groups = PlayerSet.Of("groups", SmallGames.Schema, ["a", "b", "c"], GroupOf);
        var options = Options(mostTableBits);
        foreach (var pathDependent in new[] { false, true })
        {
            var background = new Background(reference, pathDependent ? null : weights);
            TreeShapley Shap(PlayerSet? players, GroupRule rule) => pathDependent
                ? TreeShapley.PathDependent(score, background, players, rule, options)
                : TreeShapley.Interventional(score, background, players, rule, options);
            double[] Game(float[] row, int[] playerOf, int players) => pathDependent
                ? SmallGames.PathDependent(score, reference, row, playerOf, players)
                : SmallGames.Interventional(score, reference, row, playerOf, players, weights);
            var single = Shap(null, GroupRule.Quotient).Explain(rows);
            var quotient = Shap(groups, GroupRule.Quotient).Explain(rows);
            var owen = Shap(groups, GroupRule.Owen).Explain(rows);
            var sum = Shap(groups, GroupRule.SumOfMembers).Explain(rows);
            var pairs = TreeInteractions.Of(score, background, pathDependent: pathDependent, options: options).Explain(rows);
            for (var i = 0; i < rows.Rows; i++)
            {
                var v = Game(Row(rows, i), features, 7);
                double[] phi = SmallGames.Shapley(v, 7), expectedOwen = SmallGames.Owen(v, 7, GroupOf), expectedQuotient = SmallGames.Shapley(Game(Row(rows, i), GroupOf, 3), 3);
                Near(v[0], single.Base);
                Near(v[^1], single.Predictions[i]);
                for (var p = 0; p < 7; p++)
                {
                    Near(phi[p], single.Values[p][i]);
                    Near(expectedOwen[p], owen.Values[p][i]);
                    for (var q = p + 1; q < 7; q++)
                    {
                        Near(SmallGames.Interaction(v, 7, p, q) / 2, pairs[p, q][i]);
                    }
                }

                for (var g = 0; g < 3; g++)
                {
                    Near(expectedQuotient[g], quotient.Values[g][i]);
                    Near(Enumerable.Range(0, 7).Where(f => GroupOf[f] == g).Sum(f => phi[f]), sum.Values[g][i]);
                    Near(expectedQuotient[g], Enumerable.Range(0, 7).Where(f => GroupOf[f] == g).Sum(f => owen.Values[f][i]));
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Explain_AnyWidthAndThreads_GivesTheSameBits(bool pathDependent)
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(5, trees: 20, maxDepth: 6));
        var rows = SmallGames.Rows(6, 5_001);
        var background = SmallGames.Rows(7, 301);
        var trees = (BitVectorScorer)score.Model;
        double[][] With(VectorWidth width, int threads)
        {
            var engine = PatternEngine.Build(
                trees, PlayerSet.Features(score.Features), AllocationKind.Shapley, pathDependent, TreeRows.Encode(score.Features, background.All), new Background(background).Shares(), new TreeShapleyOptions { Threads = threads }, default, width);
            return TreeRows.Explain(engine, score, rows.All, engine.Columns, threads, default).Values;
        }

        var scalar = With(VectorWidth.Scalar, 1);
        Assert.Contains(scalar, c => c.Any(v => v != 0));
        Assert.Equal(scalar, With(VectorWidth.Bits256, 1));
        Assert.Equal(scalar, With(VectorWidth.Bits512, 3));
    }

    [Fact]
    public void Interventional_FeatureNeverUsed_IsExactlyZero()
    {
        var score = SmallGames.Score(new TreeEnsemble(2, [new DecisionTree([0], [0], [~0], [~1], [-1, 2])]), SmallGames.Numbers(2));
        var rows = SmallGames.Matrix(score.Features, [1, 5], [-1, 7]);
        Assert.All(TreeShapley.Interventional(score, new Background(rows)).Explain(rows).Values[1], v => Assert.Equal(0.0, v));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    public void Interventional_DeepChain_EqualsClosedForm(int depth)
    {
        // f = [x0 > 0 and … and x(d−1) > 0]; x all above, one reference all below: by symmetry 1/d each. No table could hold it.
        int[] left = [.. Enumerable.Range(0, depth).Select(i => ~i)];
        int[] right = [.. Enumerable.Range(0, depth).Select(i => i == depth - 1 ? ~depth : i + 1)];
        var values = new double[depth + 1];
        values[depth] = 1;
        var score = SmallGames.Score(new TreeEnsemble(depth, [new DecisionTree([.. Enumerable.Range(0, depth)], new float[depth], left, right, values)]), SmallGames.Numbers(depth));
        FeatureMatrix x = SmallGames.Matrix(score.Features, [.. new[] { Enumerable.Repeat(1f, depth).ToArray() }]), low = SmallGames.Matrix(score.Features, [.. new[] { Enumerable.Repeat(-1f, depth).ToArray() }]);
        var one = TreeShapley.Interventional(score, new Background(low));
        Assert.Equal(1, one.Leaves.Direct);
        Assert.All(one.Explain(x).Values, v => Near(1.0 / depth, v[0]));

        // Covers half and half at every node: by symmetry (1 − 2^−d) / d each.
        var half = SmallGames.Matrix(score.Features, [.. Enumerable.Range(0, 2).Select(r => Enumerable.Range(0, depth).Select(i => r == 0 ? 1f : -1f).ToArray())]);
        var engine = TreeShapley.PathDependent(score, new Background(half));
        var phi = engine.Explain(x).Values.Select(v => v[0]).ToArray();
        // Only the first node splits these rows: the others see cover on one side only.
        Near(0.5, phi[0]);
        Assert.All(phi[1..], v => Assert.Equal(0.0, v));
    }

    [Fact]
    public void TableBudget_TooSmall_FallsBackAndAgrees()
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(8, trees: 10, maxDepth: 6));
        FeatureMatrix rows = SmallGames.Rows(9, 40), background = SmallGames.Rows(10, 50);
        var whole = TreeShapley.Interventional(score, new Background(background));
        var thrifty = TreeShapley.Interventional(score, new Background(background), options: new TreeShapleyOptions { TableBudget = 2_000 });
        Assert.Equal(0, whole.Leaves.Direct);
        Assert.True(thrifty.Leaves is { Tables: > 0, Direct: > 0 });
        Attributions a = whole.Explain(rows), b = thrifty.Explain(rows);
        for (var p = 0; p < a.Values.Length; p++)
        {
            for (var i = 0; i < rows.Rows; i++)
            {
                Near(a.Values[p][i], b.Values[p][i]);
            }
        }
    }

    [Fact]
    public void Interventional_BackgroundRowsInAnotherOrderOrTwice_SameValues()
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(11, trees: 8, maxDepth: 5));
        FeatureMatrix rows = SmallGames.Rows(12, 20), background = SmallGames.Rows(13, 16);
        var twice = new FeatureMatrix(SmallGames.Schema, [.. background.Columns.Select(c => c.Reverse().Concat(c).ToArray())]);
        Attributions a = TreeShapley.Interventional(score, new Background(background)).Explain(rows), b = TreeShapley.Interventional(score, new Background(twice)).Explain(rows);
        for (var p = 0; p < a.Values.Length; p++)
        {
            for (var i = 0; i < rows.Rows; i++)
            {
                Near(a.Values[p][i], b.Values[p][i]);
            }
        }
    }

    [Fact]
    public void Background_Empty_IsRefused()
    {
        var empty = new FeatureMatrix(SmallGames.Schema, [.. SmallGames.Schema.Features.Select(_ => Array.Empty<float>())]);
        var error = Assert.Throws<ArgumentException>(() => new Background(empty));
        Assert.Equal("The background has no row: there is nobody to compare with. Give at least one row. (Parameter 'rows')", error.Message);
    }

    [Fact]
    public void Explain_RowsOfOtherFeatures_IsRefused()
    {
        var score = SmallGames.Score(RandomTrees.Ensemble(1, trees: 2, maxDepth: 2));
        var other = SmallGames.Matrix(SmallGames.Numbers(2), [1, 2]);
        var error = Assert.Throws<ArgumentException>(() => TreeShapley.Interventional(score, new Background(other)));
        Assert.Equal("There are 2 features, the score has 7. (Parameter 'background')", error.Message);
    }

    [Fact]
    public void Check_SumMissesTheScore_Throws()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Additivity.Check([[1, 1], [2, 2]], 3, [6, 6.00001]));
        Assert.Equal("Attributions of row 1 of 2 do not sum to its score: relative gap 1.67E-006, allowed 1E-009. This is a defect of the explanation, not of the data.", error.Message);
    }

    [Fact]
    public void PlayerSet_Origins_OnePlayerForEachThatOccurs()
    {
        var players = PlayerSet.Origins(SmallGames.Schema);
        Assert.Equal(["own", "neighbourhood", "area"], players.Names);
        Assert.Equal([0, 0, 0, 1, 1, 2, 2], players.PlayerOf);
        Assert.Equal([0, 0, 0, 1, 1, 1, 1], PlayerSet.OwnAndOthers(SmallGames.Schema).PlayerOf);
    }

    [Fact]
    public void Digest_OtherWeights_OtherDigest()
    {
        var rows = SmallGames.Rows(1, 3);
        Assert.Equal(new Background(rows).Digest(), new Background(rows).Digest());
        Assert.NotEqual(new Background(rows).Digest(), new Background(rows, [1, 1, 2]).Digest());
    }
}

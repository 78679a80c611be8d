using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Explanation;

/// <summary>Input at which explanations break elsewhere: a clear error, or the right result.</summary>
public class BadInputTests
{
    private static readonly TreeShapleyOptions Tables = new(), NoTables = new() { MostTableBits = 0 };

    private static FeatureMatrix Row(EncodedScorer score, float[] row) => SmallGames.Matrix(score.Features, row);

    [Fact]
    public void Features_NotThoseOfTheData_AreNamed()
    {
        var score = SmallGames.Score(new TreeEnsemble(2, [new DecisionTree([0], [0], [~0], [~1], [0, 1])]), SmallGames.Numbers(2));
        var rows = ColumnPortfolio.Build("people.csv").Number("f0", [1, 2]).Number("f2", [1, 2]).Build();
        var e = Assert.Throws<AuditDataException>(() => FeatureMatrix.Read(rows, score.Features));
        Assert.Equal("people.csv: there is no column 'f1' (feature of the score). Did you mean 'f0'?", e.Message);
        var streamed = Assert.Throws<AuditDataException>(() => TreeShapley.Interventional(score, new Background(Row(score, [1, 1]))).Stream(rows).ToList());
        Assert.Equal(e.Message, streamed.Message);
    }

    [Fact]
    public void Background_OfOneRow_ComparesWithThatPerson()
    {
        // Against a row itself nothing is explained; against another, the differences of the two scores.
        var score = SmallGames.Score(RandomTrees.Ensemble(3, trees: 5, maxDepth: 4));
        FeatureMatrix rows = SmallGames.Rows(4, 6), one = new(rows.Schema, [.. rows.Columns.Select(c => c[..1])]);
        var phi = TreeShapley.Interventional(score, new Background(one)).Explain(rows);
        Assert.Equal(phi.Predictions[0], phi.Base, 1e-12);
        Assert.All(phi.Values, v => Assert.Equal(0.0, v[0], 1e-12));
        for (var i = 0; i < 6; i++)
        {
            var v = SmallGames.Interventional(score, one, [.. rows.Columns.Select(c => c[i])], [0, 1, 2, 3, 4, 5, 6], 7);
            var expected = SmallGames.Shapley(v, 7);
            for (var f = 0; f < 7; f++)
            {
                Assert.Equal(expected[f], phi.Values[f][i], 1e-11);
            }
        }
    }

    [Fact]
    public void Features_Constant_GetExactlyNothing()
    {
        // Where a feature is the same for everybody, it explains nobody's score, whatever the model does with it.
        var score = SmallGames.Score(new TreeEnsemble(2, [new DecisionTree([0, 1], [0, 5], [~0, ~1], [1, ~2], [-1, 2, 7])]), SmallGames.Numbers(2));
        var rows = SmallGames.Matrix(score.Features, [1, 3], [-1, 3], [2, 3]);
        var phi = TreeShapley.Interventional(score, new Background(rows)).Explain(rows);
        Assert.All(phi.Values[1], v => Assert.Equal(0.0, v, 1e-15));
        var all = SmallGames.Matrix(score.Features, [1, 3], [1, 3]);
        Assert.All(TreeShapley.Interventional(score, new Background(all)).Explain(all).Values, v => Assert.All(v, x => Assert.Equal(0.0, x, 1e-15)));
        Assert.Equal("the score is constant", AssociationShare.Measure(score, all).Share().Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tree_Of200Leaves_IsExplainedAsAskingDoes(bool tables)
    {
        // More leaves than a machine word has bits: a comb of 100 splits on each of two features, in turn.
        const int splits = 199;
        int[] features = [.. Enumerable.Range(0, splits).Select(i => i % 2)], left = [.. Enumerable.Range(0, splits).Select(i => ~i)];
        float[] thresholds = [.. Enumerable.Range(0, splits).Select(i => (float)(i / 2))];
        int[] right = [.. Enumerable.Range(0, splits).Select(i => i == splits - 1 ? ~splits : i + 1)];
        double[] values = [.. Enumerable.Range(0, splits + 1).Select(i => Math.Sin(i))];
        var score = SmallGames.Score(new TreeEnsemble(2, [new DecisionTree(features, thresholds, left, right, values)]), SmallGames.Numbers(2));
        var draw = Streams.FromSeed(1).Derive("leaves").Sequence();
        var rows = new FeatureMatrix(score.Features, [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 30).Select(_ => (float)draw.NextBelow(105)).ToArray())]);
        var phi = TreeShapley.Interventional(score, new Background(rows), options: tables ? Tables : NoTables).Explain(rows);
        var asked = ModelShapley.Exact(score, rows, new Background(rows), cancel: TestContext.Current.CancellationToken);
        for (var f = 0; f < 2; f++)
        {
            for (var i = 0; i < 30; i++)
            {
                // Scores are cast to float, as ML.NET's are.
                Assert.Equal(asked.Values[f][i], phi.Values[f][i], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tree_OfDepth60WithFewFeatures_EqualsEnumeration(bool pathDependent)
    {
        // A chain of 60 splits on four features: conditions of one feature merge into an interval.
        const int depth = 60;
        var draw = Streams.FromSeed(2).Derive("deep").Sequence();
        int[] features = new int[depth], left = new int[depth], right = new int[depth];
        float[] thresholds = new float[depth];
        double[] values = new double[depth + 1];
        for (var i = 0; i < depth; i++)
        {
            (features[i], thresholds[i]) = (draw.NextBelow(4), draw.NextBelow(9) - 4);
            var next = i == depth - 1 ? ~depth : i + 1;
            (left[i], right[i]) = i % 3 == 0 ? (next, ~i) : (~i, next);
            values[i] = draw.NextUniform();
        }

        var score = SmallGames.Score(new TreeEnsemble(4, [new DecisionTree(features, thresholds, left, right, values)]), SmallGames.Numbers(4));
        FeatureMatrix Some(int n) => new(score.Features, [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, n).Select(_ => (float)(draw.NextBelow(9) - 4)).ToArray())]);
        FeatureMatrix rows = Some(5), others = Some(12);
        var shap = pathDependent ? TreeShapley.PathDependent(score, new Background(others)) : TreeShapley.Interventional(score, new Background(others));
        var phi = shap.Explain(rows);
        for (var i = 0; i < 5; i++)
        {
            float[] row = [.. rows.Columns.Select(c => c[i])];
            int[] single = [0, 1, 2, 3];
            var v = pathDependent ? SmallGames.PathDependent(score, others, row, single, 4) : SmallGames.Interventional(score, others, row, single, 4);
            var expected = SmallGames.Shapley(v, 4);
            for (var f = 0; f < 4; f++)
            {
                Assert.Equal(expected[f], phi.Values[f][i], 1e-12);
            }
        }
    }

    [Fact]
    public void Features_5000_AreExplainedAndUnusedAreZero()
    {
        // Stumps on every tenth of 5,000 features: each used one gets w (x − mean), all others exactly 0.
        const int features = 5_000;
        var score = SmallGames.Score(
            new TreeEnsemble(features, [.. Enumerable.Range(0, features / 10).Select(k => new DecisionTree([10 * k], [0.5f], [~0], [~1], [0, 1 + (k % 3)]))]),
            SmallGames.Numbers(features));
        var draw = Streams.FromSeed(3).Derive("wide").Sequence();
        var rows = new FeatureMatrix(score.Features, [.. Enumerable.Range(0, features).Select(_ => Enumerable.Range(0, 8).Select(_ => (float)draw.NextBelow(2)).ToArray())]);
        var phi = TreeShapley.Interventional(score, new Background(rows)).Explain(rows);
        for (var f = 0; f < features; f++)
        {
            var mean = rows.Columns[f].Average(v => (double)v);
            for (var i = 0; i < 8; i++)
            {
                if (f % 10 == 0)
                {
                    Assert.Equal((1 + (f / 10 % 3)) * (rows.Columns[f][i] - mean), phi.Values[f][i], 1e-12);
                }
                else
                {
                    Assert.Equal(0.0, phi.Values[f][i]);
                }
            }
        }
    }

    [Fact]
    public void Features_5000AskedForOneByOne_AreRefusedWithWhatToDo()
    {
        var schema = SmallGames.Numbers(5_000);
        var score = SmallGames.Score(new TreeEnsemble(5_000, [new DecisionTree([0], [0], [~0], [~1], [0, 1])]), schema);
        var rows = new FeatureMatrix(schema, [.. Enumerable.Range(0, 5_000).Select(_ => new float[2])]);
        var e = Assert.Throws<ArgumentException>(() => ModelShapley.Permutation(score, rows, new Background(rows), Streams.FromSeed(1), cancel: TestContext.Current.CancellationToken));
        Assert.Equal("There are 5000 players, at most 64 can be asked. Explain groups instead. (Parameter 'players')", e.Message);
        Assert.Equal(3, ModelShapley.Exact(score, rows, new Background(rows), PlayerSet.Origins(schema), cancel: TestContext.Current.CancellationToken).Values.Length);
    }

    [Fact]
    public void Missing_WhereTrainingSawNone_GoesTheWayThatTheModelGoes()
    {
        // Without a default direction a missing value fails "≤" and goes right, in scoring and in explaining alike.
        var score = SmallGames.Score(new TreeEnsemble(2, [new DecisionTree([0, 1], [0, 0], [~0, ~1], [1, ~2], [-1, 2, 7])]), SmallGames.Numbers(2));
        var rows = SmallGames.Matrix(score.Features, [float.NaN, float.NaN], [1, 1], [-1, -1]);
        var scores = new double[3];
        score.Score(rows.All, scores);
        Assert.Equal([7, 7, -1], scores);
        var phi = TreeShapley.Interventional(score, new Background(SmallGames.Matrix(score.Features, [1, 1], [-1, -1]))).Explain(rows);
        for (var f = 0; f < 2; f++)
        {
            Assert.Equal(phi.Values[f][1], phi.Values[f][0]);
        }
    }

    [Fact]
    public void Stream_BatchByBatch_IsTheWhole()
    {
        var score = SmallGames.Score(
            new TreeEnsemble(6, [new DecisionTree([0, 1], [0, 0], [~0, ~1], [1, ~2], [-1, 2, 7]), .. Enumerable.Range(2, 4).Select(f => new DecisionTree([f, 0], [1, -2], [~0, ~1], [1, ~2], [0.5, -f, f]))]),
            SmallGames.Numbers(6));
        var draw = Streams.FromSeed(4).Derive("stream").Sequence();
        var build = ColumnPortfolio.Build("rows");
        float[][] columns = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 70_000).Select(_ => (float)(draw.NextBelow(9) - 4)).ToArray())];
        for (var f = 0; f < 6; f++)
        {
            build = build.Number($"f{f}", columns[f]);
        }

        var matrix = new FeatureMatrix(score.Features, columns);
        var shap = TreeShapley.Interventional(score, new Background(new FeatureMatrix(score.Features, [.. columns.Select(c => c[..50])])));
        var whole = shap.Explain(matrix);
        var next = 0L;
        foreach (var (first, part) in shap.Stream(build.Build(), TestContext.Current.CancellationToken))
        {
            Assert.Equal(next, first);
            for (var f = 0; f < 6; f++)
            {
                Assert.True(part.Values[f].AsSpan().SequenceEqual(whole.Values[f].AsSpan((int)first, part.Predictions.Length)));
            }

            next += part.Predictions.Length;
        }

        Assert.Equal(70_000, next);
    }
}

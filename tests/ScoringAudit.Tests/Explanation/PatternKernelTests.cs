using ScoringAudit.Explanation;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Explanation;

public class PatternKernelTests
{
    private static readonly VectorWidth[] Widths = [VectorWidth.Scalar, VectorWidth.Bits256, VectorWidth.Bits512];

    private static LeafPath[] Leaves(TreeEnsemble ensemble) =>
        [.. ensemble.Trees.SelectMany(t => LeafPath.Of(t, PlayerSet.Features(SmallGames.Schema).SlotPlayers(), 1, null))];

    private static int Byte(RankBlock block, int column, int row) => block[column][RankBlock.Position(row)];

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(700)]
    public void RankBlock_Positions_AreAllDifferent(int rows)
    {
        int[] positions = [.. Enumerable.Range(0, rows).Select(RankBlock.Position)];
        Assert.Equal(rows, positions.Distinct().Count());
        Assert.All(positions, p => Assert.InRange(p, 0, RankBlock.OfLength(1, rows).Stride - 1));
        Assert.All(Enumerable.Range(0, rows), row => Assert.Equal(row / 64, positions[row] / 64));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(1000)]
    public void SlotRanks_AnyNumberOfThresholds_TellEveryComparison(int thresholds)
    {
        // A chain of nodes on one slot; beyond 254 thresholds a slot has several columns. Values equal to thresholds, missing and infinite ones included.
        float[] asked = [.. Enumerable.Range(0, thresholds).Select(i => (i * 0.5f) - 10)];
        var chain = new DecisionTree(
            new int[thresholds], asked, [.. Enumerable.Range(0, thresholds).Select(i => ~i)], [.. Enumerable.Range(0, thresholds).Select(i => i == thresholds - 1 ? ~thresholds : i + 1)], new double[thresholds + 1]);
        var ranks = new SlotRanks(new TreeEnsemble(1, [chain]));
        Assert.Equal((thresholds + 253) / 254, ranks.Columns);
        var rows = SlotBlock.OfLength(1, 333);
        var draw = Streams.FromSeed(3).Sequence();
        for (var row = 0; row < rows.Rows; row++)
        {
            rows[0][row] = row switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.NegativeInfinity, _ => (draw.NextBelow(2 * thresholds + 8) * 0.25f) - 11 };
        }

        foreach (var width in Widths)
        {
            var block = ranks.Encode(rows, width);
            foreach (var threshold in asked)
            {
                var (column, at) = ranks.Find(0, threshold);
                for (var row = 0; row < rows.Rows; row++)
                {
                    Assert.Equal(rows[0][row] <= threshold, Byte(block, column, row) <= at);
                }
            }

            Assert.All(Enumerable.Range(0, ranks.Columns), c => Assert.Equal(SlotRanks.Missing, Byte(block, c, 0)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void PatternByte_RandomTrees_IsWhatTheTestsSay(ulong seed)
    {
        var ensemble = RandomTrees.Ensemble(seed, trees: 12, maxDepth: 7);
        var ranks = new SlotRanks(ensemble);
        var rows = RandomTrees.Rows(seed + 9, 715);
        foreach (var leaf in Leaves(ensemble))
        {
            var bytes = PatternByte.Of(leaf.Tests, leaf.Players.Length, ranks);
            Assert.Equal((leaf.Players.Length + 7) / 8, bytes.Length);
            foreach (var width in Widths)
            {
                var patterns = RankBlock.OfLength(2, rows.Rows);
                for (var i = 0; i < bytes.Length; i++)
                {
                    bytes[i].Evaluate(ranks.Encode(rows, width), patterns, i, width);
                }

                for (var row = 0; row < rows.Rows; row++)
                {
                    Assert.Equal((int)leaf.Tests.Evaluate(rows, row), Byte(patterns, 0, row) | (Byte(patterns, 1, row) << 8));
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LeafGroups_RandomTrees_GiveEachLeafItsOwnPattern(ulong seed)
    {
        var ensemble = RandomTrees.Ensemble(seed, trees: 12, maxDepth: 7);
        var players = PlayerSet.Features(SmallGames.Schema).SlotPlayers();
        var rows = RandomTrees.Rows(seed + 9, 200);
        var merged = 0;
        foreach (var tree in ensemble.Trees)
        {
            LeafPath[] leaves = [.. LeafPath.Of(tree, players, 1, null)];
            var groups = LeafGroup.Of(tree, players, leaves, 0, leaves.Length, [.. leaves.Select(l => l.Players.Length == 0 ? null : l.Players.Order().ToArray())]);
            Assert.Equal(
                Enumerable.Range(0, leaves.Length).Where(l => leaves[l].Players.Length > 0), groups.SelectMany(g => g.Leaves.Select(l => l.Leaf)).Order());
            foreach (var group in groups)
            {
                Assert.Equal(group.Leaves.SelectMany(l => leaves[l.Leaf].Players).Distinct().Order(), group.Columns);
                merged += group.Leaves.Length > 2 ? 1 : 0;
                for (var row = 0; row < rows.Rows; row++)
                {
                    var pattern = (int)group.Tests.Evaluate(rows, row);
                    Assert.All(group.Leaves, l => Assert.Equal((int)leaves[l.Leaf].Tests.Evaluate(rows, row), l.Patterns is null ? pattern : l.Patterns[pattern]));
                }
            }
        }

        Assert.True(merged > 10, $"{merged} groups have more than two leaves: too few to test");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(12)]
    public void Tables_OfMoreThanEightBits_AgreeWithTheDirectMethodAtAnyWidth(int depth)
    {
        // A chain of that many features: the last two leaves' patterns take two bytes.
        var draw = Streams.FromSeed((ulong)depth).Sequence();
        var chain = new DecisionTree(
            [.. Enumerable.Range(0, depth)],
            new float[depth],
            [.. Enumerable.Range(0, depth).Select(i => ~i)],
            [.. Enumerable.Range(0, depth).Select(i => i == depth - 1 ? ~depth : i + 1)],
            [.. Enumerable.Range(0, depth + 1).Select(i => 1 + (i * 0.25))]);
        var score = SmallGames.Score(new TreeEnsemble(depth, [chain]), SmallGames.Numbers(depth));
        float[][] values = [.. Enumerable.Range(0, 150).Select(_ => new float[depth])];
        foreach (var row in values)
        {
            for (var f = 0; f < depth; f++)
            {
                row[f] = draw.NextBelow(3) - 0.5f;
            }
        }

        var rows = SmallGames.Matrix(score.Features, values);
        var direct = TreeShapley.Interventional(score, new Background(rows), options: new TreeShapleyOptions { MostTableBits = 0 }).Explain(rows);
        double[][]? first = null;
        foreach (var width in Widths)
        {
            var engine = PatternEngine.Build(
                (BitVectorScorer)score.Model, PlayerSet.Features(score.Features), AllocationKind.Shapley, false, TreeRows.Encode(score.Features, rows.All), new Background(rows).Shares(), new TreeShapleyOptions(), default, width);
            Assert.Equal(0, engine.DirectLeaves);
            var found = TreeRows.Explain(engine, score, rows.All, engine.Columns, 1, default).Values;
            first ??= found;
            Assert.Equal(first, found);
            for (var f = 0; f < depth; f++)
            {
                Assert.All(Enumerable.Range(0, rows.Rows), i => Assert.Equal(direct.Values[f][i], found[f][i], 12));
            }
        }
    }

    [Fact]
    public void Tables_ManyOfOneColumn_AreSummedWithoutCarryOrLoss()
    {
        // 300 stumps on one feature, values of like size and of both signs: sums of bytes reach far beyond a byte. One reference: φ = f(x) − f(reference), exactly.
        var trees = Enumerable.Range(0, 300).Select(t => new DecisionTree([0], [t * 0.01f], [~0], [~1], [-1 - (t * 1e-9), t % 3 == 0 ? -0.75 : 2.5])).ToArray();
        var score = SmallGames.Score(new TreeEnsemble(1, trees), SmallGames.Numbers(1));
        var rows = SmallGames.Matrix(score.Features, [.. Enumerable.Range(0, 500).Select(i => new[] { (i * 0.007f) - 0.2f })]);
        var shap = TreeShapley.Interventional(score, new Background(SmallGames.Matrix(score.Features, [[-1f]])));
        var result = shap.Explain(rows);
        Assert.All(Enumerable.Range(0, rows.Rows), i => Assert.Equal(result.Predictions[i] - shap.Base, result.Values[0][i], 1e-12));
        Assert.True(result.Values[0].Max() - result.Values[0].Min() > 300);
    }

    [Fact]
    public void Tables_OfTreesThatCancel_GiveExactlyZero()
    {
        // Whole numbers: what cancels in the trees cancels in the sum, whatever the order.
        var trees = Enumerable.Range(0, 40).Select(t => new DecisionTree([t / 2 % 2], [0.1f], [~0], [~1], t % 2 == 0 ? [0.1, 0.3] : [-0.1, -0.3])).ToArray();
        var score = SmallGames.Score(new TreeEnsemble(2, trees), SmallGames.Numbers(2));
        var rows = SmallGames.Matrix(score.Features, [.. Enumerable.Range(0, 99).Select(i => new[] { i % 2, (float)(i % 3) })]);
        var result = TreeShapley.Interventional(score, new Background(rows)).Explain(rows);
        Assert.All(result.Values, column => Assert.All(column, v => Assert.Equal(0.0, v)));
    }

    [Fact]
    public void Explain_ColumnsThatDoNotSum_AreRefused()
    {
        // What players add alone does not sum to the score: if it is said to, every row is a defect.
        var score = SmallGames.Score(RandomTrees.Ensemble(4, trees: 8, maxDepth: 5));
        var rows = SmallGames.Rows(5, 70);
        var engine = PatternEngine.Build(
            (BitVectorScorer)score.Model, PlayerSet.Features(score.Features), AllocationKind.Alone, false, TreeRows.Encode(score.Features, rows.All), new Background(rows).Shares(), new TreeShapleyOptions(), default);
        Assert.Equal(0, TreeRows.Explain(engine, score, rows.All, 0, 1, default).Error);
        var error = Assert.Throws<AggregateException>(() => TreeRows.Explain(engine, score, rows.All, engine.Columns, 1, default));
        Assert.Contains("do not sum to its score", error.InnerException!.Message, StringComparison.Ordinal);
    }
}

using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Scoring;

public class BitVectorScorerTests
{
    // 64 rows are one 512-bit pass; 8, 16, 32 and the odd lengths reach every remainder.
    private static readonly int[] Lengths = [0, 1, 7, 16, 33, 64, 65, 100, 256, 257, 600];

    public static TheoryData<VectorWidthName, int> WidthsAndDepths()
    {
        var data = new TheoryData<VectorWidthName, int>();
        foreach (var width in Enum.GetValues<VectorWidthName>())
        {
            // Depth 3: up to 8 leaves; 5: one word; 6: two words; 8: more than 64 leaves, walked.
            foreach (var depth in new[] { 3, 5, 6, 8 })
            {
                data.Add(width, depth);
            }
        }

        return data;
    }

    public enum VectorWidthName
    {
        Scalar,
        Bits256,
        Bits512,
    }

    [Theory]
    [MemberData(nameof(WidthsAndDepths))]
    public void Score_RandomEnsembles_EqualsWalkingTheTreesBitForBit(VectorWidthName width, int depth)
    {
        for (ulong seed = 0; seed < 12; seed++)
        {
            var ensemble = RandomTrees.Ensemble(seed, 9, depth, missingFlags: seed % 3 != 0, categories: seed % 4 != 0);
            var scorer = new BitVectorScorer(ensemble, Enum.Parse<VectorWidth>(width.ToString()));
            foreach (var rows in Lengths)
            {
                var block = RandomTrees.Rows(seed, rows);
                var expected = new double[rows];
                var actual = new double[rows];
                ensemble.Score(block, expected);
                scorer.Score(block, actual);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Fact]
    public void Ensembles_OfTheTests_ReachEveryKindOfTree()
    {
        var leaves = Enumerable.Range(0, 12)
            .SelectMany(s => new[] { 3, 5, 6, 8 }.SelectMany(d => RandomTrees.Ensemble((ulong)s, 9, d).Trees))
            .Select(t => t.Leaves)
            .ToList();
        Assert.Contains(leaves, n => n == 1);
        Assert.Contains(leaves, n => n is > 16 and <= 32);
        Assert.Contains(leaves, n => n is > 32 and <= 64);
        Assert.Contains(leaves, n => n > 64);
    }

    [Fact]
    public void Score_ExactlyThirtyTwoAndSixtyFourLeaves_EqualsWalking()
    {
        foreach (var depth in new[] { 5, 6 })
        {
            var ensemble = new TreeEnsemble(1, [FullTree(depth)]);
            var block = SlotBlock.OfLength(1, 130);
            for (var row = 0; row < 130; row++)
            {
                block[0][row] = (row % 65) - 0.5f;
            }

            foreach (var width in Enum.GetValues<VectorWidth>())
            {
                var expected = new double[130];
                var actual = new double[130];
                ensemble.Score(block, expected);
                new BitVectorScorer(ensemble, width).Score(block, actual);
                Assert.Equal(expected, actual);
                Assert.Equal(1 << depth, expected.Distinct().Count());
            }
        }
    }

    [Fact]
    public void Score_BlockWithTooFewSlots_IsRefused()
    {
        var scorer = new BitVectorScorer(RandomTrees.Ensemble(1, 3, 3));
        Assert.Throws<ArgumentException>(() => scorer.Score(SlotBlock.OfLength(3, 64), new double[64]));
    }

    [Fact]
    public void Score_ColumnShorterThanTheBlock_IsRefused()
    {
        var scorer = new BitVectorScorer(new TreeEnsemble(1, [FullTree(2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => scorer.Score(new SlotBlock([new float[10]], 0, 64), new double[64]));
    }

    // All leaves of a complete tree over one slot: x ≤ k goes left, k = the middle of the node's range.
    private static DecisionTree FullTree(int depth)
    {
        var nodes = (1 << depth) - 1;
        var (left, right, thresholds) = (new int[nodes], new int[nodes], new float[nodes]);
        for (var node = 0; node < nodes; node++)
        {
            var level = int.Log2(node + 1);
            var width = 1 << (depth - level);
            thresholds[node] = ((node + 1 - (1 << level)) * width) + (width / 2) - 1;
            (left[node], right[node]) = level == depth - 1
                ? (~((2 * node) + 1 - nodes), ~((2 * node) + 2 - nodes))
                : ((2 * node) + 1, (2 * node) + 2);
        }

        return new DecisionTree(new int[nodes], thresholds, left, right, [.. Enumerable.Range(0, nodes + 1).Select(i => i * 0.5)]);
    }
}

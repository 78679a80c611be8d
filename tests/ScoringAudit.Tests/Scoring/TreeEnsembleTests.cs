using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Scoring;

public class TreeEnsembleTests
{
    [Fact]
    public void ScoreRow_TwoTreesAndBias_IsCastToFloatAndPutThroughTheCalibrator()
    {
        // Tree 1: x0 ≤ 1 → 0.25, else x1 ≤ 5 → −1, else 2; weight 1. Tree 2: one leaf 4, weight 0.5. Bias 0.1.
        var first = new DecisionTree([0, 1], [1, 5], [~0, ~1], [1, ~2], [0.25, -1, 2]);
        var second = new DecisionTree([], [], [], [], [4], weight: 0.5);
        var ensemble = new TreeEnsemble(2, [first, second], bias: 0.1, slope: -0.4, offset: 0.3);

        // x = (1, 9): the value equals the threshold and goes left: 0.1 + 0.25 + 2 = 2.35 → (float)2.35;
        // log-odds = −(−0.4 · 2.3499999 + 0.3) = 0.63999998.
        Assert.Equal((float)2.35, ensemble.RawScoreRow([1, 9]));
        Assert.Equal(-((-0.4 * (float)2.35) + 0.3), ensemble.ScoreRow([1, 9]));

        // x = (NaN, 5): right at the root (no flag), then left: 0.1 − 1 + 2 = 1.1.
        Assert.Equal((float)1.1, ensemble.RawScoreRow([float.NaN, 5]));
        Assert.Equal((float)(0.1 + 2 + 2), ensemble.RawScoreRow([2, 5.5f]));
    }

    [Fact]
    public void LeafOf_MissingLeftFlag_SendsNaNLeft()
    {
        var tree = new DecisionTree([0], [1], [~0], [~1], [10, 20], missingLeft: [true]);
        Assert.Equal(0, tree.LeafOf([float.NaN]));
        Assert.Equal(1, tree.LeafOf([2]));
    }

    [Fact]
    public void LeafOf_CategoricalNode_GoesRightIffASlotOfTheSetIsAboveZero()
    {
        var tree = new DecisionTree([-1], [0], [~0], [~1], [10, 20], categorySlots: [[0, 2]]);
        Assert.Equal(1, tree.LeafOf([0, 0, 1]));
        Assert.Equal(0, tree.LeafOf([0, 1, 0]));
        Assert.Equal(0, tree.LeafOf([float.NaN, 1, 0]));
        Assert.Equal([0, 2], tree.SlotsUsed());
    }

    [Fact]
    public void DecisionTree_CategoricalNodeWithoutItsSet_IsRefused()
    {
        // ML.NET writes slot −1 for a categorical node; an importer that forgets the set must not index with it.
        var error = Assert.Throws<ArgumentException>(() => new DecisionTree([-1], [0], [~0], [~1], [10, 20]));
        Assert.Equal("Node 0: slot -1, threshold 0; a categorical node needs a set of slots.", error.Message);
    }

    [Theory]
    [InlineData(0, ~1)]
    [InlineData(~0, ~0)]
    [InlineData(~0, ~2)]
    [InlineData(1, ~0)]
    public void DecisionTree_ChildrenThatFormNoTree_AreRefused(int left, int right) =>
        Assert.Throws<ArgumentException>(() => new DecisionTree([0], [0], [left], [right], [1, 2]));

    [Fact]
    public void TreeEnsemble_TreeReadsASlotThatDoesNotExist_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new TreeEnsemble(1, [new DecisionTree([1], [0], [~0], [~1], [1, 2])]));
}

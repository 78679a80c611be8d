using ScoringAudit.Leakage;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Tests.Scoring;

namespace ScoringAudit.Tests.Leakage;

public class TreeReachTests
{
    [Fact]
    public void Of_SplitThatNoRowReaches_DoesNotCount()
    {
        // root: own ≤ 5 → leaf 0; else own ≤ 3 (never) → area split with leaves 1 and 9; else leaf 2
        var tree = new DecisionTree([0, 0, 1], [5, 3, 0], [~0, 2, ~1], [1, ~3, ~2], [4, 1, 9, 2]);
        var reach = TreeReach.Of(new TreeEnsemble(2, [tree], slope: -1), Schema(2, 1), _ => true);
        Assert.Empty(reach.Features);
        Assert.Equal(0, reach.LargestLogOdds);
    }

    [Fact]
    public void Of_ReachableSplit_HasTheSpreadOfItsLeaves()
    {
        // own ≤ 5 → area ≤ 0 with leaves 1 and 9; else leaf 2: with the own record fixed at most 8, times slope 2 and weight .5
        var tree = new DecisionTree([0, 1], [5, 0], [1, ~0], [~2, ~1], [1, 9, 2], weight: 0.5);
        var model = new TreeEnsemble(2, [tree], slope: -2);
        Assert.Equal(8, TreeReach.Of(model, Schema(2, 1), _ => true).LargestLogOdds, 1e-12);
        Assert.Equal(["f1"], TreeReach.Of(model, Schema(2, 1), o => o == Origin.Area).Features);
        Assert.Empty(TreeReach.Of(model, Schema(2, 1), o => o == Origin.Partner).Features);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_RandomTrees_BoundsEveryChange(int seed)
    {
        var model = RandomTrees.Ensemble((ulong)seed, 6, 4, missingFlags: false, categories: false);
        var reach = TreeReach.Of(model, Schema(RandomTrees.Slots, 5), _ => true);
        var random = Streams.FromSeed((ulong)seed).Sequence();
        var largest = 0.0;
        for (var r = 0; r < 3000; r++)
        {
            float[] row = [.. Enumerable.Range(0, RandomTrees.Slots).Select(_ => (float)random.NextBelow(9) - 4)];
            var before = model.ScoreRow(row);
            for (var s = 5; s < row.Length; s++)
            {
                row[s] = random.NextBelow(9) - 4;
            }

            largest = Math.Max(largest, Math.Abs(model.ScoreRow(row) - before));
        }

        Assert.True(largest <= reach.LargestLogOdds + 1e-5, $"{largest} above {reach.LargestLogOdds}");
        Assert.True(largest > 0 && reach.Features.Count > 0);
    }

    // one slot for each feature; from a slot on they are the area's
    private static FeatureSchema Schema(int slots, int firstOfArea) => new(
        [.. Enumerable.Range(0, slots).Select(s => new Feature($"f{s}", FeatureKind.Number, s < firstOfArea ? Origin.Own : Origin.Area, s < firstOfArea ? OnMove.Keep : OnMove.Swap, [], 0, false, s))]);
}

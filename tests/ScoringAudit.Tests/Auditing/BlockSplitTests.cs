using ScoringAudit.Auditing;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Auditing;

public class BlockSplitTests
{
    private static readonly Streams Stream = Streams.FromSeed(7).Derive("holdout");

    [Fact]
    public void HeldOut_Rows_IsTheShareWithinHalfARow()
    {
        var held = BlockSplit.HeldOut([.. Enumerable.Range(0, 1001)], 0.3, Stream);
        Assert.Equal(300, held.Count(h => h)); // .3 · 1001 = 300.3
    }

    [Fact]
    public void HeldOut_Blocks_StayTogetherAndNearTheShare()
    {
        int[] blocks = [.. Enumerable.Range(0, 3000).Select(i => i / 30)];
        var held = BlockSplit.HeldOut(blocks, 0.3, Stream);
        Assert.Equal(900, held.Count(h => h)); // 30 whole blocks of 30
        foreach (var block in blocks.Zip(held).GroupBy(p => p.First))
        {
            Assert.Single(block.Select(p => p.Second).Distinct());
        }
    }

    [Fact]
    public void HeldOut_AnotherSeed_HoldsOutOthers() => Assert.NotEqual(
        BlockSplit.HeldOut([.. Enumerable.Range(0, 500)], 0.3, Stream),
        BlockSplit.HeldOut([.. Enumerable.Range(0, 500)], 0.3, Streams.FromSeed(8).Derive("holdout")));

    [Fact]
    public void HeldOut_TwoBlocks_KeepsOneOnEachSide()
    {
        var held = BlockSplit.HeldOut([0, 0, 0, 1], 0.9, Stream);
        Assert.Contains(true, held);
        Assert.Contains(false, held);
    }

    [Fact]
    public void HeldOut_OneBlock_IsRefused() => Assert.Equal(
        "train.blocks: all rows are in one block, so none can be held out. Choose finer blocks, for example blocks: rows.",
        Assert.Throws<AuditDataException>(() => BlockSplit.HeldOut([0, 0, 0], 0.3, Stream)).Message);
}

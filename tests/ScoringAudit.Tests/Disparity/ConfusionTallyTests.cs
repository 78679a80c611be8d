using System.Buffers;
using FsCheck.Xunit;
using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;

namespace ScoringAudit.Tests.Disparity;

public class ConfusionTallyTests
{
    [Fact]
    public void Add_EveryKindOfRow_CountsItInItsCell()
    {
        // group 0: TP, FN, FP, TN, favourable unknown, unfavourable unknown, no decision; group missing: TP and no decision
        int[] decision = [1, 0, 1, 0, 1, 0, -1, 1, -1];
        int[] good = [1, 1, 0, 0, -1, -1, 1, 1, 0];
        int[] codes = [0, 0, 0, 0, 0, 0, 0, -1, -1];
        var tally = ConfusionData.Of(good, decision, codes, 2);
        var one = CellCount.OfRows(1);
        Assert.Equal(new ConfusionCounts(one, one, one, one, one, one), tally.Counts(0));
        Assert.Equal(0, tally.Counts(1).Sum(ConfusionCells.Decided).Rows);
        Assert.Equal(1, tally.MissingDecision);
        Assert.Equal(2, tally.MissingMembership);
        Assert.Equal(one, tally.MissingMembershipCounts.TruePositive);
        Assert.Equal(1, tally.MissingMembershipCounts.Sum(ConfusionCells.Decided).Rows);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Merge_OfAnySplitInAnyOrder_IsTheWholeTallyToTheBit(bool weighted, bool clustered)
    {
        var rows = Rows(9_000, 3);
        var whole = Tally(rows, weighted, clustered);
        foreach (var cut in new[] { 0, 1, 4_096, 5_000, 9_000 })
        {
            var left = Tally([.. rows[..cut].Reverse()], weighted, clustered);
            left.Merge(Tally([.. rows[cut..].Reverse()], weighted, clustered));
            AssertSame(whole, left);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void WriteAndRead_Always_GiveTheSameTally(bool weighted, bool clustered)
    {
        var tally = Tally(Rows(500, 3), weighted, clustered);
        var bytes = new ArrayBufferWriter<byte>();
        tally.Write(bytes);
        AssertSame(tally, ConfusionTally.Read(bytes.WrittenSpan));
    }

    [Fact]
    public void DenseAndClusteredPaths_SameRows_CountAlike()
    {
        var rows = Rows(10_001, 7); // not a multiple of any vector or block
        var dense = Tally(rows, false, false, 7);
        var clustered = Tally(rows, false, true, 7);
        Assert.Equal(10_001 - dense.MissingMembership - dense.MissingDecision, dense.Total().Sum(ConfusionCells.Decided).Rows);
        for (var g = 0; g < 7; g++)
        {
            Assert.Equal(dense.Counts(g), clustered.Counts(g));
        }

        Assert.Equal(dense.MissingMembership, clustered.MissingMembership);
        Assert.Equal(dense.MissingMembershipCounts, clustered.MissingMembershipCounts);
    }

    [Fact]
    public void Weighted_Cells_HoldWeightAndSquaredWeight()
    {
        var tally = ConfusionData.Of([1, 1, 0], [1, 1, 0], [0, 0, 0], 1, [0.5, 2, 3]);
        Assert.Equal(new CellCount(2, 2.5, 4.25), tally.Counts(0).TruePositive);
        Assert.Equal(new CellCount(1, 3, 9), tally.Counts(0).TrueNegative);
    }

    [Fact]
    public void Stratum_OfAProductTally_IsTheTallyOfItsRows()
    {
        var rows = Rows(2_000, 6);
        var product = Tally(rows, false, true, 6); // code = 3 stratum + group
        var second = Tally([.. rows.Where(r => r.Group >= 3).Select(r => r with { Group = r.Group - 3 })], false, true, 3);
        var stratum = product.Stratum(1, 3);
        for (var g = 0; g < 3; g++)
        {
            Assert.Equal(second.Counts(g), stratum.Counts(g));
        }

        Assert.Equal(
            second.ClusterSums(ConfusionCells.TruePositive, ConfusionCells.NotAdverse, 0, 1).Trials,
            stratum.ClusterSums(ConfusionCells.TruePositive, ConfusionCells.NotAdverse, 0, 1).Trials);
    }

    [Property(MaxTest = 50)]
    public void ClusterSums_RenamedClusters_AreTheSame(int seed)
    {
        var rows = Rows(300, 2, (ulong)(uint)seed);
        var a = Tally(rows, true, true, 2);
        var b = Tally([.. rows.Reverse().Select(r => r with { Cluster = 1_000 - (7 * r.Cluster) })], true, true, 2);
        var (x, y) = (a.ClusterSums(ConfusionCells.Favourable, ConfusionCells.Decided, 0, 1), b.ClusterSums(ConfusionCells.Favourable, ConfusionCells.Decided, 0, 1));
        Assert.Equal(x.Trials, y.Trials);
        Assert.Equal(x.Successes, y.Successes);
        Assert.Equal(x.ReferenceTrials, y.ReferenceTrials);
        Assert.Equal(x.ReferenceSuccesses, y.ReferenceSuccesses);
    }

    [Fact]
    public void Add_ADecisionOf2_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => ConfusionData.Of([1, 1], [1, 2], [0, 0], 1));
        Assert.StartsWith("A decision and an outcome are 1, 0, or −1 for missing.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_OfAnotherShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ConfusionTally(0, 2, false, false).Merge(new ConfusionTally(0, 3, false, false)));

    private static void AssertSame(ConfusionTally expected, ConfusionTally actual)
    {
        for (var g = 0; g < expected.Groups; g++)
        {
            Assert.Equal(expected.Counts(g), actual.Counts(g));
        }

        Assert.Equal(expected.MissingDecision, actual.MissingDecision);
        Assert.Equal(expected.MissingMembership, actual.MissingMembership);
        Assert.Equal(expected.MissingMembershipCounts, actual.MissingMembershipCounts);
        if (expected.Clustered)
        {
            Assert.Equal(expected.ClusterTables(), actual.ClusterTables());
        }
    }

    private static Row[] Rows(int n, int groups, ulong seed = 5)
    {
        var random = ScoringAudit.Primitives.Streams.FromSeed(seed).Derive("rows").Sequence();
        return [.. Enumerable.Range(0, n).Select(_ => new Row(
            random.NextBelow(groups + 1) - 1, random.NextBelow(3) - 1, random.NextBelow(3) - 1, random.NextBelow(20), random.NextUniform()))];
    }

    private static ConfusionTally Tally(Row[] rows, bool weighted, bool clustered, int groups = 3)
    {
        var tally = new ConfusionTally(0, groups, weighted, clustered);
        tally.Add(new ScoredBatch
        {
            Rows = rows.Length,
            Favourable = rows.Select(r => (sbyte)r.Decision).ToArray(),
            Adverse = rows.Select(r => (sbyte)r.Outcome).ToArray(),
            Groups = rows.Select(r => r.Group).ToArray(),
            Weights = weighted ? rows.Select(r => r.Weight).ToArray() : [],
            Clusters = clustered ? rows.Select(r => r.Cluster).ToArray() : [],
        });
        return tally;
    }

    private sealed record Row(int Group, int Decision, int Outcome, int Cluster, double Weight);
}

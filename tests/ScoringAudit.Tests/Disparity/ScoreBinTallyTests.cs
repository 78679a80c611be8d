using System.Buffers;
using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

public class ScoreBinTallyTests
{
    [Fact]
    public void Bins_OfScores_KeepTheOrderAndTheExactMean()
    {
        Assert.True(ScoreBinTally.BinOf(-2) < ScoreBinTally.BinOf(-1));
        Assert.True(ScoreBinTally.BinOf(-1e-9) < ScoreBinTally.BinOf(0));
        Assert.Equal(ScoreBinTally.BinOf(0), ScoreBinTally.BinOf(-0.0));
        // 8 bits of fraction: between 1 and 2 a bin is 1/256 wide
        Assert.Equal(ScoreBinTally.BinOf(1), ScoreBinTally.BinOf(1 + (0.9 / 256)));
        Assert.NotEqual(ScoreBinTally.BinOf(1), ScoreBinTally.BinOf(1 + (1.0 / 256)));
        var tally = Tally(World(500, 1), false);
        var world = World(500, 1);
        Assert.Equal(Of(world, 0).Average(), tally.Bins(0).Sum(b => b.Mean * b.Rows) / tally.Bins(0).Sum(b => b.Rows), 9);
    }

    [Fact]
    public void Counts_OfAnySplitInAnyOrder_AreThoseOfOneTally()
    {
        var world = World(900, 2);
        var whole = Tally(world, true);
        for (var cut = 0; cut <= world.Length; cut += 300)
        {
            var left = Tally([.. world.Take(cut)], true);
            left.Merge(Tally([.. world.Skip(cut).Reverse()], true));
            ArrayBufferWriter<byte> a = new(), b = new();
            whole.Write(a);
            left.Write(b);
            Assert.Equal(a.WrittenSpan.ToArray(), b.WrittenSpan.ToArray());
            ArrayBufferWriter<byte> c = new();
            ScoreBinTally.Read(a.WrittenSpan).Write(c);
            Assert.Equal(a.WrittenSpan.ToArray(), c.WrittenSpan.ToArray());
        }

        // the same decision × outcome tables as the tally without bins
        var plain = new ConfusionTally(0, 2, true, false);
        plain.Add(Batch(world, true));
        Assert.Equal(plain.Counts(0), whole.Counts(0));
        Assert.Equal(plain.Counts(1), whole.Counts(1));
        Assert.Equal(1, whole.MissingMembership);
    }

    [Fact]
    public void Gap_AgainstSortedScores_IsWithinTheStatedError()
    {
        var world = World(20_000, 3);
        var tally = Tally(world, false);
        var exact = ScoreDistance.All(ScoreSample.Of(Of(world, 0)), ScoreSample.Of(Of(world, 1)));
        var (ks, area, higher) = ScoreBinGap.Of(tally, 0, 1, 0.95, Streams.FromSeed(1).Derive("gap"), 100);
        var error = Math.Max(tally.LargestShare(0), tally.LargestShare(1));
        Assert.InRange(error, 0.0001, 0.02);
        Assert.Equal(exact.KolmogorovSmirnov.Value, ks.Value.Value, error);
        Assert.Equal(exact.Wasserstein.Value, area.Value.Value, 0.004 * 2);
        Assert.Equal(exact.Superiority.Value, higher.Value.Value, error);
        Assert.True(ks.Interval!.Value.Contains(ks.Value.Value));
        Assert.Equal("poisson_bootstrap_percentile", ks.Method);
        // superiority of two groups of 10,000: standard error √(1/12 · 2/10,000) = .0041, so the interval is about .016 wide
        Assert.InRange(higher.Interval!.Value.Width, 0.011, 0.021);
        Assert.Equal(ks, ScoreBinGap.Of(tally, 0, 1, 0.95, Streams.FromSeed(1).Derive("gap"), 100).KolmogorovSmirnov);
    }

    [Fact]
    public void Gap_WithWeightsOfTwo_IsWiderThanWithoutForTheSameRows()
    {
        // weights 1 and 9 in turn: effective rows (Σw)²/Σw² = 25/41 of the rows
        var world = World(4_000, 4);
        var plain = ScoreBinGap.Of(Tally(world, false), 0, 1, 0.95, Streams.FromSeed(1).Derive("gap"), 200).Superiority.Interval!.Value.Width;
        var heavy = ScoreBinGap.Of(Tally(world, true), 0, 1, 0.95, Streams.FromSeed(1).Derive("gap"), 200).Superiority.Interval!.Value.Width;
        Assert.InRange(heavy / plain, 1.05, 1.6); // √(41/25) = 1.28
    }

    [Fact]
    public void Add_WhatCannotBeCounted_IsRefused()
    {
        var tally = new ScoreBinTally(0, 2, false);
        Assert.StartsWith("A score is not finite", Assert.Throws<ArgumentException>(() => tally.Add(new ScoredBatch { Rows = 1, Scores = new[] { double.NaN }, Groups = new[] { 0 } })).Message, StringComparison.Ordinal);
        Assert.StartsWith("Group 2 is out of range: there are 2 groups.", Assert.Throws<ArgumentException>(() => tally.Add(new ScoredBatch { Rows = 1, Scores = new[] { 1.0 }, Groups = new[] { 2 } })).Message, StringComparison.Ordinal);
        Assert.Equal("the group has no scores", ScoreBinGap.Of(tally, 0, 1, 0.95, Streams.FromSeed(1).Derive("g"), 100).Wasserstein.Value.Reason);
        Assert.Throws<ArgumentException>(() => tally.Merge(new ScoreBinTally(0, 3, false)));
    }

    private static (double Score, int Group, sbyte Favourable, sbyte Adverse, double Weight)[] World(int rows, ulong seed)
    {
        var random = Streams.FromSeed(seed).Derive("bins").Sequence();
        return [.. Enumerable.Range(0, rows).Select(i =>
        {
            var group = i == 7 ? -1 : random.NextBelow(2);
            return (random.NextUniform() + (0.1 * group), group, (sbyte)(random.NextBelow(3) - 1), (sbyte)(random.NextBelow(3) - 1), i % 2 == 0 ? 1.0 : 9.0);
        })];
    }

    private static double[] Of((double Score, int Group, sbyte, sbyte, double)[] world, int group) => [.. world.Where(r => r.Group == group).Select(r => r.Score)];

    private static ScoreBinTally Tally((double, int, sbyte, sbyte, double)[] world, bool weighted)
    {
        var tally = new ScoreBinTally(0, 2, weighted);
        tally.Add(Batch(world, weighted));
        return tally;
    }

    private static ScoredBatch Batch((double Score, int Group, sbyte Favourable, sbyte Adverse, double Weight)[] world, bool weighted) => new()
    {
        Rows = world.Length,
        Scores = world.Select(r => r.Score).ToArray(),
        Groups = world.Select(r => r.Group).ToArray(),
        Favourable = world.Select(r => r.Favourable).ToArray(),
        Adverse = world.Select(r => r.Adverse).ToArray(),
        Weights = weighted ? world.Select(r => r.Weight).ToArray() : [],
    };
}

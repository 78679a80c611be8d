using ScoringAudit.Leakage;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

public class ProxyTestTests
{
    private const int N = 3000, Size = 30;
    private static readonly int[] Blocks = [.. Enumerable.Range(0, N).Select(i => i / Size)];

    [Fact]
    public void Run_AreaValueThatTellsTheGroup_IsInformationBeyondOwn()
    {
        var (own, area, member) = Make(signal: 1.5);
        var result = ProxyTest.Run([own], [area], own, member, Blocks, 39, 0.95, Streams.FromSeed(1));
        Assert.InRange(result.Own.Value.Value, 0.42, 0.58); // own says nothing of the group
        Assert.True(result.Both.Value.Value > 0.72);
        Assert.True(result.Beyond.Interval!.Value.Low > 0.1);
        Assert.Equal(1 / 40.0, result.PValue);
        Assert.Equal("others' block dealt out among blocks of like own prediction and size", result.Null);
    }

    [Fact]
    public void Run_AreaValueThatIsChance_IsNoAlarmThoughTheGroupIsClustered()
    {
        // The group is clustered by area and the area's value is drawn without it: 40 worlds, p ≤ .05 in at most 6 (P = .003 at .05)
        var alarms = 0;
        for (var world = 0; world < 40; world++)
        {
            var random = Streams.FromSeed(100).Derive(world).Sequence();
            double[] value = [.. Enumerable.Range(0, N / Size).Select(_ => random.NextUniform())];
            double[] share = [.. Enumerable.Range(0, N / Size).Select(_ => random.NextUniform())];
            double[] own = [.. Enumerable.Range(0, N).Select(_ => random.NextUniform())];
            byte[] member = [.. Enumerable.Range(0, N).Select(i => random.NextUniform() < share[i / Size] ? (byte)1 : (byte)0)];
            alarms += ProxyTest.Run([own], [[.. Blocks.Select(b => value[b])]], own, member, Blocks, 19, 0.95, Streams.FromSeed((ulong)world)).PValue <= 0.05 ? 1 : 0;
        }

        Assert.InRange(alarms, 0, 6);
    }

    [Fact]
    public void Run_ScoreThatIsTheGroup_HasAnAucOfNearly1()
    {
        var (own, area, member) = Make(0);
        double[] score = [.. member.Select((m, i) => m + (0.1 * own[i]))];
        var result = ProxyTest.Run([own], [area], score, member, Blocks, 0, 0.95, Streams.FromSeed(1));
        Assert.True(result.Score.Value.Value > 0.999);
        var none = ProxyTest.Run([own], [], score, member, [], 39, 0.95, Streams.FromSeed(1));
        Assert.Equal((0.0, 1.0, 0), (none.Beyond.Value.Value, none.PValue, none.Permutations)); // no records of others
    }

    [Fact]
    public void Run_WhatCannotBePredicted_IsRefused()
    {
        var (own, area, member) = Make(0);
        Assert.Equal("3 blocks are fewer than 10: a block would predict itself", ProxyTest.Run([own], [area], own, member, [.. Enumerable.Range(0, N).Select(i => i / 1000)], 19, 0.95, Streams.FromSeed(1)).Refusal);
        Assert.Equal("one of the two groups has fewer than five rows", ProxyTest.Run([own], [area], own, [1, 1, 1, .. new byte[N - 3]], Blocks, 19, 0.95, Streams.FromSeed(1)).Refusal);
        Assert.Equal("the two groups do not share enough blocks to predict one block from others", ProxyTest.Run([own], [area], own, [.. Enumerable.Range(0, N).Select(i => i < 10 ? (byte)1 : (byte)0)], Blocks, 19, 0.95, Streams.FromSeed(1)).Refusal);
    }

    [Fact]
    public void Run_RenamedRows_GiveTheSameEstimates()
    {
        var (own, area, member) = Make(1);
        var a = ProxyTest.Run([own], [area], own, member, Blocks, 0, 0.95, Streams.FromSeed(1));
        var b = ProxyTest.Run([[.. own.Reverse()]], [[.. area.Reverse()]], [.. own.Reverse()], [.. member.Reverse()], [.. Blocks.Reverse()], 0, 0.95, Streams.FromSeed(1));
        Assert.Equal(a.Both.Value.Value, b.Both.Value.Value, 1e-9);
        Assert.Equal(a.Beyond.Interval!.Value.Low, b.Beyond.Interval!.Value.Low, 1e-9);
    }

    private static (double[] Own, double[] Area, byte[] Member) Make(double signal)
    {
        var random = Streams.FromSeed(3).Sequence();
        double[] share = [.. Enumerable.Range(0, N / Size).Select(_ => random.NextUniform())];
        double[] own = [.. Enumerable.Range(0, N).Select(_ => random.NextUniform())];
        double[] area = [.. Blocks.Select(b => (signal * share[b]) + (signal == 0 ? (b * 7919 % 97) / 97.0 : 0))];
        byte[] member = [.. Enumerable.Range(0, N).Select(i => random.NextUniform() < share[i / Size] ? (byte)1 : (byte)0)];
        return (own, area, member);
    }
}

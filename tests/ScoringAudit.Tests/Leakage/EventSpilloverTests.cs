using ScoringAudit.Leakage;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

public class EventSpilloverTests
{
    private const int Nodes = 600;
    private const int Periods = 8;

    [Fact]
    public void Run_WorkedExample_IsTheDifferenceOfChanges()
    {
        // 40 exposed in period 3 by 20 events, 60 controls; scores: 500 + period for all, exposed 10 lower from period 3 on.
        // change of the exposed: mean of 3, 4, 5 less 2: (493 + 494 + 495)/3 − 502 = −8; of controls (503 + 504 + 505)/3 − 502 = 2; effect −10.
        // before: mean of periods 0 and 1 less 2: −1.5 for both; pre-trend 0
        var scores = Panel(100, (node, period) => 500 + period - (node < 40 && period >= 3 ? 10 : 0));
        int[] exposed = [.. Enumerable.Range(0, 100).Select(i => i < 40 ? 3 : -1)];
        int[] cluster = [.. Enumerable.Range(0, 100).Select(i => i < 40 ? i / 2 : i)];
        var result = EventSpillover.Run(scores, exposed, cluster, [], 0.95);
        Assert.Equal(-10, result.Effect.Value, 1e-12);
        Assert.Equal(0, result.PreTrend, 1e-12);
        Assert.Equal((40, 60, 20), (result.Exposed, result.Controls, result.Clusters));
        Assert.Equal([-3, -2, 0, 1, 2], result.Path.Select(p => p.Period));
        Assert.Equal([0, 0, -10.0, -10, -10], result.Path.Select(p => Math.Round(p.Value, 9)));
    }

    [Fact]
    public void Run_PlantedEffect_IsCoveredAndFound()
    {
        var (scores, exposed, cluster) = World(3, effect: -6, trend: 0);
        var result = EventSpillover.Run(scores, exposed, cluster, [], 0.95);
        Assert.True(result.Interval!.Value.Contains(-6), $"{result.Interval}");
        Assert.True(result.PValue < 0.01);
    }

    [Fact]
    public void Run_NoEffect_RejectsAtItsLevel()
    {
        // 200 worlds: 10 are expected, more than 19 have probability .003; refusals for a pre-trend are no alarms
        var alarms = Enumerable.Range(100, 200).Count(seed =>
        {
            var (scores, exposed, cluster) = World((ulong)seed, 0, 0);
            var result = EventSpillover.Run(scores, exposed, cluster, [], 0.95);
            return result.Effect.IsDefined && result.PValue <= 0.05;
        });
        Assert.InRange(alarms, 0, 19);
    }

    [Fact]
    public void Run_ScoresThatFellBefore_AreRefused()
    {
        var (scores, exposed, cluster) = World(7, effect: 0, trend: -4);
        Assert.Equal("the scores of those exposed moved before the events already, so what follows cannot be told from that trend", EventSpillover.Run(scores, exposed, cluster, [], 0.95).Effect.Reason);
    }

    [Fact]
    public void Run_TooFewEventsControlsOrPeriods_SaysSo()
    {
        var (scores, exposed, cluster) = World(7, 0, 0);
        Assert.Equal("the events reach others from 1 subjects with scores before and after, fewer than 20", EventSpillover.Run(scores, exposed, new int[Nodes], [], 0.95).Effect.Reason);
        Assert.Equal("0 linked subjects were never exposed, fewer than 30: there is nothing to compare with".Replace("0 linked", "29 linked", StringComparison.Ordinal), EventSpillover.Run(scores, [.. exposed.Select((e, i) => e == -1 && i >= 329 ? -2 : e)], cluster, [], 0.95).Effect.Reason);
        Assert.Equal("there are no scores two periods before the events, so a movement that began earlier cannot be ruled out", EventSpillover.Run(scores, [.. exposed.Select(e => e >= 0 ? 1 : e)], cluster, [], 0.95).Effect.Reason);
    }

    [Fact]
    public void Run_AShockOfOneStratum_IsTakenOffByItsControls()
    {
        // stratum 1 falls by 20 in period 4; its members are the exposed and a third of the controls
        int[] stratum = [.. Enumerable.Range(0, Nodes).Select(i => i < 300 || i % 3 == 0 ? 1 : 0)];
        var (scores, _, cluster) = World(8, 0, 0);
        int[] exposed = [.. Enumerable.Range(0, Nodes).Select(i => i < 300 ? 4 : -1)];
        for (var p = 4; p < Periods; p++)
        {
            for (var i = 0; i < Nodes; i++)
            {
                scores[p][i] -= stratum[i] == 1 ? 20 : 0;
            }
        }

        Assert.True(EventSpillover.Run(scores, exposed, cluster, [], 0.95).Effect.Value < -10);
        Assert.True(EventSpillover.Run(scores, exposed, cluster, stratum, 0.95) is { PValue: > 0.01 } within && Math.Abs(within.Effect.Value) < 3);
    }

    // 300 exposed by 100 events in periods 3 to 5, three to an event with a shock in common; 300 controls; scores of a person wander.
    private static (double[][] Scores, int[] Exposed, int[] Cluster) World(ulong seed, double effect, double trend)
    {
        var random = Streams.FromSeed(seed).Sequence();
        int[] exposed = [.. Enumerable.Range(0, Nodes).Select(i => i < 300 ? 3 + (i / 3 % 3) : -1)];
        int[] cluster = [.. Enumerable.Range(0, Nodes).Select(i => i < 300 ? i / 3 : i)];
        var scores = new double[Periods][];
        var level = new double[Nodes];
        for (var p = 0; p < Periods; p++)
        {
            scores[p] = new double[Nodes];
            double[] common = [.. Enumerable.Range(0, 100).Select(_ => 8 * (random.NextUniform() - 0.5))];
            for (var i = 0; i < Nodes; i++)
            {
                level[i] += (10 * (random.NextUniform() - 0.5)) + (i < 300 ? common[i / 3] + (p < exposed[i] ? trend : 0) : 8 * (random.NextUniform() - 0.5));
                scores[p][i] = 500 + level[i] + (p * 3) + (exposed[i] >= 0 && p >= exposed[i] ? effect : 0);
            }
        }

        return (scores, exposed, cluster);
    }

    private static double[][] Panel(int nodes, Func<int, int, double> score) =>
        [.. Enumerable.Range(0, Periods).Select(p => Enumerable.Range(0, nodes).Select(i => score(i, p)).ToArray())];
}

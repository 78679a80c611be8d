using System.Globalization;
using ScoringAudit.Benchmarks;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Leakage;

/// <summary>The ladder as a whole over a few worlds of each kind; the table over many stands in docs/calibration/leakage-ladder.csv.</summary>
public class LadderCalibrationTests
{
    private const int Worlds = 24;

    public static TheoryData<int> Cells() => [.. Enumerable.Range(0, LadderWorld.All.Count)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Ladder_OverWorlds_AlarmsOnlyWhereSomethingLeaks(int cell)
    {
        var world = LadderWorld.All[cell];
        var streams = Streams.FromSeed(30).Derive(world.World).Derive(cell.ToString(CultureInfo.InvariantCulture));
        var steps = Enumerable.Range(0, Worlds).Select(w => world.Steps(streams.Derive(w), complete: true)).ToList();
        if (world.Rungs is { } rungs)
        {
            // The table's short way and the audit differ by their permutations alone: a p near the level may fall on either side.
            var brief = Enumerable.Range(0, Worlds).Select(w => rungs(streams.Derive(w))).ToList();
            Assert.True(Enumerable.Range(0, Worlds).Count(w => Enumerable.Range(0, world.Channels.Count).All(c => steps[w][c].Value == brief[w][c].Value)) >= Worlds - 3, world.World);
        }

        var rung = world.Access == 'S' ? 3 : 4;
        for (var c = 0; c < world.Channels.Count; c++)
        {
            var (name, strength) = world.Channels[c];
            var alarms = steps.Count(s => s[c].Value >= rung);
            var where = $"{world.Access} {world.World}, {name} at {strength}: {alarms} of {Worlds}";
            if (world.Holds && strength == 0)
            {
                // a rate of 5 % gives more than 6 of 24 with probability .0002
                Assert.True(BinomialInterval.ClopperPearson(alarms, Worlds, 0.999).Low <= 0.05, where);
                Assert.True(world.Access == 'S' || alarms == 0, where); // a model that does not read others' records cannot answer to them
            }
            else if (strength > 0 && (world.Access == 'M' || (world.World, strength) is ("c: area enters", 1) or ("events", 4)))
            {
                Assert.True(alarms >= Worlds * 3 / 4, where);
            }

            Assert.All(steps, s => Assert.True(world.Access == 'M' || s[c].Value <= 3, where)); // scores alone never pass rung 3
        }
    }
}

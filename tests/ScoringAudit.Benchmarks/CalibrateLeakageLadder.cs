using System.Globalization;
using ScoringAudit.Leakage;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>The ladder as a whole over many small worlds: false alarms (rung 3 or more on scores only, 4 or more by queries, where the channel's strength is 0) and power.</summary>
internal sealed class CalibrateLeakageLadder : IBenchmarkCommand
{
    private const double Alpha = 0.05;

    public string Summary => "[--worlds 1000] [--seed 12] [--threads 1] [--only TEXT] [--complete 0|1] the ladder as a whole: false alarms, and power over a fifth of the worlds; complete: places by whole audits, ten times slower";

    /// <summary>The rung from which a channel counts as an alarm.</summary>
    internal static int AlarmRung(char access) => access == 'S' ? 3 : 4;

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var worlds = options.Int("worlds", 1000);
        var root = Streams.FromSeed((ulong)options.Int("seed", 12)).Derive("calibrate/leakage-ladder");
        var complete = options.Int("complete", 0) == 1;
        var only = options.Text("only", string.Empty);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Int("threads", 1) };
        output.WriteLine("access,world,channel,strength,assumptions,worlds,alarm_rung,not_tested,rung0,rung1,rung2,rung3,rung4,alarm_rate,low999,high999,judgement");
        var failed = false;
        foreach (var cell in LadderWorld.All.Where(c => (c.Access + " " + c.World).Contains(only, StringComparison.Ordinal)))
        {
            var streams = root.Derive(cell.Access + "/" + cell.World).Derive(cell.Channels[0].Strength.ToString(CultureInfo.InvariantCulture));
            var steps = new IReadOnlyList<Ladder>[cell.IsNull ? worlds : Math.Max(1, worlds / 5)];
            Parallel.For(0, steps.Length, parallel, w => steps[w] = cell.Steps(streams.Derive(w), complete));
            for (var c = 0; c < cell.Channels.Count; c++)
            {
                failed |= Write(cell, cell.Channels[c].Name, cell.Channels[c].Strength, [.. steps.Select(s => s[c])], output);
            }
        }

        log.WriteLine(failed ? "The ladder cries wolf where its assumptions hold." : "The ladder holds where its assumptions hold.");
        return failed ? 2 : 0;
    }

    private static bool Write(LadderWorld cell, string channel, double strength, Ladder[] steps, TextWriter output)
    {
        var rung = AlarmRung(cell.Access);

        // A rung that could not be tested, or whose result is refused, counts as no alarm: it is what the ladder prints.
        var alarms = steps.LongCount(s => s.Value >= rung);
        var limits = BinomialInterval.ClopperPearson(alarms, steps.Length, 0.999);
        var wrong = cell.Holds && strength == 0 && limits.Low > Alpha;
        string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
        string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
        output.WriteLine(string.Join(
            ',',
            [
                cell.Access.ToString(),
                '"' + cell.World + '"',
                channel,
                Number(strength),
                cell.Holds ? "hold" : "fail",
                Number(steps.Length),
                Number(rung),
                Number(steps.Count(s => !s.Rungs[rung - 1].Tested)),
                .. Enumerable.Range(0, 5).Select(r => Number(steps.Count(s => s.Value == r))),
                Share((double)alarms / steps.Length),
                Share(limits.Low),
                Share(limits.High),
                !cell.Holds ? "published failure" : strength > 0 ? "power" : wrong ? "fails" : "holds",
            ]));
        output.Flush();
        return wrong;
    }
}

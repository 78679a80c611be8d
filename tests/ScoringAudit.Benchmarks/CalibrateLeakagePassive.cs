using System.Globalization;
using ScoringAudit.Leakage;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>False alarms, power, bias and coverage of the instruments that see scores only, over many worlds whose leakage is known; also where their assumptions fail.</summary>
internal sealed class CalibrateLeakagePassive : IBenchmarkCommand
{
    private const double Alpha = 0.05;

    private static readonly Cell[] Cells =
    [
        // Moran's I of the residual: 60 streets of 30; people sort by an own feature that the auditor has
        Residual("sorting, normal noise", 0, (w, x) => Sum(x, w.Noise("normal")), true),
        Residual("sorting, skewed noise", 0, (w, x) => Sum(x, w.Noise("skewed")), true),
        Residual("area enters", 0.1, (w, x) => Sum(x, w.Noise("normal"), (w.OfArea(), 0.1)), null),
        Residual("area enters", 0.2, (w, x) => Sum(x, w.Noise("normal"), (w.OfArea(), 0.2)), null),
        Residual("area enters", 0.4, (w, x) => Sum(x, w.Noise("normal"), (w.OfArea(), 0.4)), null),
        Residual("neighbours' scores enter", 0.1, (w, x) => w.Solve(0.1, Sum(x, w.Noise("normal"))), null),
        Residual("neighbours' scores enter", 0.3, (w, x) => w.Solve(0.3, Sum(x, w.Noise("normal"))), null),
        Residual("own feature missing", 0, (w, _) => Sum(w.Sorted(), w.Noise("normal")), false),

        // Jump at borders: 60 streets of 20, half in one area and half in the next
        Border("noise only, 6 streets a border", 0, 6, (w, _) => w.Noise("normal"), true),
        Border("noise only, 2 streets a border", 0, 2, (w, _) => w.Noise("normal"), true),
        Border("noise only, 3 streets a border", 0, 3, (w, _) => w.Noise("skewed"), true),
        Border("noise alike next door, 2 streets a border", 0, 2, (w, _) => w.Noise("autoregressive"), true),
        Border("noise alike next door, 6 streets a border", 0, 6, (w, _) => w.Noise("autoregressive"), true),
        Border("slope along every street", 0, 6, (w, _) => [.. w.Noise("normal").Select((e, i) => e + (0.3 * (i % 20)))], true),
        Border("people sort by street", 0, 6, (w, x) => Sum(x, w.Noise("normal")), true),
        Border("area enters", 0.25, 6, (w, _) => Sum(w.Noise("normal"), w.OfArea(), 0.25), null),
        Border("area enters", 0.5, 6, (w, _) => Sum(w.Noise("normal"), w.OfArea(), 0.5), null),
        Border("area enters", 1, 6, (w, _) => Sum(w.Noise("normal"), w.OfArea(), 1), null),
        Border("area enters, 2 streets a border", 1, 2, (w, _) => Sum(w.Noise("normal"), w.OfArea(), 1), null),
        Border("own feature of areas missing", 0, 6, (w, _) => Sum(w.Noise("normal"), w.OfArea(), 0.7), false),

        // Peer effect by two-stage least squares: 60 streets of 30
        Peer("linear in means", 0, (w, x) => w.Solve(0, Sum(x, w.Noise("normal"), 0.3)), true),
        Peer("linear in means", 0.2, (w, x) => w.Solve(0.2, Sum(x, w.Noise("normal"), 0.3)), true),
        Peer("linear in means", 0.4, (w, x) => w.Solve(0.4, Sum(x, w.Noise("normal"), 0.3)), true),
        Peer("skewed noise", 0.2, (w, x) => w.Solve(0.2, Sum(x, w.Noise("skewed"), 0.3)), true),
        Peer("neighbours' features enter too", 0.2, (w, x) => w.Solve(0.2, Sum(Sum(x, Lag(w, x), 0.5), w.Noise("normal"), 0.3)), true),
        Peer("neighbours' features enter, scores do not", 0, (w, x) => Sum(Sum(x, Lag(w, x), 1), w.Noise("normal"), 0.3), true),
        Peer("weak own features", 0.2, (w, x) => w.Solve(0.2, Sum(w.Noise("normal"), x, 0.05)), null),
        Peer("own feature of streets missing", 0, (w, x) => Sum(Sum(x, Smooth(w, x), 1), w.Noise("normal"), 0.3), false),
        Peer("area of own features enters", 0, (w, x) => Sum(Sum(x, AreaMean(w, x), 1), w.Noise("normal"), 0.3), false),

        Sar("autoregression", 0, (w, x) => Sum(x, w.Noise("normal"), 0.3), true),
        Sar("autoregression", 0.2, (w, x) => w.Solve(0.2, Sum(x, w.Noise("normal"), 0.3)), true),
        Sar("autoregression", 0.4, (w, x) => w.Solve(0.4, Sum(x, w.Noise("normal"), 0.3)), true),
        Sar("neighbours' features enter too", 0, (w, x) => Sum(Sum(x, Lag(w, x), 0.5), w.Noise("normal"), 0.3), false),
        Sar("own feature of streets missing", 0, (w, x) => Sum(Sum(x, Smooth(w, x), 1), w.Noise("normal"), 0.3), false),

        // Event study: three who read each listed one, eight periods, a shock in common to the three
        Event("60 events", 0, 60, 0, 0, 0, true),
        Event("20 events", 0, 20, 0, 0, 0, true),
        Event("60 events, heavy tails", 0, 60, 0, 0, 40, true),
        Event("60 events", 1, 60, 0, 0, 0, null),
        Event("60 events", 2, 60, 0, 0, 0, null),
        Event("60 events", 4, 60, 0, 0, 0, null),
        Event("60 events, scores fall before", 0, 60, -2, 0, 0, null),
        Event("60 events, a shock of the sector with them", 0, 60, 0, -4, 0, false),
    ];

    public string Summary => "[--worlds 1000] [--seed 11] [--only TEXT] instruments on scores only: false alarms, power, bias, coverage";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var worlds = options.Int("worlds", 1000);
        var root = Streams.FromSeed((ulong)options.Int("seed", 11)).Derive("calibrate/leakage-passive");
        var only = options.Text("only", string.Empty);
        output.WriteLine("instrument,world,strength,assumptions,worlds,refused,alarm_rate,low999,high999,mean_estimate,bias,coverage,coverage_low999,coverage_high999,judgement");
        var failed = false;
        foreach (var cell in Cells.Where(c => c.Instrument.Contains(only, StringComparison.Ordinal)))
        {
            var streams = root.Derive(cell.Instrument).Derive(FormattableString.Invariant($"{cell.World}/{cell.Strength}"));
            var results = new Outcome[worlds];
            Parallel.For(0, worlds, w => results[w] = cell.Draw(streams.Derive(w)));
            failed |= Write(cell, results, output);
        }

        log.WriteLine(failed ? "An instrument fails where its assumptions hold." : "Every instrument holds where its assumptions hold.");
        return failed ? 2 : 0;
    }

    private static bool Write(Cell cell, Outcome[] results, TextWriter output)
    {
        var defined = results.Where(r => r.PValue is not null).ToList();
        long alarms = defined.Count(r => r.PValue <= Alpha);

        // Refused counts as no alarm: what the ladder would have printed.
        var limits = BinomialInterval.ClopperPearson(alarms, results.Length, 0.999);
        var estimates = defined.Where(r => r.Estimate is not null).Select(r => r.Estimate!.Value).ToList();
        var covered = defined.Where(r => r.Interval is not null).ToList();
        var coverage = BinomialInterval.ClopperPearson(covered.Count(r => r.Interval!.Value.Contains(cell.Strength * cell.Scale)), Math.Max(1, covered.Count), 0.999);
        var wrong = (cell.Holds == true && cell.Strength == 0 && limits.Low > Alpha) || (cell.Holds == true && covered.Count > 0 && coverage.High < 0.925);
        string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : string.Empty;
        var mean = estimates.Count == 0 ? double.NaN : estimates.Average();
        output.WriteLine(string.Join(
            ',',
            cell.Instrument,
            '"' + cell.World + '"',
            Number(cell.Strength, "0.###"),
            cell.Holds switch { true => "hold", false => "fail", null => "power" },
            results.Length,
            results.Length - defined.Count,
            Number((double)alarms / results.Length, "0.0000"),
            Number(limits.Low, "0.0000"),
            Number(limits.High, "0.0000"),
            Number(mean, "0.0000"),
            Number(covered.Count == 0 ? double.NaN : mean - (cell.Strength * cell.Scale), "0.0000"),
            covered.Count == 0 ? string.Empty : Number((double)covered.Count(r => r.Interval!.Value.Contains(cell.Strength * cell.Scale)) / covered.Count, "0.0000"),
            covered.Count == 0 ? string.Empty : Number(coverage.Low, "0.0000"),
            covered.Count == 0 ? string.Empty : Number(coverage.High, "0.0000"),
            cell.Holds switch { true => wrong ? "fails" : "holds", false => "outside its assumptions", null => "power" }));
        output.Flush();
        return wrong;
    }

    private static Cell Residual(string world, double strength, Func<PassiveWorld, double[], double[]> score, bool? holds) => new("moran_i_residual", world, strength, 1, holds, streams =>
    {
        var w = new PassiveWorld(60, 30, 6, streams);
        var x = w.Sorted();
        var result = ResidualMoranTest.CliffOrd(score(w, x), new OwnFit(w.Nodes, [x]), w.Graph);
        return new Outcome(result.Value.IsDefined ? result.PValue : null, result.Value.IsDefined ? result.Value.Value : null, null);
    });

    private static Cell Border(string world, double strength, int streetsPerArea, Func<PassiveWorld, double[], double[]> score, bool? holds) => new("boundary_jump", world, strength, 1, holds, streams =>
    {
        var w = new PassiveWorld(60, 20, streetsPerArea, streams);
        var x = w.Sorted();
        var y = score(w, x);
        var residual = new OwnFit(w.Nodes, [x]).Residual(y);
        double[] predicted = [.. y.Zip(residual, (a, b) => a - b)];
        var result = BoundaryTest.Run(residual, predicted, w.Street, [], w.Area, Alpha, streams.Derive("flips"));
        return new Outcome(result.Jump.IsDefined ? result.PValue : null, result.Jump.IsDefined ? result.Jump.Value : null, null);
    });

    private static Cell Peer(string world, double strength, Func<PassiveWorld, double[], double[]> score, bool? holds) => new("peer_effect_rho", world, strength, 1, holds, streams =>
    {
        var w = new PassiveWorld(60, 30, 6, streams);
        var x = w.Sorted();
        var result = PeerEffect.Run(score(w, x), [x], w.Graph, w.Street, 0.95);
        return new Outcome(result.Rho.IsDefined ? result.PValue : null, result.Rho.IsDefined ? result.Rho.Value : null, result.Interval);
    });

    private static Cell Sar(string world, double strength, Func<PassiveWorld, double[], double[]> score, bool? holds) => new("sar_rho", world, strength, 1, holds, streams =>
    {
        var w = new PassiveWorld(60, 30, 6, streams);
        var x = w.Sorted();
        var result = PeerEffect.Sar(score(w, x), [x], w.Graph, w.Street, 0.95);
        return new Outcome(result.Rho.IsDefined ? result.PValue : null, result.Rho.IsDefined ? result.Rho.Value : null, result.Interval);
    });

    private static Cell Event(string world, double effect, int events, double trend, double shock, double heavy, bool? holds) => new("event_spillover", world, effect, -1, holds, streams =>
    {
        var w = new PassiveWorld(2, 2, 1, streams);
        var result = w.Events(events, -effect, trend, shock, heavy);
        return new Outcome(result.Effect.IsDefined ? result.PValue : null, result.Effect.IsDefined ? result.Effect.Value : null, result.Interval);
    });

    private static double[] Sum(double[] a, double[] b) => Sum(a, b, 1);

    private static double[] Sum(double[] a, double[] b, double times) => [.. a.Zip(b, (x, y) => x + (times * y))];

    private static double[] Sum(double[] a, double[] b, (double[] Values, double Times) c) => Sum(Sum(a, b), c.Values, c.Times);

    private static double[] Lag(PassiveWorld world, double[] values)
    {
        var lag = new double[values.Length];
        world.Graph.Lag(values, lag);
        return lag;
    }

    // An own feature that goes along the street and with the one that is seen, but is not seen itself.
    private static double[] Smooth(PassiveWorld world, double[] x) => Lag(world, Lag(world, Lag(world, x)));

    private static double[] AreaMean(PassiveWorld world, double[] x)
    {
        var mean = new double[world.Area.Max() + 1];
        var count = new double[mean.Length];
        for (var i = 0; i < x.Length; i++)
        {
            mean[world.Area[i]] += x[i];
            count[world.Area[i]]++;
        }

        return [.. world.Area.Select(a => mean[a] / count[a])];
    }

    private readonly record struct Outcome(double? PValue, double? Estimate, Interval? Interval);

    private sealed record Cell(string Instrument, string World, double Strength, double Scale, bool? Holds, Func<Streams, Outcome> Draw);
}

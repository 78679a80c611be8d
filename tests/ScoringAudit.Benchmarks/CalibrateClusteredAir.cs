using System.Globalization;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>Coverage of AIR intervals in worlds whose people are clustered in segregated streets.</summary>
internal sealed class CalibrateClusteredAir : IBenchmarkCommand
{
    private const double Level = 0.95;

    public string Summary => "[--worlds 4000] [--seed 7] coverage of AIR intervals, people clustered in streets";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var worlds = options.Int("worlds", 4000);
        var root = Streams.FromSeed((ulong)options.Int("seed", 7)).Derive("calibrate/clustered-air");
        output.WriteLine("streets,people_per_street,group_share,reference_rate,true_air,correlation,method,worlds,undefined,coverage,low999,high999,mean_design_effect,judgement");
        var failed = false;
        foreach (var (streets, perStreet, share, rate) in Settings)
        {
            foreach (var air in new[] { 1.0, 0.8 })
            {
                foreach (var correlation in new[] { 0.0, 0.1, 0.3 })
                {
                    var name = FormattableString.Invariant($"{streets}/{perStreet}/{share}/{rate}/{air}/{correlation}");
                    var cell = Cell(root.Derive(name), worlds, () => new ClusteredWorld(streets, perStreet, share, air * rate, rate, correlation), air, rate * (air - 1));
                    failed |= cell.Ratio.Fails || cell.Difference.Fails;
                    Write("air_default", cell.Ratio, cell.MeanDesignEffect);
                    Write("difference_default", cell.Difference, cell.MeanDesignEffect);
                    Write("air_rows_mover_midp", cell.Rows, double.NaN);

                    void Write(string method, CoverageCell cell, double deff) => output.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{streets},{perStreet},{share},{rate},{air},{correlation},{method},{worlds},{cell.Undefined},{cell.Coverage:F4},{cell.Limits.Low:F4},{cell.Limits.High:F4},{deff:F2},{(cell.Fails ? "fails" : "holds")}"));
                }
            }
        }

        log.WriteLine(failed ? "The default interval fails in at least one cell." : "The default interval holds in every cell.");
        return failed ? 2 : 0;
    }

    // First the world of the requirement; then small or concentrated groups, where linearisation is strained.
    private static (int Streets, int PerStreet, double Share, double Rate)[] Settings =>
    [
        (400, 50, 0.3, 0.5),
        (400, 50, 0.03, 0.5),
        (400, 5, 0.1, 0.1),
        (60, 20, 0.2, 0.3),
        (25, 40, 0.4, 0.5),
        (400, 5, 0.02, 0.1),
        (400, 50, 0.03, 0.02),
        (200, 10, 0.05, 0.9),
    ];

    private static (CoverageCell Ratio, CoverageCell Difference, CoverageCell Rows, double MeanDesignEffect) Cell(
        Streams streams, int worlds, Func<ClusteredWorld> make, double ratio, double difference)
    {
        CoverageCell ratios = new(), differences = new(), rows = new();
        var gate = new Lock();
        var effects = new double?[worlds];
        Parallel.For(
            0,
            worlds,
            () => (World: make(), Ratios: new CoverageCell(), Differences: new CoverageCell(), Rows: new CoverageCell()),
            (w, _, local) =>
            {
                var world = local.World;
                world.Draw(streams.Derive(w));
                var (n1, x1, n0, x0) = (world.GroupCounts, world.GroupSuccesses, world.ReferenceCounts, world.ReferenceSuccesses);
                var robust = ClusterRobust.Ratio(n1, x1, n0, x0, Level);
                effects[w] = robust.DesignEffect;
                local.Ratios.Add(robust.Interval, ratio);
                local.Differences.Add(ClusterRobust.Difference(n1, x1, n0, x0, Level).Interval, difference);
                local.Rows.Add(Mover.Ratio(world.Group, world.Reference, Level).Interval, ratio);
                return local;
            },
            local =>
            {
                lock (gate)
                {
                    ratios.Add(local.Ratios);
                    differences.Add(local.Differences);
                    rows.Add(local.Rows);
                }
            });
        return (ratios, differences, rows, effects.Average() ?? double.NaN);
    }
}

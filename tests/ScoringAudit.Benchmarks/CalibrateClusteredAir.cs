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
                    var (cluster, rows, effect) = Cell(root.Derive(name), worlds, () => new ClusteredWorld(streets, perStreet, share, air * rate, rate, correlation), air);
                    failed |= cluster.Fails;
                    Write("default", cluster, effect);
                    Write("rows_mover_midp", rows, double.NaN);

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
    ];

    private static (CoverageCell Cluster, CoverageCell Rows, double MeanDesignEffect) Cell(
        Streams streams, int worlds, Func<ClusteredWorld> make, double truth)
    {
        CoverageCell cluster = new(), rows = new();
        var gate = new Lock();
        var effects = new double?[worlds];
        Parallel.For(
            0,
            worlds,
            () => (World: make(), Cluster: new CoverageCell(), Rows: new CoverageCell()),
            (w, _, local) =>
            {
                var world = local.World;
                world.Draw(streams.Derive(w));
                var robust = ClusterRobust.Ratio(world.GroupCounts, world.GroupSuccesses, world.ReferenceCounts, world.ReferenceSuccesses, Level);
                effects[w] = robust.DesignEffect;
                local.Cluster.Add(robust.Interval, truth);
                local.Rows.Add(Mover.Ratio(world.Group, world.Reference, Level).Interval, truth);
                return local;
            },
            local =>
            {
                lock (gate)
                {
                    cluster.Add(local.Cluster);
                    rows.Add(local.Rows);
                }
            });
        return (cluster, rows, effects.Average() ?? double.NaN);
    }
}

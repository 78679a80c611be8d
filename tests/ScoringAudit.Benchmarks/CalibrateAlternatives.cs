using System.Globalization;
using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>Coverage of the paired intervals that confirm an alternative, and how often a claim is confirmed that is false.</summary>
/// <remarks>
/// The truth of each cell is that of the same world with about 8 million people (its own error is at most a fortieth of a standard error of the cell's). A claim is false where the tolerance is set to
/// exactly what the second score lacks, or where both scores have the same true impact ratio: at most 2.5 % of such claims may be confirmed.
/// </remarks>
internal sealed class CalibrateAlternatives : IBenchmarkCommand
{
    private const double Level = 0.95;
    private const int TruthStreets = 400_000;

    public string Summary => "[--worlds 1000] [--seed 7] coverage of the paired intervals of a search for alternatives";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var worlds = options.Int("worlds", 1000);
        var root = Streams.FromSeed((ulong)options.Int("seed", 7)).Derive("calibrate/alternatives");
        output.WriteLine("streets,people_per_street,group_share,approval,place_risk,place_use,own_noise,street_shock,quantity,truth,worlds,undefined,coverage,low999,high999,false_claims,judgement");
        var failed = false;
        foreach (var s in Settings)
        {
            var name = FormattableString.Invariant($"{s.Streets}/{s.PerStreet}/{s.Share}/{s.Approval}/{s.Risk}/{s.Use}/{s.Noise}/{s.Shock}");
            var (first, second) = Thresholds(s, root.Derive(name + "/truth"));
            var truth = Truth(s, first, second, root.Derive(name + "/truth"));
            CoverageCell air = new(), auc = new(), accepted = new();
            long falseAir = 0, falseAuc = 0;
            var gate = new Lock();
            Parallel.For(
                0,
                worlds,
                () => new PairedWorld(s.Streets, s.PerStreet, s.Share, s.Tilt, s.Risk, s.Use, s.Noise, s.Shock, first, second),
                (w, _, world) =>
                {
                    world.Draw(root.Derive(name).Derive(w));
                    var pair = world.Pair();
                    var ratio = pair.ImpactRatioDifference(1, 0, Level).Interval;
                    var area = PairedAccuracy.AucDifference(world.First, world.Second, world.Adverse, [], world.Clusters, Level).Interval;
                    var bad = pair.AdversePerThousandDifference(Level).Interval;
                    lock (gate)
                    {
                        air.Add(ratio, truth.Air);
                        auc.Add(area, truth.Auc);
                        accepted.Add(bad, truth.Accepted);

                        // At the edge of each half of the claim: the impact ratio no larger than it is, the tolerance exactly what is lacking.
                        falseAir += ratio?.Low > truth.Air ? 1 : 0;
                        falseAuc += area?.Low >= truth.Auc ? 1 : 0;
                    }

                    return world;
                },
                _ => { });
            Write("impact_ratio_difference", truth.Air, air, falseAir);
            Write("roc_auc_difference", truth.Auc, auc, falseAuc);
            Write("adverse_per_thousand_difference", truth.Accepted, accepted, null);

            void Write(string quantity, double value, CoverageCell cell, long? claims)
            {
                var wrong = claims is { } c && BinomialInterval.ClopperPearson(c, worlds, 0.999).Low > 0.05;
                failed |= cell.Fails || wrong;
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{s.Streets},{s.PerStreet},{s.Share},{s.Approval},{s.Risk},{s.Use},{s.Noise},{s.Shock},{quantity},{value:F5},{worlds},{cell.Undefined},{cell.Coverage:F4},{cell.Limits.Low:F4},{cell.Limits.High:F4},{(claims is { } k ? ((double)k / worlds).ToString("F4", CultureInfo.InvariantCulture) : string.Empty)},{(cell.Fails || wrong ? "fails" : "holds")}"));
                output.Flush();
            }
        }

        log.WriteLine(failed ? "An interval fails in at least one cell." : "The intervals hold in every cell.");
        return failed ? 2 : 0;
    }

    /// <summary>Cells: from plenty of streets to few, small groups, high approval, scores that hardly differ.</summary>
    private static IEnumerable<Setting> Settings =>
    [
        new(200, 20, 0.3, 0.15, 0.7, 0.0, 0.3, 0.0, 0.0),
        new(200, 20, 0.3, 0.15, 0.7, 0.6, 0.6, 0.0, 0.4),
        new(100, 40, 0.3, 0.15, 0.7, 0.3, 0.3, 0.0, 0.4),
        new(50, 40, 0.3, 0.15, 0.7, 0.3, 0.6, 0.3, 0.4),
        new(25, 200, 0.3, 0.15, 0.7, 0.6, 0.6, 0.0, 0.4),
        new(12, 200, 0.3, 0.15, 0.7, 0.3, 0.6, 0.0, 0.4),
        new(25, 40, 0.3, 0.15, 0.7, 0.3, 0.3, 0.0, 0.4),
        new(100, 20, 0.08, 0.04, 0.7, 0.3, 0.3, 0.0, 0.4),
        new(100, 40, 0.3, 0.15, 0.92, 0.3, 0.3, 0.0, 0.4),
        new(100, 40, 0.3, 0.15, 0.7, 0.3, 0.02, 0.02, 0.4),
        new(2000, 1, 0.3, 0.15, 0.7, 0.3, 0.3, 0.0, 0.0),
        new(50, 40, 0.3, 0.0, 0.7, 0.0, 0.5, 0.5, 0.4),
    ];

    private static (double First, double Second) Thresholds(Setting s, Streams streams)
    {
        var world = World(s, 20_000, 0, 0);
        world.Draw(streams);
        double At(double[] risk)
        {
            double[] sorted = [.. risk];
            Array.Sort(sorted);
            return sorted[(int)(s.Approval * sorted.Length)];
        }

        return (At(world.First), At(world.Second));
    }

    // Streets in slices, so that the truth needs no more memory than a slice; AUC averaged over slices of 4,000 streets (its bias there is below 1e-5).
    private static (double Air, double Auc, double Accepted) Truth(Setting s, double first, double second, Streams streams)
    {
        var slice = Math.Min(TruthStreets, 4_000_000 / s.PerStreet / 10);
        var slices = Math.Max(1, Math.Min(TruthStreets, 8_000_000 / s.PerStreet) / slice);
        var all = new (double[] Sums, double Auc)[slices];
        Parallel.For(0, slices, k =>
        {
            var world = World(s, slice, first, second);
            world.Draw(streams.Derive(k + 1));
            var sums = new double[10];
            for (var i = 0; i < world.First.Length; i++)
            {
                var at = 3 * world.Groups[i];
                var (a, b) = (world.First[i] <= first ? 1 : 0, world.Second[i] <= second ? 1 : 0);
                sums[at]++;
                sums[at + 1] += a;
                sums[at + 2] += b;
                sums[6] += a;
                sums[7] += a * world.Adverse[i];
                sums[8] += b;
                sums[9] += b * world.Adverse[i];
            }

            all[k] = (sums, PairedAccuracy.AucDifference(world.First, world.Second, world.Adverse, [], [], Level).Value.Value);
        });
        double Sum(int j) => all.Sum(x => x.Sums[j]);
        double Ratio(int rule) => Sum(3 + rule) / Sum(3) / (Sum(rule) / Sum(0));
        return (Ratio(2) - Ratio(1), all.Average(x => x.Auc), 1000 * ((Sum(9) / Sum(8)) - (Sum(7) / Sum(6))));
    }

    private static PairedWorld World(Setting s, int streets, double first, double second) =>
        new(streets, s.PerStreet, s.Share, s.Tilt, s.Risk, s.Use, s.Noise, s.Shock, first, second);

    private sealed record Setting(int Streets, int PerStreet, double Share, double Tilt, double Approval, double Risk, double Use, double Noise, double Shock);
}

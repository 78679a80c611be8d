using System.Globalization;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Benchmarks;

/// <summary>Bias, coverage, false alarms and power of the measures that ask a score again, of proxies and of mediated gaps, over many worlds.</summary>
/// <remarks>
/// A coverage fails when its 99.9 % Clopper–Pearson interval lies below 92.5 %, a false-alarm rate when it lies above 5 %. Rows marked published failure
/// break the assumption of the estimator on purpose. Refused results are counted apart.
/// </remarks>
internal sealed class CalibrateLeakageQueries : IBenchmarkCommand
{
    private const double Level = 0.95;
    private bool _failed;

    public string Summary => "[--worlds 1000] [--controls 20] own-only probes, swaps, flips, proxies and mediated gaps against known truth";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        int worlds = options.Int("worlds", 1000), controls = options.Int("controls", 20);
        output.WriteLine("instrument,world,strength,figure,worlds,refused,value,low999,high999,judgement");
        Gates(output, worlds);
        Regression(output, worlds);
        Queries(output, worlds);
        Flips(output, worlds);
        Proxies(output, Math.Max(100, worlds / 2));
        Swaps(output, Math.Max(20, worlds / 25));
        Controls(output, controls, log);
        return _failed ? 2 : 0;
    }

    // Three hundred probes and a gate: how often it is missed, and whether the one-sided bound holds.
    private void Gates(TextWriter output, int worlds)
    {
        foreach (var share in new[] { 0, 0.001, 0.003, 0.01, 0.03 })
        {
            int found = 0, covered = 0;
            for (var w = 0; w < worlds; w++)
            {
                var stream = Streams.FromSeed(11).Derive((long)(1e6 * share)).Derive(w);
                int[] rows = [.. Enumerable.Range(0, 300)];
                var probe = OwnOnlyProbe.Run(new Law((i, d) => stream.Uniform((ulong)i, 0) < share ? d : 0), rows, rows, [], ScoreScale.SafetyPoints(0, 1000), 3, stream);
                found += probe.Violating > 0 ? 1 : 0;
                covered += probe.UpperBound(Level) >= share ? 1 : 0;
            }

            Row(output, "own_only_violation_share", "300 probes at random; gate", share, share == 0 ? "false alarms" : "power", worlds, 0, found, share == 0 ? Kind.FalseAlarm : Kind.Plain);
            Row(output, "own_only_violation_share", "300 probes at random; gate", share, "coverage of the one-sided bound", worlds, 0, covered, Kind.Coverage);
        }
    }

    // Oaxaca–Blinder where nothing own is missing, and where an own feature that goes with the place is hidden.
    private void Regression(TextWriter output, int worlds)
    {
        foreach (var hidden in new[] { false, true })
        {
            foreach (var strength in new[] { 0, 0.5, 1.0 })
            {
                int covered = 0, alarms = 0;
                double bias = 0;
                for (var w = 0; w < worlds; w++)
                {
                    var (member, streets, own, area, _, random) = People(60, 20, w, 1);
                    var noise = random;
                    double[] score = [.. own.Select((o, i) => o + (strength * area[i]) + (10 * Normal(ref noise)))];
                    var part = Mediation.OfColumns(score, hidden ? [] : [own], [[area]], member, streets, Level).Channels[0];

                    // People of the group live where the area's value is 4 lower, by the design of the world.
                    covered += part.Interval!.Value.Contains(-4 * strength) ? 1 : 0;
                    alarms += part.Interval!.Value.Contains(0) ? 0 : 1;
                    bias += (part.Value.Value + (4 * strength)) / worlds;
                }

                var world = hidden ? "an own feature that goes with the place is hidden" : "nothing own is missing";
                Row(output, "mediated_disparity (regression)", world, strength, "coverage", worlds, 0, covered, hidden ? Kind.Published : Kind.Coverage);
                Value(output, "mediated_disparity (regression)", world, strength, "bias in points", worlds, bias);
                if (strength == 0)
                {
                    Row(output, "mediated_disparity (regression)", world, strength, "interval without 0", worlds, 0, alarms, hidden ? Kind.Published : Kind.FalseAlarm);
                }
            }
        }
    }

    // The same gap by asking: what the auditor does not see is not asked about, so nothing can be hidden.
    private void Queries(TextWriter output, int worlds)
    {
        foreach (var strength in new[] { 0, 0.5, 1.0 })
        {
            int covered = 0, exact = 0, shown = 0, shareCovered = 0;
            double bias = 0;
            for (var w = 0; w < worlds; w++)
            {
                var (member, streets, own, area, hiddenOwn, _) = People(60, 20, w, 2);
                int[] rows = [.. Enumerable.Range(0, member.Length)];
                IInterventions Law(int set) => new Law((i, d) => 500 + own[i] + hiddenOwn[i] + (strength * area[(set & 1) != 0 ? d : i]));
                var result = Mediation.OfQueries(Law(0), rows, member, Law, 1, ScoreScale.SafetyPoints(-10_000, 10_000), streets, Level, Streams.FromSeed(5).Derive(w));
                var part = result.Channels[0];
                covered += part.Interval!.Value.Contains(-4 * strength) ? 1 : 0;
                var truth = strength * (Mean(area, member, 1) - Mean(area, member, 0));
                exact += Math.Abs(part.Value.Value - truth) < 1e-9 ? 1 : 0;
                bias += (part.Value.Value + (4 * strength)) / worlds;
                if (result.Share.IsDefined)
                {
                    // Own and hidden own go with the area: −2 and −1.2 of the gap at strength 0.
                    shown++;
                    shareCovered += result.ShareLimits!.Value.Contains(-4 * strength / ((-4 * strength) - 3.2)) ? 1 : 0;
                }
            }

            Row(output, "mediated_disparity (queries)", "a hidden own feature goes with the place", strength, "exact for these rows", worlds, 0, exact, Kind.Plain);
            if (strength > 0)
            {
                Row(output, "mediated_disparity (queries)", "a hidden own feature goes with the place", strength, "coverage", worlds, 0, covered, Kind.Coverage);
            }

            Value(output, "mediated_disparity (queries)", "a hidden own feature goes with the place", strength, "bias in points", worlds, bias);
            if (shown > 50)
            {
                Row(output, "mediated_disparity (queries)", "a hidden own feature goes with the place", strength, "coverage of the share, where it is printed", shown, worlds - shown, shareCovered, Kind.Coverage);
            }
        }
    }

    private void Flips(TextWriter output, int worlds)
    {
        const int n = 200;
        foreach (var strength in new[] { 0, 0.1, 0.4 })
        {
            var ring = Ring(n, 2);
            var graph = SparseWeights.Of(ring);
            var links = new LinkedScore("address", Origin.Neighbourhood, CsrGraph.Of(ring), new NetworkFeed(strength, 500, 0, 0, 0, 1000), [.. Enumerable.Repeat(500.0, n)], [], 0, 100, []);

            // One listed neighbour of four costs 25·strength; exposed by k ≥ 1 of 4 at p = .1: ×4p/(1 − (1 − p)⁴).
            var truth = -25 * strength * 0.4 / (1 - Math.Pow(0.9, 4));
            int hajek = 0, horvitz = 0, alarms = 0, refused = 0;
            for (var w = 0; w < worlds; w++)
            {
                var result = FlipTest.Run(links, [("two", graph)], null, 20, Level, Streams.FromSeed(21).Derive(w));
                if (result.Refusal is not null)
                {
                    refused++;
                    continue;
                }

                hajek += Covers(result.Indirect.Interval!.Value, truth) ? 1 : 0;
                horvitz += Covers(result.IndirectHorvitzThompson.Interval!.Value, truth) ? 1 : 0;
                alarms += Math.Abs(result.Indirect.Value.Value) > 1e-9 ? 1 : 0;
            }

            var done = worlds - refused;
            if (strength == 0)
            {
                Row(output, "neighbour_flip_effect", "ring of 200, two on either side", strength, "false alarms", done, refused, alarms, Kind.FalseAlarm);
                continue;
            }

            Row(output, "neighbour_flip_effect", "ring of 200, two on either side", strength, "coverage (Hájek)", done, refused, hajek, Kind.Coverage);
            Row(output, "neighbour_flip_effect", "ring of 200, two on either side", strength, "coverage (Horvitz–Thompson)", done, refused, horvitz, Kind.Coverage);
        }

        static bool Covers(Interval limits, double truth) => limits.Low - 1e-9 <= truth && truth <= limits.High + 1e-9;
    }

    // The group is clustered by area. Others' record: chance (0), or a signal of the area's share of the group.
    private void Proxies(TextWriter output, int worlds)
    {
        foreach (var strength in new[] { 0, 0.5, 2.0 })
        {
            int alarms = 0, refused = 0;
            for (var w = 0; w < worlds; w++)
            {
                const int areas = 60, size = 20;
                var random = Streams.FromSeed(31).Derive(w).Sequence();
                double[] share = [.. Enumerable.Range(0, areas).Select(_ => random.NextUniform())];
                double[] value = [.. share.Select(s => (strength * s) + random.NextUniform())];
                int[] blocks = [.. Enumerable.Range(0, areas * size).Select(i => i / size)];
                byte[] member = [.. blocks.Select(b => random.NextUniform() < share[b] ? (byte)1 : (byte)0)];
                double[] own = [.. member.Select(m => (0.5 * m) + random.NextUniform())];
                var result = ProxyTest.Run([own], [[.. blocks.Select(b => value[b])]], own, member, blocks, 19, Level, Streams.FromSeed(32).Derive(w));
                refused += result.Refusal is null ? 0 : 1;
                alarms += result.PValue <= 0.05 ? 1 : 0;
            }

            Row(output, "proxy_auc", "group clustered by area, p of beyond own", strength, strength == 0 ? "false alarms" : "power", worlds - refused, refused, alarms, strength == 0 ? Kind.FalseAlarm : Kind.Plain);
        }
    }

    private void Swaps(TextWriter output, int worlds)
    {
        foreach (var strength in new[] { 0, 0.05, 0.3 })
        {
            double bias = 0;
            var found = 0;
            for (var w = 0; w < worlds; w++)
            {
                var spec = WorldSpec.Of("corporate-partners").WithStrength("partner-level", strength).WithStrength("partner-listed", 0) with { Subjects = 600, Seed = (ulong)w + 1 };
                var links = World.Generate(spec).Interventions!.Links[0];
                var result = SwapTest.Run(links, [.. Enumerable.Range(0, 600)], null, 2, Streams.FromSeed(41).Derive(w));
                bias += (result.DirectSlope - strength) / worlds;
                found += result.Violating > 0 ? 1 : 0;
            }

            Row(output, "swap_effect_partner", "corporate-partners, 600 firms", strength, strength == 0 ? "false alarms" : "power", worlds, 0, found, strength == 0 ? Kind.FalseAlarm : Kind.Plain);
            Value(output, "swap_effect_partner", "corporate-partners, 600 firms", strength, "bias of the direct slope", worlds, bias);
        }
    }

    // Every scenario with all its channels off: does anything answer to others' records?
    private void Controls(TextWriter output, int worlds, TextWriter log)
    {
        foreach (var scenario in ScenarioCatalogue.All)
        {
            int alarms = 0, found = 0;
            for (var w = 0; w < worlds; w++)
            {
                var spec = WorldSpec.Of(scenario.Id) with { Subjects = 600, Seed = (ulong)w + 1 };
                alarms += Answers(World.Generate(spec.Control())) ? 1 : 0;
                found += Answers(World.Generate(spec)) ? 1 : 0;
            }

            var reads = scenario.Channels.Any(c => c.Origin != Origin.Own && c.Strength != 0);
            Row(output, "rung 4, any origin", scenario.Id, 0, "false alarms (all channels off)", worlds, 0, alarms, Kind.FalseAlarm);
            Row(output, "rung 4, any origin", scenario.Id, 1, reads ? "power (strengths of the catalogue)" : "false alarms (own channels only)", worlds, 0, found, reads ? Kind.Plain : Kind.FalseAlarm);
            log.WriteLine(scenario.Id);
        }

        static bool Answers(World world)
        {
            int[] rows = [.. Enumerable.Range(0, (int)world.Subjects.Rows!.Value)];
            return OwnOnlyProbe.Run(world.Interventions!.Replacing(_ => true)!, rows, rows, [], world.Truth.Scale, 10, Streams.FromSeed(51)).PValue <= 0.05;
        }
    }

    // Streets of people; the group's people live on streets whose value is 4 lower, and own and hidden own go with the value.
    private static (byte[] Member, int[] Streets, double[] Own, double[] Area, double[] Hidden, RandomSequence Random) People(int streets, int size, int world, int seed)
    {
        var random = Streams.FromSeed(7).Derive(seed).Derive(world).Sequence();
        double[] value = [.. Enumerable.Range(0, streets).Select(_ => 6 * Normal(ref random))];
        int[] street = [.. Enumerable.Range(0, streets * size).Select(i => i / size)];
        byte[] member = [.. street.Select(_ => random.NextUniform() < 0.5 ? (byte)1 : (byte)0)];
        double[] area = [.. street.Select((s, i) => value[s] - (4 * member[i]))];
        double[] own = [.. area.Select(a => (0.5 * a) + (10 * Normal(ref random)))];
        double[] hidden = [.. area.Select(a => (0.3 * a) + (5 * Normal(ref random)))];
        return (member, street, own, area, hidden, random);
    }

    // Twelve uniforms less six: variance 1.
    private static double Normal(ref RandomSequence random)
    {
        var sum = -6.0;
        for (var k = 0; k < 12; k++)
        {
            sum += random.NextUniform();
        }

        return sum;
    }

    private static double Mean(double[] values, byte[] member, byte group) => values.Where((_, i) => member[i] == group).Average();

    private static EdgeList Ring(int n, int reach)
    {
        var pairs = (from i in Enumerable.Range(0, n) from k in Enumerable.Range(1, reach) select (From: i, To: (i + k) % n)).ToList();
        return EdgeList.Of(n, [.. pairs.Select(p => p.From), .. pairs.Select(p => p.To)], [.. pairs.Select(p => p.To), .. pairs.Select(p => p.From)], []);
    }

    private void Row(TextWriter output, string instrument, string world, double strength, string figure, int worlds, int refused, int count, Kind kind)
    {
        var limits = BinomialInterval.ClopperPearson(count, worlds, 0.999);
        var fails = kind switch { Kind.Coverage => limits.High < 0.925, Kind.FalseAlarm => limits.Low > 0.05, _ => false };
        _failed |= fails;
        var judgement = kind switch { Kind.Plain => "figure", Kind.Published => "published failure", _ => fails ? "FAILS" : "holds" };
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{instrument},{world.Replace(",", ";", StringComparison.Ordinal)},{strength},{figure.Replace(",", ";", StringComparison.Ordinal)},{worlds},{refused},{(double)count / worlds:F4},{limits.Low:F4},{limits.High:F4},{judgement}"));
        output.Flush();
    }

    private static void Value(TextWriter output, string instrument, string world, double strength, string figure, int worlds, double value)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{instrument},{world.Replace(",", ";", StringComparison.Ordinal)},{strength},{figure},{worlds},0,{value:F4},,,figure"));
        output.Flush();
    }

    private enum Kind
    {
        Plain,
        Coverage,
        FalseAlarm,
        Published,
    }

    private sealed class Law(Func<int, int, double> score) : IInterventions
    {
        public string Rule => "none";

        public void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                scores[i] = score(rows[i], donors[i]);
            }
        }
    }
}

using System.Globalization;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary>The passive instruments on graphs of n nodes × 8 neighbours: CPU seconds against scipy and R's spdep on the same graph in the same run.</summary>
internal sealed class QuickMoran : IBenchmarkCommand
{
    private const int Neighbours = 8;
    private static readonly string[] Python = ["/usr/bin/python3", "python3"];
    private static readonly string[] R = ["Rscript"];

    public string Summary => "[--rows 1000000] [--permutations 40] [--spdep-rows 100000, in full 1000000: two minutes more] [--curve 0|1] Moran, local Moran, fixpoint and 2SLS against scipy and spdep";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        if (options.Int("curve", 0) == 1)
        {
            return Curve(output);
        }

        int n = options.Int("rows", 1_000_000), permutations = options.Int("permutations", 40);
        output.WriteLine("what,nodes,ours_cpu_s,peer_cpu_s,ratio,peer,ours_value,peer_value");
        var stream = Streams.FromSeed(6).Derive("quick/moran");
        var values = Values(n, stream);
        var ordered = Ordered(n);
        var graph = Graph(n, ordered);
        Pair(graph, ordered, values, n, permutations, "ordered", stream, output, log);
        Numerators(graph, values, n, output);
        Local(graph, values, n, stream, output);
        graph = null!;
        var random = stream.Derive("links").Sequence();
        var shuffled = new int[Neighbours * n];
        for (var e = 0; e < shuffled.Length; e++)
        {
            shuffled[e] = random.NextBelow(n);
        }

        Permutation(Graph(n, shuffled), values, n, permutations, "random", stream, output);
        Spdep(20_000, true, stream, output, log);
        Spdep(options.Int("spdep-rows", 100_000), false, stream, output, log);
        return 0;
    }

    private static void Pair(SparseWeights graph, int[] targets, double[] values, int n, int permutations, string name, Streams stream, TextWriter output, TextWriter log)
    {
        double[] x = Values(n, stream.Derive("x")), e = Values(n, stream.Derive("e")), fixedPart = new double[n], score = new double[n];
        var csr = Csr(graph);
        var mean = values.Average();
        for (var i = 0; i < n; i++)
        {
            fixedPart[i] = values[i] - mean;
        }

        var feed = new NetworkFeed(0.4, 0, 0, 0, double.NegativeInfinity, double.PositiveInfinity);
        var unit = (double[])x.Clone();
        for (var i = 0; i < n; i++)
        {
            unit[i] = (3 * x[i]) + e[i];
        }

        ScoreFixpoint.Solve(csr, unit, feed, 1e-10, score); // y = .4 Wy + 3x + e
        using var peer = new PeerScript();
        peer.Write<int>("graph", targets);
        peer.Write<double>("graph.y", values);
        peer.Write<double>("graph.x", x);
        peer.Write<double>("graph.s", score);
        var scipy = PeerScript.Run(Python, "moran_scipy.py", log, peer.At("graph"), n.ToString(CultureInfo.InvariantCulture), Neighbours.ToString(CultureInfo.InvariantCulture), "10");

        Permutation(graph, values, n, permutations, name, stream, output, scipy);
        var settled = new double[n];
        var fix = CpuClock.Best(3, () => ScoreFixpoint.Solve(csr, fixedPart, feed, 1e-10, settled));
        Line(output, "sar_fixpoint", n, fix, Field(scipy, 2), scipy?[0], double.NaN, double.NaN);
        int[] clusters = [.. Enumerable.Range(0, n).Select(i => i / 50)];
        PeerEffect? effect = null;
        var two = CpuClock.Best(3, () => effect = PeerEffect.Run(score, [x], graph, clusters, 0.95));
        Line(output, "two_stage_least_squares", n, two, Field(scipy, 3), scipy?[0], effect!.Rho.Value, Field(scipy, 5));
    }

    // A run less one of its set-up: what a permutation costs.
    private static void Permutation(IWeights graph, double[] values, int n, int permutations, string name, Streams stream, TextWriter output, string[]? peer = null)
    {
        MoranTest.Analytic(values, graph);
        MoranTest.Run(values, graph, 19, stream);
        var setup = CpuClock.Best(2, () => MoranTest.Analytic(values, graph));
        MoranResult? result = null;
        var before = GC.GetTotalAllocatedBytes(true);
        var ours = CpuClock.Best(2, () => result = MoranTest.Run(values, graph, permutations, stream)) - setup;
        var bytes = (GC.GetTotalAllocatedBytes(true) - before) / 2.0 / n;
        Line(output, $"moran_permutation_{name}", n, ours / result!.Permutations, Field(peer, 1), peer?[0], result.I.Value, Field(peer, 4));
        Line(output, $"moran_bytes_per_node_{name}", n, bytes, double.NaN, null, double.NaN, double.NaN);
    }

    private static void Numerators(SparseWeights graph, double[] values, int n, TextWriter output)
    {
        int[] streets = [.. Enumerable.Range(0, n).Select(i => i / 50)];
        var window = new WindowGraph(streets, [], Neighbours / 2);
        var stored = window.Stored();
        var lanes = new float[8 * n];
        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i] = (float)values[i / 8];
        }

        var sums = new double[8];
        double Time(IWeights g) => CpuClock.Best(3, () =>
        {
            for (var r = 0; r < 5; r++)
            {
                g.CrossProducts8(lanes, sums);
            }
        }) / 40;
        window.CrossProducts8(lanes, sums);
        stored.CrossProducts8(lanes, sums);
        double implicitly = Time(window), csr = Time(stored);
        Line(output, "numerator_window_against_csr", n, implicitly, csr, "the same graph stored", double.NaN, double.NaN);
        _ = graph;
    }

    private static void Local(SparseWeights graph, double[] values, int n, Streams stream, TextWriter output)
    {
        LocalMoran? result = null;
        var few = CpuClock.Seconds(() => result = LocalMoran.Permuted(values, graph, stream, 99));
        Line(output, "local_moran_99", n, few, double.NaN, null, result!.Discoveries(0.05), double.NaN);
        var many = CpuClock.Seconds(() => result = LocalMoran.Permuted(values, graph, stream));
        Line(output, "local_moran_99999", n, many, double.NaN, null, result.Discoveries(0.05), double.NaN);
    }

    // spdep's local Moran takes a minute at 100,000 nodes: it is compared at 20,000.
    private static void Spdep(int n, bool local, Streams stream, TextWriter output, TextWriter log)
    {
        var values = Values(n, stream);
        var targets = Ordered(n);
        using var peer = new PeerScript();
        peer.Write<int>("graph", targets);
        peer.Write<double>("graph.y", values);
        var spdep = PeerScript.Run(R, "moran_spdep.R", log, peer.At("graph"), n.ToString(CultureInfo.InvariantCulture), Neighbours.ToString(CultureInfo.InvariantCulture), "19", local ? "99" : "0");
        var graph = Graph(n, targets);
        Permutation(graph, values, n, n > 200_000 ? 40 : 199, "ordered_spdep", stream, output, spdep is null ? null : [spdep[0], spdep[1], string.Empty, string.Empty, spdep[4]]);
        if (!local)
        {
            return;
        }

        LocalMoran.Permuted(values, graph, stream, 99);
        var ours = CpuClock.Best(3, () => LocalMoran.Permuted(values, graph, stream, 99));
        Line(output, "local_moran_99_spdep", n, ours, Field(spdep, 3), spdep?[0], double.NaN, double.NaN);
    }

    // Linear in edges: CPU seconds of a permutation and of the analytic test from 10,000 to 10,000,000 nodes.
    private static int Curve(TextWriter output)
    {
        output.WriteLine("graph,nodes,edges,build_cpu_s,analytic_cpu_s,permutation_cpu_s,ns_per_edge");
        var stream = Streams.FromSeed(6).Derive("quick/moran");
        foreach (var n in new[] { 10_000, 100_000, 1_000_000, 10_000_000 })
        {
            var values = Values(n, stream);
            foreach (var name in new[] { "window", "csr" })
            {
                IWeights? graph = null;
                var build = CpuClock.Seconds(() => graph = name == "window" ? new WindowGraph([.. Enumerable.Range(0, n).Select(i => i / 50)], [], Neighbours / 2) : Graph(n, Ordered(n)));
                MoranTest.Analytic(values, graph!);
                var repeat = Math.Max(1, 1_000_000 / n);
                var analytic = CpuClock.Best(2, () =>
                {
                    for (var r = 0; r < repeat; r++)
                    {
                        MoranTest.Analytic(values, graph!);
                    }
                }) / repeat;
                var many = 24 * Math.Min(20, repeat);
                var all = CpuClock.Best(2, () => MoranTest.Run(values, graph!, many, stream));
                var each = (all - analytic) / many;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name},{n},{graph!.Pairs},{build:F3},{analytic:F5},{each:F6},{1e9 * each / graph.Pairs:F2}"));
                output.Flush();
            }
        }

        return 0;
    }

    private static double[] Values(int n, Streams stream)
    {
        var values = new double[n];
        for (var i = 0; i < n; i++)
        {
            values[i] = stream.Uniform((ulong)i, 0) - 0.5;
        }

        return values;
    }

    // The eight cells around one in a square numbered row by row.
    private static int[] Ordered(int n)
    {
        var side = (int)Math.Sqrt(n);
        int[] offset = [-side - 1, -side, -side + 1, -1, 1, side - 1, side, side + 1];
        var targets = new int[Neighbours * n];
        for (var e = 0; e < targets.Length; e++)
        {
            targets[e] = (((e / Neighbours) + offset[e % Neighbours]) % n + n) % n;
        }

        return targets;
    }

    private static SparseWeights Graph(int n, int[] targets)
    {
        var from = new int[targets.Length];
        for (var e = 0; e < from.Length; e++)
        {
            from[e] = e / Neighbours;
        }

        return SparseWeights.Of(EdgeList.Of(n, from, targets, []));
    }

    private static CsrGraph Csr(SparseWeights graph)
    {
        var shares = new float[graph.Targets.Length];
        for (var i = 0; i < graph.Nodes; i++)
        {
            var links = graph.ReadBy(i).Length;
            shares.AsSpan((int)graph.Offsets[i], links).Fill(1f / Math.Max(1, links));
        }

        return new CsrGraph(graph.Offsets.ToArray(), graph.Targets.ToArray(), shares);
    }

    private static double Field(string[]? line, int at) =>
        line is not null && at < line.Length && double.TryParse(line[at], CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static void Line(TextWriter output, string what, int n, double ours, double peer, string? name, double value, double peerValue)
    {
        string Number(double v, string format) => double.IsNaN(v) ? string.Empty : v.ToString(format, CultureInfo.InvariantCulture);
        output.WriteLine(string.Join(',', what, n, Number(ours, "0.######"), Number(peer, "0.######"), Number(peer / ours, "0.0"), name ?? (double.IsNaN(peer) ? "none" : "missing"), Number(value, "0.######"), Number(peerValue, "0.######")));
        output.Flush();
    }
}

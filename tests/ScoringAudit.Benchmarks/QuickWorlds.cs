using System.Globalization;
using ScoringAudit.Networks;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Worlds;

namespace ScoringAudit.Benchmarks;

/// <summary>Worlds at scale in CPU seconds, without I/O: people with truth, firms with truth, and the fixpoint alone. No peer makes such worlds; the fixpoint's peer is scipy.</summary>
internal sealed class QuickWorlds : IBenchmarkCommand
{
    private static readonly string[] Python = ["python3", "/usr/bin/python3"];

    public string Summary => "[--rows 1000000] [--only fixpoint] people and firms with truth, and the fixpoint of 8 neighbours, in CPU seconds against their targets";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var rows = options.Int("rows", 1_000_000);
        output.WriteLine("what,rows,cpu_seconds,target_per_million");
        if (options.Text("only", string.Empty) == "fixpoint")
        {
            Fixpoint(rows, output, log);
            return 0;
        }

        Line("people with truth (neighbours-scores)", 3, () => Read(World.Open(WorldSpec.Of("neighbours-scores") with { Subjects = rows }, WorldShard.Whole).Truth));
        Line("firms x 6 partners with truth (corporate-partners)", 5, () =>
        {
            var world = World.Open(WorldSpec.Of("corporate-partners") with { Subjects = rows }, WorldShard.Whole);
            Read(world.Subjects);
            Read(world.Truth);
        });
        Fixpoint(rows, output, log);
        return 0;

        void Line(string what, double target, Action work) =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what},{rows},{CpuClock.Seconds(work):F2},{target}"));
    }

    // The peer does what a user of scipy would: a sparse matrix of doubles, steps of s = b + 0.4·(W s − 600) until the bound q/(1 − q)·d holds.
    private static void Fixpoint(int rows, TextWriter output, TextWriter log)
    {
        var (graph, fixedPart) = Random(rows, 8);
        var scores = new double[rows];
        var result = default(FixpointResult);
        var ours = CpuClock.Best(3, () => result = ScoreFixpoint.Solve(graph, fixedPart, new NetworkFeed(0.4, 600, 0, 0, -1e9, 1e9), 1e-10, scores));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fixpoint x 8 strength 0.4 to 1e-10,{rows},{ours:F2},0.3"));
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fixpoint: {result.Steps} sweeps, certified error {result.ErrorBound:E1}"));
        using var peer = new PeerScript();
        peer.Write("graph", graph.Targets);
        peer.Write<double>("fixed", fixedPart);
        if (PeerScript.Run(Python, "fixpoint_scipy.py", log, peer.At("graph"), peer.At("fixed"), rows.ToString(CultureInfo.InvariantCulture), "8") is [var version, var steps, var text, var first])
        {
            var seconds = double.Parse(text, CultureInfo.InvariantCulture);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the same in scipy {version} ({steps} steps),{rows},{seconds:F2},"));
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fixpoint: ratio {seconds / ours:F1}; first score {scores[0]:R} here, {first} there"));
        }
    }

    private static void Read(IPortfolio table)
    {
        using var reader = table.Open([.. Enumerable.Range(0, table.Schema.Columns.Count).Select(c => new ColumnId(c))]);
        while (reader.Read(out _))
        {
        }
    }

    private static (CsrGraph Graph, double[] Fixed) Random(int nodes, int degree)
    {
        var stream = Streams.FromSeed(9).Derive("quick/worlds");
        var offsets = new long[nodes + 1];
        var targets = new int[nodes * degree];
        var shares = new float[nodes * degree];
        var values = new double[nodes];
        for (var i = 0; i < nodes; i++)
        {
            offsets[i + 1] = offsets[i] + degree;
            values[i] = 500 + (200 * stream.Uniform((ulong)i, 99));
            for (var k = 0; k < degree; k++)
            {
                targets[(i * degree) + k] = (int)(stream.Uniform((ulong)i, (uint)k) * nodes);
                shares[(i * degree) + k] = 1f / degree;
            }
        }

        return (new CsrGraph(offsets, targets, shares), values);
    }
}

using System.Globalization;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary>Moran's I: CPU milliseconds of a permutation at n nodes × 8 neighbours. Peers: a plain double-precision matvec and Philox shuffle in this process.</summary>
internal sealed class QuickMoran : IBenchmarkCommand
{
    public string Summary => "[--rows 1000000] [--permutations 40] Moran's I per permutation: ordered, random and window graph, against matvec and shuffle";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        int n = options.Int("rows", 1_000_000), permutations = options.Int("permutations", 40);
        var stream = Streams.FromSeed(6).Derive("quick/moran");
        var values = new double[n];
        for (var i = 0; i < n; i++)
        {
            values[i] = stream.Uniform((ulong)i, 0);
        }

        log.WriteLine("missing peers: R spdep and scipy are not started from here; published figures of this workload: scipy 39, spdep 1,060 ms");
        output.WriteLine("graph,nodes,links,ours_ms,plain_ms,ratio,I,p");
        var side = (int)Math.Sqrt(n);
        var random = stream.Derive("links").Sequence();
        int[] streets = new int[n];
        for (var i = 0; i < n; i++)
        {
            streets[i] = i / 50;
        }

        One("ordered", Graph((i, k) => i + Offset(k, side)));
        One("random", Graph((_, _) => random.NextBelow(n)));
        One("window", new WindowGraph(streets, [], 4));
        return 0;

        IWeights Graph(Func<int, int, int> neighbour)
        {
            int[] from = new int[8 * n], to = new int[8 * n];
            for (var e = 0; e < from.Length; e++)
            {
                (from[e], to[e]) = (e / 8, ((neighbour(e / 8, e % 8) % n) + n) % n);
            }

            return SparseWeights.Of(EdgeList.Of(n, from, to, []));
        }

        void One(string name, IWeights graph)
        {
            MoranTest.Analytic(values, graph);
            MoranTest.Run(values, graph, 19, stream);
            var setup = CpuClock.Best(2, () => MoranTest.Analytic(values, graph));
            MoranResult? result = null;
            var ours = CpuClock.Best(2, () => result = MoranTest.Run(values, graph, permutations, stream)) - setup;
            var z = (double[])values.Clone();
            var lag = new double[n];
            var sequence = stream.Derive("plain").Sequence();
            var plain = CpuClock.Best(2, () =>
            {
                for (var r = 0; r < 4; r++)
                {
                    sequence.Shuffle(z.AsSpan());
                    graph.Lag(z, lag);
                    _ = System.Numerics.Tensors.TensorPrimitives.Dot<double>(z, lag);
                }
            }) / 4;
            var each = ours / result!.Permutations;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name},{n},{graph.Pairs},{1000 * each:F2},{1000 * plain:F2},{plain / each:F1},{result.I.Value:F6},{result.PValue:F4}"));
        }
    }

    // The eight cells around one in a square numbered row by row.
    private static int Offset(int k, int side) => k switch { 0 => -side - 1, 1 => -side, 2 => -side + 1, 3 => -1, 4 => 1, 5 => side - 1, 6 => side, _ => side + 1 };
}

using System.Globalization;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary>Blast radius per 40,000 firms touched, and the fixpoint of scores that feed scores, in CPU milliseconds. Peers in this process: a dictionary-based search, and simultaneous steps.</summary>
internal sealed class QuickLeakageQueries : IBenchmarkCommand
{
    public string Summary => "[--firms 100000] [--level 30] [--cut 100] [--rows 1000000] blast radius per 40,000 touched, fixpoint of scores: against a dictionary search and Jacobi steps";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        int firms = options.Int("firms", 100_000), rows = options.Int("rows", 1_000_000);
        log.WriteLine("missing peers: Python and scipy are not started from here; published figures of these workloads: dictionary search 168 ms per 39,640 touched, scipy fixpoint 950 ms");
        output.WriteLine("measure,nodes,links,touched,ours_ms,plain_ms,ratio,check");
        Blast(output, firms, options.Int("level", 30) / 100.0, options.Int("cut", 100) / 1e4);
        Fixpoint(output, rows);
        return 0;
    }

    private static void Blast(TextWriter output, int n, double level, double least)
    {
        // Three to two hundred partners each; the popular ones are read by very many.
        var graph = Firms(n);
        var stream = Streams.FromSeed(2).Derive("quick/blast");
        var feed = new NetworkFeed(level, 800, 0, 0, 0, 1000);
        double[] fixedPart = [.. Enumerable.Range(0, n).Select(i => 700 + (200 * stream.Uniform((ulong)i, 0)))];
        var solved = new double[n];
        ScoreFixpoint.Solve(graph, fixedPart, feed, 1e-9, solved);
        var cascade = new ScoreCascade(graph, feed, fixedPart, solved, least);
        var readers = new int[n];
        foreach (var t in graph.Targets)
        {
            readers[t]++;
        }

        int[] hubs = [.. Enumerable.Range(0, n).OrderByDescending(i => readers[i]).ThenBy(i => i).Take(50)];
        long touched = 0, moved = 0;
        void Ours(bool count)
        {
            foreach (var hub in hubs)
            {
                cascade.Shift(hub, -150);
                cascade.Follow();
                if (count)
                {
                    touched += cascade.Touched.Length;
                    foreach (var i in cascade.Touched)
                    {
                        moved += cascade.Score(i) != cascade.Before(i) ? 1 : 0;
                    }
                }

                cascade.Undo();
            }
        }

        Ours(true);
        var ours = CpuClock.Best(3, () => Ours(false));
        var visits = cascade.Visits / 4;
        var reversed = graph.Reversed();
        long plainMoved = 0;
        var plain = CpuClock.Best(1, () => plainMoved = hubs.Take(5).Sum(hub => Dictionary(graph, reversed, feed, fixedPart, solved, hub, least))) * hubs.Length / 5;
        var per = 40_000.0 / touched;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"blast radius per 40000 touched,{n},{graph.Pairs},{touched / hubs.Length},{1000 * ours * per:F2},{1000 * plain * per:F2},{plain / ours:F1},moved {moved / hubs.Length} against {plainMoved / 5}; visits {visits / hubs.Length}; {1e9 * ours / visits:F0} ns a visit"));
    }

    // The same search as one would write it first: a queue, and dictionaries of what changed.
    private static long Dictionary(CsrGraph graph, CsrGraph reversed, NetworkFeed feed, double[] fixedPart, double[] solved, int hub, double least)
    {
        var now = new Dictionary<int, double>();
        var queue = new Queue<int>();
        queue.Enqueue(hub);
        while (queue.TryDequeue(out var i))
        {
            var sum = 0.0;
            for (var e = (int)graph.Offsets[i]; e < (int)graph.Offsets[i + 1]; e++)
            {
                var j = graph.Targets[e];
                sum += graph.Shares[e] * (now.TryGetValue(j, out var s) ? s : solved[j]);
            }

            var next = Math.Clamp(fixedPart[i] - (i == hub ? 150 : 0) + (feed.Level * (sum - feed.Centre)), feed.Min, feed.Max);
            if (Math.Abs(next - (now.TryGetValue(i, out var before) ? before : solved[i])) > least)
            {
                now[i] = next;
                for (var e = (int)reversed.Offsets[i]; e < (int)reversed.Offsets[i + 1]; e++)
                {
                    queue.Enqueue(reversed.Targets[e]);
                }
            }
        }

        return now.Count;
    }

    private static void Fixpoint(TextWriter output, int n)
    {
        var side = (int)Math.Sqrt(n);
        int[] from = new int[8 * n], to = new int[8 * n];
        for (var e = 0; e < from.Length; e++)
        {
            var k = e % 8;
            var step = k switch { 0 => -side - 1, 1 => -side, 2 => -side + 1, 3 => -1, 4 => 1, 5 => side - 1, 6 => side, _ => side + 1 };
            (from[e], to[e]) = (e / 8, (((e / 8) + step) % n + n) % n);
        }

        var graph = CsrGraph.Of(EdgeList.Of(n, from, to, []));
        var stream = Streams.FromSeed(3).Derive("quick/fixpoint");
        double[] fixedPart = [.. Enumerable.Range(0, n).Select(i => 1000 * stream.Uniform((ulong)i, 0))];
        var feed = new NetworkFeed(0.4, 0, 0, 0, double.MinValue, double.MaxValue);
        double[] scores = new double[n], lag = new double[n], plainScores = new double[n];
        FixpointResult result = default;
        var ours = CpuClock.Best(2, () => result = ScoreFixpoint.Solve(graph, fixedPart, feed, 1e-10 * 1000, scores));
        var plain = CpuClock.Best(1, () =>
        {
            fixedPart.CopyTo(plainScores, 0);
            for (var step = 0; step < 26; step++)
            {
                graph.Lag(plainScores, lag);
                for (var i = 0; i < n; i++)
                {
                    plainScores[i] = fixedPart[i] + (0.4 * lag[i]);
                }
            }
        });
        var largest = 0.0;
        for (var i = 0; i < n; i++)
        {
            largest = Math.Max(largest, Math.Abs(scores[i] - plainScores[i]));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fixpoint rho .4,{n},{graph.Pairs},{n},{1000 * ours:F1},{1000 * plain:F1},{plain / ours:F1},{result.Steps} sweeps; largest difference {largest:E1}"));
    }

    private static CsrGraph Firms(int n)
    {
        var stream = Streams.FromSeed(1).Derive("quick/firms");
        var from = new List<int>(7 * n);
        var to = new List<int>(7 * n);
        for (var i = 0; i < n; i++)
        {
            var random = stream.Sequence((ulong)i);
            var count = Math.Min(200, (int)(3.25 / Math.Sqrt(1 - random.NextUniform())));
            for (var k = 0; k < count; k++)
            {
                var u = random.NextUniform();
                from.Add(i);
                to.Add((int)(n * u * u));
            }
        }

        return CsrGraph.Of(EdgeList.Of(n, from.ToArray(), to.ToArray(), []));
    }
}

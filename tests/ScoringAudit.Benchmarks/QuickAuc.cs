using System.Diagnostics;
using System.Globalization;
using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary>AUC of 100,000 rows: the radix path with reused buffers against ranks from the library's sort.</summary>
internal sealed class QuickAuc : IBenchmarkCommand
{
    public string Summary => "[--rows 100000] AUC by radix sort against AUC by Array.Sort and ranks";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var rows = options.Int("rows", 100_000);
        var stream = Streams.FromSeed(3).Derive("quick/auc");
        var labels = new byte[rows];
        var scratch = new AucScratch();
        output.WriteLine("scores,rows,ours_ms,sort_and_rank_ms,ratio");
        foreach (var kind in new[] { "log-odds", "probability", "float", "two decimals" })
        {
            var scores = new double[rows];
            for (var i = 0; i < rows; i++)
            {
                var u = Math.Clamp(stream.Uniform((ulong)i, 0), 1e-9, 1 - 1e-9);
                var logit = Math.Log(u / (1 - u));
                labels[i] = (byte)(stream.Uniform((ulong)i, 1) < 1 / (1 + Math.Exp(2 - (logit / 2))) ? 1 : 0);
                scores[i] = kind switch { "log-odds" => logit, "float" => (float)logit, "probability" => u, _ => Math.Round(u, 2) };
            }

            var ours = Best(() => RocAuc.Of(scores, labels, scratch).Value, out var a);
            var ranks = Best(() => SortAndRank(scores, labels), out var b);
            if (Math.Abs(a - b) > 1e-9)
            {
                log.WriteLine($"AUC differs: {a} and {b}");
                return 2;
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind},{rows},{ours:F2},{ranks:F2},{ranks / ours:F1}"));
        }

        return 0;
    }

    /// <summary>Best wall milliseconds of 40 calls on this thread, after 40 to warm up.</summary>
    private static double Best(Func<double> work, out double result)
    {
        result = 0;
        var best = double.PositiveInfinity;
        for (var i = 0; i < 80; i++)
        {
            var clock = Stopwatch.StartNew();
            result = work();
            best = i < 40 ? best : Math.Min(best, clock.Elapsed.TotalMilliseconds);
        }

        return best;
    }

    private static double SortAndRank(double[] scores, byte[] labels)
    {
        var keys = (double[])scores.Clone();
        var order = (byte[])labels.Clone();
        Array.Sort(keys, order);
        double ranks = 0, ones = 0;
        for (var start = 0; start < keys.Length;)
        {
            var end = start;
            var tied = 0;
            for (; end < keys.Length && keys[end] == keys[start]; end++)
            {
                tied += order[end];
            }

            ranks += tied * (0.5 * (start + 1 + end));
            ones += tied;
            start = end;
        }

        return (ranks - (ones * (ones + 1) / 2)) / (ones * (keys.Length - ones));
    }
}

using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary>The pass of codes, its peer (the same counts by a table of groups and rows, as a metric frame does), and 1,000 replicates.</summary>
internal sealed class DisparityQuick : IBenchmarkCommand
{
    public string Summary => "[--rows 10000000] [--threads 2] [--parquet-rows 2000000] one pass over 2 attributes (10 cells), against one scan for each metric and group; 1,000 replicates of all metrics; Parquet with string groups against DuckDB";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var rows = options.Int("rows", 10_000_000);
        var threads = options.Int("threads", 2);
        int[] sex = new int[rows], region = new int[rows];
        sbyte[] decision = new sbyte[rows], outcome = new sbyte[rows];
        var stream = Streams.FromSeed(1).Derive("quick/disparity");
        var random = stream.Sequence();
        for (var i = 0; i < rows; i++)
        {
            var bits = random.NextBits();
            sex[i] = (int)(bits & 1);
            region[i] = (int)((bits >> 1) % 5);
            outcome[i] = (sbyte)((bits >> 20 & 15) < 3 ? 1 : 0);
            decision[i] = (sbyte)((bits >> 30 & 15) < (ulong)(outcome[i] == 1 ? 6 : 11) ? 1 : 0);
        }

        var groups = new int[rows];
        void Line(string what, double ours, double theirs) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what},{rows},{ours:F3},{theirs:F3},{theirs / ours:F1}"));

        output.WriteLine("case,rows,ours_cpu_s,peer_cpu_s,ratio");
        ConfusionTally bySex = null!, byRegion = null!;
        GC.Collect();
        var before = GC.GetTotalAllocatedBytes();
        var ours = CpuClock.Best(5, () =>
        {
            (bySex, byRegion) = (new ConfusionTally(0, 2, false, false), new ConfusionTally(0, 5, false, false));
            Pass(bySex, byRegion, sex, region, decision, outcome, 0, rows);
        });
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"allocated in 5 passes: {(GC.GetTotalAllocatedBytes() - before) / 1e6:F1} MB; the bar is 100 beyond the data"));
        var scans = CpuClock.Best(1, () => Scans(sex, 2, region, 5, decision, outcome));
        Line("two_margins_10M", ours, scans);

        for (var i = 0; i < rows; i++)
        {
            groups[i] = (sex[i] * 5) + region[i];
        }

        ConfusionTally cells = null!;
        Line("ten_cells_10M", CpuClock.Best(5, () => Pass(cells = new ConfusionTally(0, 10, false, false), null, groups, null, decision, outcome, 0, rows)), scans);

        var metrics = RateMetrics.All;
        var replicates = CpuClock.Best(3, () => CountBootstrap.Replicates(cells, stream.Derive("bootstrap"), 1_000, metrics));
        Line("replicates_1000_all_rates", replicates, double.NaN);

        var scores = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            scores[i] = random.NextUniform() + (0.1 * sex[i]);
        }

        GC.Collect(2, GCCollectionMode.Forced, true, true);
        var held = GC.GetTotalMemory(true);
        var most = Math.Max(Scores(scores, sex, 2, true), Scores(scores, region, 5, true));
        var scored = CpuClock.Best(1, () => ScoresOn(1, scores, sex, region));
        Line("score_metrics_two_attributes", scored, double.NaN);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"score metrics: {(most - held) / 1e6:F1} MB held beyond the data while one attribute is measured: its sorted scores, 8 bytes a row"));

        // Threads that start once and run for seconds: each counts its own part of the rows 40 times over, then tallies are merged. Beside it what this machine gives
        // to arithmetic without memory, and to reading the same columns without counting: where those are below 1.8, so is everything.
        const int passes = 40;
        Threads(output, "codes_pass_x40", rows, threads, t => Counted(t, passes, sex, region, decision, outcome));
        Threads(output, "score_metrics_by_attribute", rows, threads, t => ScoresOn(t, scores, sex, region));
        Threads(output, "machine_arithmetic_only", rows, threads, t => Shared(t, (from, to) => Spin((to - from) * passes, rows)));
        Threads(output, "machine_reading_only_x40", rows, threads, t => Shared(t, (from, to) => Read(passes, sex, region, decision, outcome, (int)(rows * (double)from), (int)(rows * (double)to))));
        var same = DisparityParquet.Run(sex, region, decision, outcome, Math.Min(rows, options.Int("parquet-rows", 2_000_000)), output, log);
        return ours <= 0.1 && replicates <= 0.1 && scored <= 5 && same ? 0 : 2;
    }

    // SMD, KS, Wasserstein and superiority of every group against the first, exact; gives back the memory held at its height.
    private static long Scores(double[] scores, int[] codes, int groups, bool weigh = false)
    {
        var samples = ScoreSample.ByGroup(scores, codes, groups);
        for (var g = 1; g < groups; g++)
        {
            ScoreDistance.All(samples[g], samples[0]);
            MeanDifference.CohensD(samples[g].Scores, samples[0].Scores);
        }

        var height = weigh ? GC.GetTotalMemory(true) : 0;
        GC.KeepAlive(samples);
        return height;
    }

    private static void ScoresOn(int threads, double[] scores, int[] sex, int[] region)
    {
        Action[] work = [() => Scores(scores, sex, 2), () => Scores(scores, region, 5)];
        if (threads == 1)
        {
            Array.ForEach(work, w => w());
            return;
        }

        Run([.. work]);
    }

    private static void Threads(TextWriter output, string what, int rows, int threads, Action<int> work)
    {
        double cpuOne = 0, cpuMany = 0;
        var one = Wall(3, () => cpuOne = CpuClock.Seconds(() => work(1)));
        var many = Wall(3, () => cpuMany = CpuClock.Seconds(() => work(threads)));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"wall_threads_{threads}_{what},{rows},{many:F3},{one:F3},{one / many:F2}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cpu_threads_{threads}_{what},{rows},{cpuMany:F3},{cpuOne:F3},{cpuOne / cpuMany:F2}"));
    }

    private static double Wall(int runs, Action work) => Enumerable.Range(0, runs).Min(_ =>
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    });

    private static void Run(IReadOnlyList<Action> work)
    {
        Thread[] threads = [.. work.Select(w => new Thread(() => w()))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
    }

    private static void Shared(int threads, Action<double, double> part) =>
        Run([.. Enumerable.Range(0, threads).Select(t => (Action)(() => part((double)t / threads, (t + 1.0) / threads)))]);

    private static void Counted(int threads, int passes, int[] sex, int[] region, sbyte[] decision, sbyte[] outcome)
    {
        var tallies = new ConfusionTally[threads, 2];
        Run([.. Enumerable.Range(0, threads).Select(t => (Action)(() =>
        {
            ConfusionTally first = new(0, 2, false, false), second = new(0, 5, false, false);
            for (var pass = 0; pass < passes; pass++)
            {
                Pass(first, second, sex, region, decision, outcome, (int)((long)sex.Length * t / threads), (int)((long)sex.Length * (t + 1) / threads));
            }

            (tallies[t, 0], tallies[t, 1]) = (first, second);
        }))]);
        for (var t = 1; t < threads; t++)
        {
            tallies[0, 0].Merge(tallies[t, 0]);
            tallies[0, 1].Merge(tallies[t, 1]);
        }
    }

    // A chain that neither memory nor a second thread on another core can slow.
    private static void Spin(double share, int rows)
    {
        ulong x = 1;
        for (long i = 0; i < share * rows; i++)
        {
            x = (x * 6364136223846793005) + 1442695040888963407;
        }

        GC.KeepAlive(x);
    }

    private static void Read(int passes, int[] sex, int[] region, sbyte[] decision, sbyte[] outcome, int from, int to)
    {
        long sum = 0;
        for (var pass = 0; pass < passes; pass++)
        {
            sum += System.Numerics.Tensors.TensorPrimitives.Sum<int>(sex.AsSpan(from..to)) + System.Numerics.Tensors.TensorPrimitives.Sum<int>(region.AsSpan(from..to));
            sum += System.Numerics.Tensors.TensorPrimitives.Max<sbyte>(decision.AsSpan(from..to)) + System.Numerics.Tensors.TensorPrimitives.Max<sbyte>(outcome.AsSpan(from..to));
        }

        GC.KeepAlive(sum);
    }

    private static void Pass(ConfusionTally a, ConfusionTally? b, int[] first, int[]? second, sbyte[] decision, sbyte[] outcome, int from, int to)
    {
        for (var start = from; start < to; start += Batch.MaxRows)
        {
            var n = Math.Min(Batch.MaxRows, to - start);
            a.Add(new ScoredBatch { Rows = n, Favourable = decision.AsSpan(start, n), Adverse = outcome.AsSpan(start, n), Groups = first.AsSpan(start, n) });
            b?.Add(new ScoredBatch { Rows = n, Favourable = decision.AsSpan(start, n), Adverse = outcome.AsSpan(start, n), Groups = second.AsSpan(start, n) });
        }
    }

    // Four metrics, each of which scans the rows of each group: what a metric frame does, without its copies.
    private static long Scans(int[] sex, int sexes, int[] region, int regions, sbyte[] decision, sbyte[] outcome)
    {
        long sum = 0;
        foreach (var (codes, groups) in new[] { (sex, sexes), (region, regions) })
        {
            for (var g = 0; g < groups; g++)
            {
                for (var metric = 0; metric < 4; metric++)
                {
                    for (var i = 0; i < codes.Length; i++)
                    {
                        sum += codes[i] == g && (metric < 2 || outcome[i] == metric - 2) ? decision[i] : 0;
                    }
                }
            }
        }

        return sum;
    }
}

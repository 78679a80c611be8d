using System.Globalization;
using ScoringAudit.Explanation;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>The association share over many worlds: coverage of its intervals where the mechanism is the model, exactly 0 with the channel off, and how often the refit test rejects where training sees features that tell nothing.</summary>
internal sealed class CalibrateAssociationShare : IBenchmarkCommand
{
    private const double Level = 0.95;

    public string Summary => "[--worlds 1000] [--bootstrap 1000] [--draws 200] [--nulls 1000] [--trees 200] [--held-out 200] [--seed 7] coverage of the association share's intervals; size of the refit test";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        int worlds = options.Int("worlds", 1000), bootstrap = options.Int("bootstrap", 1000), draws = options.Int("draws", 200);
        var root = Streams.FromSeed((ulong)options.Int("seed", 7)).Derive("calibrate/association-share");
        output.WriteLine("part,model,strength,dependence,streets,method,worlds,undefined,truth,mean,rate,low999,high999,judgement");
        var failed = false;
        foreach (var model in new[] { "additive", "gate" })
        {
            foreach (var strength in new[] { 0, 0.3, 1 })
            {
                foreach (var dependence in new[] { 0, 0.6 })
                {
                    foreach (var streets in new[] { 30, 100, 300 })
                    {
                        failed |= Coverage(root, output, model, strength, dependence, streets, worlds, streets > 100 ? 0 : bootstrap, draws);
                    }
                }
            }
        }

        failed |= Null(root, output, "least squares", new ShareNull.LeastSquares(), options.Int("nulls", 1000), 700, clustered: false, heldOut: false);
        failed |= Null(root, output, "least squares", new ShareNull.LeastSquares(), options.Int("nulls", 1000), 700, clustered: true, heldOut: false);
        failed |= Null(root, output, "fasttree", new MlNetTrainer(), options.Int("trees", 200), 400, clustered: false, heldOut: false);
        failed |= Null(root, output, "fasttree", new MlNetTrainer(), options.Int("held-out", 200), 400, clustered: false, heldOut: true);
        log.WriteLine(failed ? "At least one row fails." : "Every row holds.");
        return failed ? 2 : 0;
    }

    private static bool Coverage(Streams root, TextWriter output, string model, double strength, double dependence, int streets, int worlds, int bootstrap, int draws)
    {
        var world = new ShareWorld(model, strength, dependence);
        var streams = root.Derive(FormattableString.Invariant($"{model}/{strength}/{dependence}/{streets}"));
        CoverageCell jackknife = new(), group = new(), boot = new();
        double truth = world.Truth(), truthOfGroup = world.Truth(1), sum = 0;
        var wrong = 0;
        for (var w = 0; w < worlds; w++)
        {
            var (rows, codes, groups) = world.Draw(streams.Derive(w), streets);
            var share = AssociationShare.Measure(world.Scorer, rows);
            sum += share.Share().Or(double.NaN);
            if (strength == 0)
            {
                wrong += share.Share() is { IsDefined: true, Value: 0 } && share.Others.All(v => v == 0) ? 0 : 1;
                continue;
            }

            jackknife.Add(share.Intervals(Level, codes)[0].Interval, truth);
            group.Add(share.Intervals(Level, codes, groups, [1])[0].Interval, truthOfGroup);
            if (w < bootstrap)
            {
                boot.Add(share.Bootstrap(Level, streams.Derive(w), draws, codes).Interval, truth);
            }
        }

        if (strength == 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"off,{model},0,{dependence},{streets},exactly 0,{worlds},0,0,{sum / worlds:F4},{1 - ((double)wrong / worlds):F4},,,{(wrong == 0 ? "holds" : "fails")}"));
            return wrong > 0;
        }

        Write("jackknife", jackknife, truth, sum / worlds);
        Write("jackknife of a group", group, truthOfGroup, double.NaN);
        if (boot.Defined + boot.Undefined > 0)
        {
            Write(FormattableString.Invariant($"bootstrap of {draws} draws"), boot, truth, double.NaN);
        }

        return jackknife.Fails || group.Fails;

        void Write(string method, CoverageCell cell, double known, double mean) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"coverage,{model},{strength},{dependence},{streets},{method},{cell.Defined + cell.Undefined},{cell.Undefined},{known:F4},{(double.IsNaN(mean) ? string.Empty : mean.ToString("F4", CultureInfo.InvariantCulture))},{cell.Coverage:F4},{cell.Limits.Low:F4},{cell.Limits.High:F4},{(cell.Fails ? "fails" : "holds")}"));
    }

    // Outcomes follow three own features; three associative ones go along with the first of them and tell nothing beyond. Audited: the rows that trained, or as many others.
    private static bool Null(Streams root, TextWriter output, string name, ITrainer trainer, int worlds, int n, bool clustered, bool heldOut)
    {
        if (worlds == 0)
        {
            return false;
        }

        var streams = root.Derive(FormattableString.Invariant($"null/{name}/{n}/{clustered}{(heldOut ? "/held out" : string.Empty)}"));
        int size = heldOut ? 2 * n : n;
        bool[]? training = heldOut ? [.. Enumerable.Range(0, size).Select(i => i < n)] : null;
        bool[] chosen = [.. Enumerable.Range(0, size).Select(i => !heldOut || i >= n)];
        int[]? trainedAs = heldOut ? null : [.. Enumerable.Range(0, n)];
        var results = new (double Share, double PValue)[worlds];

        // Training waits for tasks of its own: the pool must have threads left for them.
        ThreadPool.SetMinThreads(4 * Environment.ProcessorCount, 1);
        Parallel.For(0, worlds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, w =>
        {
            var (rows, roles, streets) = ShareNull.Rows(streams.Derive(w), size, clustered);
            var plan = new TrainingPlan("fasttree", roles, training, 3);
            var scorer = trainer.Train(rows, plan, default).Scorer;
            var audited = FeatureMatrix.Read(rows, scorer.Features, chosen);
            var share = AssociationShare.Measure(scorer, audited).Share();
            var result = RetrainedNull.Measure(trainer, rows, plan, scorer, share, audited, 19, streams.Derive(w), blocks: clustered ? streets : null, trainedAs: trainedAs);
            results[w] = (share.Or(0), result.PValue);
        });
        var rejected = results.Count(r => r.PValue <= 0.05);
        var limits = BinomialInterval.ClopperPearson(rejected, worlds, 0.999);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"null,{name}{(clustered ? " in streets" : string.Empty)}{(heldOut ? " held out" : string.Empty)},0,0.5,{n / 10},rejects at 5 %,{worlds},{results.Count(r => double.IsNaN(r.PValue))},0,{results.Average(r => r.Share):F4},{(double)rejected / worlds:F4},{limits.Low:F4},{limits.High:F4},{(limits.Low > 0.05 ? "fails" : "holds")}"));
        return limits.Low > 0.05;
    }
}

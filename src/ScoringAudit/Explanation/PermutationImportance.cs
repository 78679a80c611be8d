using ScoringAudit.Primitives;
using ScoringAudit.Scoring;
using ScoringAudit.Statistics;

namespace ScoringAudit.Explanation;

/// <summary>Permutation importance: how much a metric worsens when one feature's values are dealt out among the audited rows at random.</summary>
/// <remarks>
/// importance = metric(scores) − metric(scores with the feature's column permuted), with the sign turned for a loss, so that positive
/// means that the score relies on the feature. Baseline and permuted metric are of the same rows. A category is permuted as one
/// feature, never slot by slot, so that no row is in two cities. The permutation of a feature in a repeat is a pure function of the
/// stream "permutation-importance", the feature's name and the repeat: other features, their order and threads do not matter.
/// Importance of correlated features is shared in an arbitrary way, and permuted rows may be impossible people (Hooker et al. 2021);
/// permuting within strata softens both. Sources: Breiman 2001, section 10; Fisher, Rudin and Dominici 2019, section 3.
/// </remarks>
public static class PermutationImportance
{
    /// <summary>Measures importance for several metrics with the same permutations.</summary>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">The audited rows.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="streams">Parent of the stream "permutation-importance".</param>
    /// <param name="options">Repeats, threads, strata; null: the defaults.</param>
    /// <param name="cancel">Stops the work with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One result for each metric, in order.</returns>
    /// <exception cref="ArgumentException">The rows have other features than the score, or an option is out of range.</exception>
    public static IReadOnlyList<PermutationImportanceResult> Measure(
        IScorer scorer,
        FeatureMatrix rows,
        IReadOnlyList<IImportanceMetric> metrics,
        Streams streams,
        PermutationImportanceOptions? options = null,
        CancellationToken cancel = default) =>
        Measure(scorer, rows, metrics, streams, options, useTrees: true, cancel);

    /// <summary>Measures with or without the short cut for tree ensembles; both give the same bits.</summary>
    internal static IReadOnlyList<PermutationImportanceResult> Measure(
        IScorer scorer,
        FeatureMatrix rows,
        IReadOnlyList<IImportanceMetric> metrics,
        Streams streams,
        PermutationImportanceOptions? options,
        bool useTrees,
        CancellationToken cancel)
    {
        options ??= new PermutationImportanceOptions();
        Check(scorer, rows, options);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel };
        var stream = streams.Derive("permutation-importance");
        var permuter = new ColumnPermuter(stream, options.Strata, rows.Rows);
        var rescorer = useTrees ? TreeRescorer.For(scorer, rows) ?? new WholeRescorer(scorer, rows) : new WholeRescorer(scorer, rows);

        var baselineScores = new double[rows.Rows];
        ParallelScoring.Score(scorer, rows.All, baselineScores, options.Threads, cancel);
        Estimate[] baseline = [.. metrics.Select(m => m.Evaluate(baselineScores, scorer.Scale))];

        var values = new Estimate[metrics.Count, rows.Schema.Count, options.Repeats];
        var work = Work(rows.Schema, options.Repeats, rescorer);
        var wave = new PermutedColumn[Math.Min(work.Count, WaveSize(options, rows.Rows))];
        for (var i = 0; i < wave.Length; i++)
        {
            wave[i] = new PermutedColumn(rows.Rows);
        }

        for (var start = 0; start < work.Count; start += wave.Length)
        {
            var size = Math.Min(wave.Length, work.Count - start);
            Parallel.For(0, size, parallel, i =>
            {
                (wave[i].Feature, wave[i].Repeat) = work[start + i];
                permuter.Permute(rows.Schema.Features[wave[i].Feature].Name, wave[i].Repeat, rows.Columns[wave[i].Feature], wave[i].Values);
            });
            rescorer.Score(wave.AsMemory(0, size), parallel);
            Parallel.For(0, size, parallel, i =>
            {
                for (var m = 0; m < metrics.Count; m++)
                {
                    values[m, wave[i].Feature, wave[i].Repeat] = metrics[m].Evaluate(wave[i].Scores, scorer.Scale);
                }
            });
            options.Progress?.Report((double)(start + size) / work.Count);
        }

        return [.. metrics.Select((metric, m) => new PermutationImportanceResult(
            metric.Id,
            metric.HigherIsBetter,
            baseline[m],
            rows.Rows,
            stream.Path,
            [.. rows.Schema.Features.Select((feature, f) => Summarise(
                feature,
                metric,
                baseline[m],
                [.. Enumerable.Range(0, options.Repeats).Select(r => rescorer.Uses(f) ? values[m, f, r] : baseline[m])],
                options.Level))]))];
    }

    /// <summary>Measures importance for one metric.</summary>
    /// <inheritdoc cref="Measure(IScorer, FeatureMatrix, IReadOnlyList{IImportanceMetric}, Streams, PermutationImportanceOptions?, CancellationToken)"/>
    public static PermutationImportanceResult Measure(
        IScorer scorer,
        FeatureMatrix rows,
        IImportanceMetric metric,
        Streams streams,
        PermutationImportanceOptions? options = null,
        CancellationToken cancel = default) =>
        Measure(scorer, rows, [metric], streams, options, cancel)[0];

    private static FeatureImportance Summarise(Feature feature, IImportanceMetric metric, Estimate baseline, Estimate[] permuted, double level)
    {
        foreach (var estimate in permuted.Prepend(baseline))
        {
            if (!estimate.IsDefined)
            {
                return new FeatureImportance(feature.Name, feature.Origin, estimate, null, null, []);
            }
        }

        var sign = metric.HigherIsBetter ? 1 : -1;
        double[] drops = [.. permuted.Select(p => sign * (baseline.Value - p.Value))];
        var mean = drops.Sum() / drops.Length;
        if (drops.Length < 2)
        {
            return new FeatureImportance(feature.Name, feature.Origin, Estimate.Of(mean), null, null, drops);
        }

        var deviation = Math.Sqrt(drops.Sum(d => (d - mean) * (d - mean)) / (drops.Length - 1));
        var half = StudentQuantile.TwoSided(level, drops.Length - 1) * deviation / Math.Sqrt(drops.Length);
        return new FeatureImportance(
            feature.Name, feature.Origin, Estimate.Of(mean), deviation, new Interval(mean - half, mean + half, level), drops);
    }

    // Repeats outside, features inside: a short wave then still holds different features.
    private static List<(int Feature, int Repeat)> Work(FeatureSchema schema, int repeats, IRescorer rescorer)
    {
        var work = new List<(int, int)>();
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            for (var feature = 0; feature < schema.Count; feature++)
            {
                if (rescorer.Uses(feature))
                {
                    work.Add((feature, repeat));
                }
            }
        }

        return work;
    }

    private static int WaveSize(PermutationImportanceOptions options, int rows)
    {
        var each = Math.Max(1, rows) * (long)(sizeof(float) + sizeof(double));
        return (int)Math.Clamp(options.MemoryBudget / each, options.Threads, 4096);
    }

    private static void Check(IScorer scorer, FeatureMatrix rows, PermutationImportanceOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Repeats, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        var names = scorer.Features.Features.Select(f => f.Name);
        if (!names.SequenceEqual(rows.Schema.Features.Select(f => f.Name), StringComparer.Ordinal))
        {
            throw new ArgumentException("The rows have other features than the score.", nameof(rows));
        }
    }
}

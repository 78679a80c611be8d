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
/// conditional importance softens both: it deals a feature out only among people for whom the others foretell about the same (Strobl et al. 2008), or deals out what they leave unexplained. Groups of features are dealt out together: <see cref="MeasureGroups"/>. Sources: Breiman 2001, section 10; Fisher, Rudin and Dominici 2019, section 3.
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
        var dealer = new ColumnDealer(stream, rows, options);
        var rescorer = useTrees ? TreeRescorer.For(scorer, rows) ?? new WholeRescorer(scorer, rows) : new WholeRescorer(scorer, rows);

        var baselineScores = new double[rows.Rows];
        ParallelScoring.Score(scorer, rows.All, baselineScores, options.Threads, cancel);
        Estimate[] baseline = [.. metrics.Select(m => m.Evaluate(baselineScores, scorer.Scale))];

        var errors = options.OverRows ? new RowErrors(metrics, rows, baselineScores, scorer.Scale, options) : null;
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
                dealer.Deal(wave[i]);
            });
            rescorer.Score(wave.AsMemory(0, size), parallel);
            Parallel.For(0, size, parallel, i =>
            {
                for (var m = 0; m < metrics.Count; m++)
                {
                    values[m, wave[i].Feature, wave[i].Repeat] = metrics[m].Evaluate(wave[i].Scores, scorer.Scale);
                }
            });
            errors?.Add(wave.AsSpan(0, size), cancel);
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
                options.Level,
                errors?.Of(m, f)))]))];
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

    internal static FeatureImportance Summarise(Feature feature, IImportanceMetric metric, Estimate baseline, Estimate[] permuted, double level, (double Variance, int Clusters)? rows = null)
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
        var repeats = deviation * deviation / drops.Length;
        var variance = repeats + (rows?.Variance ?? 0);

        // Satterthwaite 1946: two independent sources of error, each with its own degrees of freedom.
        var free = rows is not { } other || variance == 0 ? drops.Length - 1
            : variance * variance / ((repeats * repeats / (drops.Length - 1)) + (other.Variance * other.Variance / Math.Max(1, other.Clusters - 1)));
        var half = variance == 0 ? 0 : StudentQuantile.TwoSided(level, free) * Math.Sqrt(variance);
        return new FeatureImportance(
            feature.Name, feature.Origin, Estimate.Of(mean), deviation, new Interval(mean - half, mean + half, level), drops) { IsOverRows = rows is not null };
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

    /// <summary>Importance of groups of features, each dealt out as a whole: the members of a group keep their relation to each other.</summary>
    /// <param name="scorer">The score.</param>
    /// <param name="rows">The audited rows.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="groups">The groups; a feature for itself is a group of one.</param>
    /// <param name="streams">Parent of the stream "permutation-importance".</param>
    /// <param name="options">Repeats, threads, strata of the caller's; null: the defaults.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>One result for each metric; its entries are the groups, of the origin of their first feature.</returns>
    public static IReadOnlyList<PermutationImportanceResult> MeasureGroups(
        IScorer scorer, FeatureMatrix rows, IReadOnlyList<IImportanceMetric> metrics, PlayerSet groups, Streams streams, PermutationImportanceOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(groups);
        options ??= new PermutationImportanceOptions();
        Check(scorer, rows, options);
        var stream = streams.Derive("permutation-importance");
        var permuter = new ColumnPermuter(stream, options.Strata, rows.Rows);
        double[] baselineScores = new double[rows.Rows], scores = new double[rows.Rows];
        ParallelScoring.Score(scorer, rows.All, baselineScores, options.Threads, cancel);
        Estimate[] baseline = [.. metrics.Select(m => m.Evaluate(baselineScores, scorer.Scale))];
        var errors = options.OverRows ? new RowErrors(metrics, rows, baselineScores, scorer.Scale, options, groups.Count) : null;
        var values = new Estimate[metrics.Count, groups.Count, options.Repeats];
        float[] order = [.. Enumerable.Range(0, rows.Rows).Select(i => (float)i)], dealt = new float[rows.Rows];
        if (rows.Rows > 1 << 24)
        {
            throw new ArgumentException("More than 16,777,216 rows cannot be dealt out at once.", nameof(rows));
        }

        for (var g = 0; g < groups.Count; g++)
        {
            for (var repeat = 0; repeat < options.Repeats; repeat++)
            {
                // A single feature's group is dealt out as the feature is: the same stream, the same permutation.
                permuter.Permute(groups.Names[g], repeat, order, dealt);
                int[] from = Array.ConvertAll(dealt, d => (int)d);
                float[][] columns = [.. rows.Columns.Select((c, f) => groups.PlayerOf[f] == g ? Array.ConvertAll(from, i => c[i]) : c)];
                ParallelScoring.Score(scorer, new FeatureBlock(columns, 0, rows.Rows), scores, options.Threads, cancel);
                for (var m = 0; m < metrics.Count; m++)
                {
                    values[m, g, repeat] = metrics[m].Evaluate(scores, scorer.Scale);
                }

                errors?.Add(g, repeat, scores);
                options.Progress?.Report((((double)g * options.Repeats) + repeat + 1) / (groups.Count * options.Repeats));
            }
        }

        return [.. metrics.Select((metric, m) => new PermutationImportanceResult(
            metric.Id,
            metric.HigherIsBetter,
            baseline[m],
            rows.Rows,
            stream.Path,
            [.. groups.Names.Select((name, g) => Summarise(
                rows.Schema.Features[Enumerable.Range(0, rows.Schema.Count).First(f => groups.PlayerOf[f] == g)] with { Name = name },
                metric,
                baseline[m],
                [.. Enumerable.Range(0, options.Repeats).Select(r => values[m, g, r])],
                options.Level,
                errors?.Of(m, g)))]))];
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
        if (options.Strata is not null && options.Conditional != ConditionalOn.Nothing)
        {
            throw new ArgumentException("Strata of the caller's and strata of a fit cannot both be used.", nameof(options));
        }

        if (options.Clusters is { } blocks && blocks.Length != rows.Rows)
        {
            throw new ArgumentException($"{blocks.Length} blocks for {rows.Rows} rows.", nameof(options));
        }

        var names = scorer.Features.Features.Select(f => f.Name);
        if (!names.SequenceEqual(rows.Schema.Features.Select(f => f.Name), StringComparer.Ordinal))
        {
            throw new ArgumentException("The rows have other features than the score.", nameof(rows));
        }
    }
}

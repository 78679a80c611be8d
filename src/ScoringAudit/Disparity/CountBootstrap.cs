using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Bootstrap of every count-based metric from the table alone: time grows with the cells, not with the rows.</summary>
/// <remarks>
/// Independent rows: a row bootstrap is exactly a multinomial draw over the cells (Efron and Tibshirani 1993, ch. 6, for discrete data). Clustered rows: whole
/// clusters are drawn. Weighted, independent rows: each cell is a scaled Poisson count with the mean and variance of its sum of weights.
/// Percentile intervals; only where every cell that holds rows of the compared groups holds at least <see cref="FewestRows"/> of them, and every group at
/// least <see cref="FewestRows"/> clusters: below that they cover as little as 26 %. Replicate r uses child r of the stream, so threads and order never matter.
/// </remarks>
public static class CountBootstrap
{
    /// <summary>Fewest rows of an occupied cell, and fewest clusters of a group, for a percentile interval.</summary>
    public const int FewestRows = 10;

    /// <summary>Name of the interval method where rows are independent.</summary>
    public const string Method = "count_bootstrap_percentile";

    private const int Cells = ConfusionCounts.Cells;
    private const long PoissonTrials = 1L << 40;

    /// <summary>Values of rate metrics in every replicate.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="streams">Stream of the draws.</param>
    /// <param name="replicates">Number of replicates.</param>
    /// <param name="metrics">Metrics.</param>
    /// <returns>One array a replicate: metric after metric, group after group; NaN where undefined.</returns>
    public static double[][] Replicates(ConfusionTally tally, Streams streams, int replicates, IReadOnlyList<RateMetric> metrics)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicates);
        var draw = Sampler(tally);
        var table = new double[tally.Groups * Cells];
        var all = new double[replicates][];
        for (var r = 0; r < replicates; r++)
        {
            draw(streams.Derive(r).Sequence(), table);
            var values = new double[metrics.Count * tally.Groups];
            for (var m = 0; m < metrics.Count; m++)
            {
                int successes = (int)metrics[m].Successes, trials = (int)metrics[m].Trials;
                for (var g = 0; g < tally.Groups; g++)
                {
                    double x = 0, n = 0;
                    for (var c = 0; c < Cells; c++)
                    {
                        var value = table[(g * Cells) + c];
                        x += (successes >> c & 1) * value;
                        n += (trials >> c & 1) * value;
                    }

                    values[(m * tally.Groups) + g] = n > 0 ? x / n : double.NaN;
                }
            }

            all[r] = values;
        }

        return all;
    }

    /// <summary>Any statistic of the table with a percentile interval, for measures over several groups and strata at once.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="statistic">The statistic of one table a group; null where undefined.</param>
    /// <param name="level">Level of the interval.</param>
    /// <param name="streams">Stream of the draws.</param>
    /// <param name="replicates">Number of replicates, at least 100.</param>
    /// <returns>Without interval where an occupied cell holds fewer than <see cref="FewestRows"/> rows, where there are fewer such clusters, or where more than 1 % of the replicates are undefined.</returns>
    public static IntervalEstimate Statistic(ConfusionTally tally, Func<IReadOnlyList<ConfusionCounts>, Estimate> statistic, double level, Streams streams, int replicates = 1_000)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 100);
        var counts = Enumerable.Range(0, tally.Groups).Select(tally.Counts).ToArray();
        var value = statistic(counts);
        long? clusters = tally.Clustered ? tally.ClusterTables().Length : null;
        var enough = clusters is { } k ? k >= FewestRows : counts.All(t => Enumerable.Range(0, Cells).All(c => t[c].Rows is 0 or >= FewestRows));
        if (!enough || !value.IsDefined)
        {
            return new IntervalEstimate(value, null, IntervalMethods.None, Clusters: clusters);
        }

        var draw = Sampler(tally);
        var table = new double[tally.Groups * Cells];
        var drawn = new List<double>(replicates);
        var sample = new ConfusionCounts[tally.Groups];
        var cells = new CellCount[Cells];
        for (var r = 0; r < replicates; r++)
        {
            draw(streams.Derive(r).Sequence(), table);
            for (var g = 0; g < sample.Length; g++)
            {
                for (var c = 0; c < Cells; c++)
                {
                    var x = Math.Max(0, table[(g * Cells) + c]);
                    cells[c] = new CellCount((long)Math.Round(x), x, x);
                }

                sample[g] = ConfusionCounts.FromCells(cells);
            }

            if (statistic(sample) is { IsDefined: true } replicate)
            {
                drawn.Add(replicate.Value);
            }
        }

        if (drawn.Count < 0.99 * replicates)
        {
            return new IntervalEstimate(value, null, IntervalMethods.None, Clusters: clusters);
        }

        drawn.Sort();
        double[] sorted = [.. drawn];
        return new IntervalEstimate(
            value,
            new Interval(MultinomialCounts.Quantile(sorted, (1 - level) / 2), MultinomialCounts.Quantile(sorted, (1 + level) / 2), level),
            clusters is null ? Method : IntervalMethods.ClusterBootstrapPercentile,
            Clusters: clusters);
    }

    /// <summary>Group, difference and ratio versions of any metric, the caller's own included, with percentile intervals.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="grouping">The attribute that was tallied.</param>
    /// <param name="metric">The metric; comparisons are called id_difference and id_ratio.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <param name="streams">Stream of the draws.</param>
    /// <param name="replicates">Number of replicates, at least 100.</param>
    public static IReadOnlyList<GroupResult> Of(ConfusionTally tally, Grouping grouping, CompositeMetric metric, double level, Streams streams, int replicates = 1_000)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(grouping);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 100);
        var groups = tally.Groups;
        var counts = Enumerable.Range(0, groups).Select(tally.Counts).ToArray();
        var values = counts.Select(metric.Of).ToArray();
        var reference = GroupRates.ReferenceOf(tally, grouping);
        var draw = Sampler(tally);
        var drawn = new double[groups][];
        for (var g = 0; g < groups; g++)
        {
            drawn[g] = new double[replicates];
        }

        var table = new double[groups * Cells];
        var cells = new CellCount[Cells];
        for (var r = 0; r < replicates; r++)
        {
            draw(streams.Derive(r).Sequence(), table);
            for (var g = 0; g < groups; g++)
            {
                for (var c = 0; c < Cells; c++)
                {
                    var value = Math.Max(0, table[(g * Cells) + c]);
                    cells[c] = new CellCount((long)Math.Round(value), value, value);
                }

                drawn[g][r] = metric.Of(ConfusionCounts.FromCells(cells)) is { IsDefined: true } e ? e.Value : double.NaN;
            }
        }

        var clusters = tally.Clustered ? ClustersOf(tally) : null;
        bool Enough(int g) => Enumerable.Range(0, Cells).All(c => counts[g][c].Rows is 0 or >= FewestRows) && (clusters is null || clusters[g] >= FewestRows);
        var results = new List<GroupResult>();
        for (var g = 0; g < groups; g++)
        {
            var g0 = g;
            results.Add(Result(metric.Id, g, -1, values[g], Enough(g) ? r => drawn[g0][r] : null, counts[g], null, level, 0, double.NaN, replicates, clusters?[g]));
        }

        var present = values.Count(v => v.IsDefined);
        var comparisons = grouping.Reference == ProtectedRole.HighestRate ? present * (present - 1) / 2 : present - 1;
        for (var g = 0; g < groups && present > 1; g++)
        {
            if (g == reference)
            {
                continue;
            }

            var (a, b) = (values[g], values[reference]);
            double[] of = drawn[g], against = drawn[reference];
            var enough = Enough(g) && Enough(reference);
            results.Add(Result(
                metric.Id + "_difference", g, reference, Both(a, b, (x, y) => Estimate.Of(x - y)), enough ? r => of[r] - against[r] : null, counts[g], counts[reference], level, comparisons, 0, replicates, clusters?[g]));
            results.Add(Result(
                metric.Id + "_ratio", g, reference, Both(a, b, (x, y) => y == 0 ? Estimate.Undefined("the value of the reference group is 0") : Estimate.Of(x / y)), enough ? r => of[r] / against[r] : null, counts[g], counts[reference], level, comparisons, 1, replicates, clusters?[g]));
        }

        return results;
    }

    private static GroupResult Result(
        string measure, int g, int reference, Estimate value, Func<int, double>? replicate, ConfusionCounts of, ConfusionCounts? against, double level, int comparisons, double none, int replicates, long? clusters)
    {
        double[] cells = [.. Rows(of), .. against is null ? [] : Rows(against)];
        var n = of.Sum(ConfusionCells.Decided).Rows;
        double[] sorted = replicate is null || !value.IsDefined ? [] : [.. Enumerable.Range(0, replicates).Select(replicate).Where(double.IsFinite).Order()];
        if (sorted.Length < 0.99 * replicates)
        {
            return new GroupResult(measure, g, reference, new IntervalEstimate(value, null, IntervalMethods.None, Clusters: clusters), n, cells) { Comparisons = comparisons };
        }

        Interval At(double l) => new(MultinomialCounts.Quantile(sorted, (1 - l) / 2), MultinomialCounts.Quantile(sorted, (1 + l) / 2), l);
        var below = Array.FindAll(sorted, v => v <= none).Length;
        var above = Array.FindAll(sorted, v => v >= none).Length;
        return new GroupResult(measure, g, reference, new IntervalEstimate(value, At(level), clusters is null ? IntervalMethods.CountBootstrapPercentile : IntervalMethods.ClusterBootstrapPercentile, Clusters: clusters), n, cells)
        {
            Simultaneous = comparisons > 1 ? At(1 - ((1 - level) / comparisons)) : null,
            Comparisons = comparisons,
            PValue = double.IsNaN(none) ? null : Math.Min(1, 2.0 * (Math.Min(below, above) + 1) / (sorted.Length + 1)),
            Replicates = replicates,
        };
    }

    private static IEnumerable<double> Rows(ConfusionCounts counts) =>
        Enumerable.Range(0, Cells).Where(c => c < 4 || counts[c].Rows > 0).Select(c => (double)counts[c].Rows);

    private static Estimate Both(Estimate a, Estimate b, Func<double, double, Estimate> with) =>
        !a.IsDefined ? a : !b.IsDefined ? Estimate.Undefined("for the reference group, " + b.Reason) : with(a.Value, b.Value);

    private static long[] ClustersOf(ConfusionTally tally)
    {
        var clusters = new long[tally.Groups];
        foreach (var table in tally.ClusterTables())
        {
            for (var g = 0; g < clusters.Length; g++)
            {
                var rows = 0.0;
                for (var c = 0; c < Cells; c++)
                {
                    rows += table[(g * Cells) + c];
                }

                clusters[g] += rows > 0 ? 1 : 0;
            }
        }

        return clusters;
    }

    // Fills a table of groups × 6 with one replicate.
    private static Action<RandomSequence, double[]> Sampler(ConfusionTally tally)
    {
        if (tally.Clustered)
        {
            var clusters = tally.ClusterTables();
            var drawn = new int[clusters.Length];
            return (random, table) =>
            {
                Array.Clear(table);
                MultinomialCounts.ClusterWeights(ref random, drawn);
                for (var k = 0; k < clusters.Length; k++)
                {
                    if (drawn[k] == 0)
                    {
                        continue;
                    }

                    for (var c = 0; c < table.Length; c++)
                    {
                        table[c] += drawn[k] * clusters[k][c];
                    }
                }
            };
        }

        var counts = Enumerable.Range(0, tally.Groups).Select(tally.Counts).ToArray();
        if (tally.Weighted)
        {
            return (random, table) =>
            {
                for (var c = 0; c < table.Length; c++)
                {
                    var cell = counts[c / Cells][c % Cells];
                    table[c] = cell.SquaredWeight > 0
                        ? cell.SquaredWeight / cell.Weight * BinomialSampler.Draw(ref random, PoissonTrials, cell.Weight / cell.SquaredWeight * cell.Weight / PoissonTrials)
                        : 0;
                }
            };
        }

        var rows = new double[tally.Groups * Cells];
        long total = 0;
        for (var c = 0; c < rows.Length; c++)
        {
            rows[c] = counts[c / Cells][c % Cells].Rows;
            total += (long)rows[c];
        }

        var sample = new long[rows.Length];
        return (random, table) =>
        {
            MultinomialCounts.Draw(ref random, total, rows, sample);
            for (var c = 0; c < table.Length; c++)
            {
                table[c] = sample[c];
            }
        };
    }
}

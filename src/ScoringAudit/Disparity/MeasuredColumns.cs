using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Numbers of every row by group: any function of a group's rows gets its group, difference and ratio versions with intervals.</summary>
/// <remarks>
/// <c>GroupMetrics.Of(rows).By("sex", "M").Columns("price", "score").Of("rmse", r =&gt; NumericErrors.RootMeanSquare(r.Column("score"), r.Column("price")), streams)</c>.
/// Percentile intervals of a bootstrap that draws whole rows, or whole clusters where <c>Clustered</c> named them; only where a group has at least
/// <see cref="FewestUnits"/> of them. Replicate r uses child r of the stream. A metric that cannot be below 0 lies above 0 in every sample, and so does its interval.
/// Source: Efron and Tibshirani 1993, ch. 6 and 13.
/// </remarks>
public sealed class MeasuredColumns
{
    /// <summary>Fewest rows, or clusters, of a group for an interval.</summary>
    public const int FewestUnits = 30;

    private readonly IReadOnlyList<string> _names;
    private readonly double[][] _columns;
    private readonly int[] _codes;
    private readonly int[] _clusters;
    private readonly double _level;

    internal MeasuredColumns(IReadOnlyList<string> names, double[][] columns, int[] codes, int[] clusters, Grouping grouping, double level)
    {
        (_names, _columns, _codes, _clusters, Grouping, _level) = (names, columns, codes, clusters, grouping, level);
        Counts = [.. Enumerable.Range(0, grouping.Groups.Count).Select(g => codes.LongCount(c => c == g))];
    }

    /// <summary>The groups and the reference.</summary>
    public Grouping Grouping { get; }

    /// <summary>Names of the groups.</summary>
    public IReadOnlyList<string> Groups => Grouping.Groups;

    /// <summary>Rows of each group; rows without a value are in no group.</summary>
    public IReadOnlyList<long> Counts { get; }

    /// <summary>The rows of a group.</summary>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    public GroupRows Rows(string group)
    {
        var code = Groups.ToList().IndexOf(group);
        return code >= 0 ? Part([.. Enumerable.Range(0, _codes.Length).Where(i => _codes[i] == code)])
            : throw new ArgumentException($"There is no group '{group}'. {(Nearest.Of(group, Groups) is { } near ? $"Did you mean '{near}'?" : "The groups are: " + string.Join(", ", Groups.Take(12)) + ".")}", nameof(group));
    }

    /// <summary>A metric that is a plain number; NaN and infinity are undefined.</summary>
    /// <param name="id">Name of the metric; comparisons are called id_difference and id_ratio.</param>
    /// <param name="metric">The metric of a group's rows.</param>
    /// <param name="streams">Stream of the draws.</param>
    /// <param name="replicates">Number of replicates, at least 100.</param>
    public IReadOnlyList<GroupResult> Of(string id, Func<GroupRows, double> metric, Streams streams, int replicates = 500)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return Of(id, rows => metric(rows) is var value && double.IsFinite(value) ? Estimate.Of(value) : Estimate.Undefined("the metric is not a finite number"), streams, replicates);
    }

    /// <summary>A metric that may be undefined and say why.</summary>
    /// <param name="id">Name of the metric; comparisons are called id_difference and id_ratio.</param>
    /// <param name="metric">The metric of a group's rows.</param>
    /// <param name="streams">Stream of the draws.</param>
    /// <param name="replicates">Number of replicates, at least 100.</param>
    public IReadOnlyList<GroupResult> Of(string id, Func<GroupRows, Estimate> metric, Streams streams, int replicates = 500)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 100);
        var groups = Groups.Count;
        var reference = RateEngine.ReferenceOf(Grouping, [.. Counts.Select(n => new GroupCount(n, 0, n, n, 0))]);
        Estimate Value(int[] rows) => rows.Length == 0 ? Estimate.Undefined("the group has no rows") : metric(Part(rows));
        var values = Enumerable.Range(0, groups).Select(g => Value([.. Enumerable.Range(0, _codes.Length).Where(i => _codes[i] == g)])).ToArray();
        var units = Units();
        var sizes = Enumerable.Range(0, groups).Select(g => units.Count(u => u.Any(i => _codes[i] == g))).ToArray();
        var drawn = Draws(units, Value, streams, replicates);
        var results = new List<GroupResult>();
        for (var g = 0; g < groups; g++)
        {
            results.Add(Result(id, g, -1, values[g], sizes[g] >= FewestUnits ? drawn[g] : [], replicates, 0, double.NaN));
        }

        var present = values.Count(v => v.IsDefined);
        var comparisons = Grouping.Reference == ProtectedRole.HighestRate ? present * (present - 1) / 2 : present - 1;
        for (var g = 0; g < groups && present > 1; g++)
        {
            if (g == reference)
            {
                continue;
            }

            var (a, b) = (values[g], values[reference]);
            var enough = Math.Min(sizes[g], sizes[reference]) >= FewestUnits;
            Estimate Both(Func<double, double, Estimate> with) => !a.IsDefined ? a : !b.IsDefined ? Estimate.Undefined("for the reference group, " + b.Reason) : with(a.Value, b.Value);
            double[] Pairs(Func<double, double, double> with) => enough ? [.. drawn[g].Zip(drawn[reference], with)] : [];
            results.Add(Result(id + "_difference", g, reference, Both((x, y) => Estimate.Of(x - y)), Pairs((x, y) => x - y), replicates, comparisons, 0));
            results.Add(Result(
                id + "_ratio", g, reference, Both((x, y) => y == 0 ? Estimate.Undefined("the value of the reference group is 0") : Estimate.Of(x / y)), Pairs((x, y) => x / y), replicates, comparisons, 1));
        }

        return results;
    }

    private GroupRows Part(int[] rows) => new(_names, [.. _columns.Select(c => (double[])[.. rows.Select(i => c[i])])]);

    private int[][] Units() => _clusters.Length == 0
        ? [.. Enumerable.Range(0, _codes.Length).Where(i => _codes[i] >= 0).Select(i => (int[])[i])]
        : [.. Enumerable.Range(0, _codes.Length).Where(i => _codes[i] >= 0).GroupBy(i => _clusters[i]).Select(u => u.ToArray())];

    // Values of each group in each replicate; NaN where undefined.
    private double[][] Draws(int[][] units, Func<int[], Estimate> value, Streams streams, int replicates)
    {
        var drawn = Groups.Select(_ => new double[replicates]).ToArray();
        var times = new int[units.Length];
        for (var r = 0; r < replicates; r++)
        {
            var random = streams.Derive(r).Sequence();
            MultinomialCounts.ClusterWeights(ref random, times);
            var rows = Groups.Select(_ => new List<int>()).ToArray();
            for (var u = 0; u < units.Length; u++)
            {
                for (var t = 0; t < times[u]; t++)
                {
                    foreach (var row in units[u])
                    {
                        rows[_codes[row]].Add(row);
                    }
                }
            }

            for (var g = 0; g < drawn.Length; g++)
            {
                drawn[g][r] = value([.. rows[g]]) is { IsDefined: true } e ? e.Value : double.NaN;
            }
        }

        return drawn;
    }

    private GroupResult Result(string measure, int g, int reference, Estimate value, double[] drawn, int replicates, int comparisons, double none)
    {
        long n = Counts[g];
        double[] cells = reference < 0 ? [n] : [n, Counts[reference]];
        double[] sorted = value.IsDefined ? [.. drawn.Where(double.IsFinite).Order()] : [];
        if (sorted.Length < 0.99 * replicates)
        {
            return new GroupResult(measure, g, reference, new IntervalEstimate(value, null, IntervalMethods.None), n, cells) { Comparisons = comparisons };
        }

        Interval At(double l) => new(MultinomialCounts.Quantile(sorted, (1 - l) / 2), MultinomialCounts.Quantile(sorted, (1 + l) / 2), l);
        int below = Array.FindAll(sorted, v => v <= none).Length, above = Array.FindAll(sorted, v => v >= none).Length;
        return new GroupResult(measure, g, reference, new IntervalEstimate(value, At(_level), _clusters.Length == 0 ? "row_bootstrap_percentile" : IntervalMethods.ClusterBootstrapPercentile), n, cells)
        {
            Simultaneous = comparisons > 1 ? At(1 - ((1 - _level) / comparisons)) : null,
            Comparisons = comparisons,
            PValue = double.IsNaN(none) ? null : Math.Min(1, 2.0 * (Math.Min(below, above) + 1) / (sorted.Length + 1)),
            Replicates = replicates,
        };
    }
}

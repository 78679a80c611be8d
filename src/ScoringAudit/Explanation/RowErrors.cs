using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The sampling error of importances over rows: each row's pull on the metric less its mean pull after permutations, summed by block.</summary>
/// <remarks>First order (infinitesimal jackknife): permuted values count as new draws, not as other rows' own. Three repeats tell the pull after permutations.</remarks>
internal sealed class RowErrors
{
    private const int Repeats = 3;

    private readonly IReadOnlyList<IImportanceMetric> _metrics;
    private readonly ScoreScale _scale;
    private readonly int[]? _clusters;
    private readonly int _units;
    private readonly int _repeats;
    private readonly double[]?[] _baseline;
    private readonly double[,][] _sums;
    private readonly double[] _pull;

    public RowErrors(IReadOnlyList<IImportanceMetric> metrics, FeatureMatrix rows, double[] scores, ScoreScale scale, PermutationImportanceOptions options, int? columns = null)
    {
        (_metrics, _scale, _clusters) = (metrics, scale, options.Clusters);
        _units = _clusters is null ? rows.Rows : _clusters.DefaultIfEmpty(-1).Max() + 1;
        _repeats = Math.Min(Repeats, options.Repeats);
        _pull = new double[rows.Rows];
        _baseline = [.. metrics.Select(m => m.Influence(scores, scale, _pull) ? Sum(1) : null)];
        _sums = new double[metrics.Count, columns ?? rows.Schema.Count][];
    }

    public void Add(ReadOnlySpan<PermutedColumn> wave, CancellationToken cancel)
    {
        foreach (var column in wave)
        {
            cancel.ThrowIfCancellationRequested();
            Add(column.Feature, column.Repeat, column.Scores);
        }
    }

    public void Add(int column, int repeat, double[] scores)
    {
        for (var m = 0; m < _metrics.Count && repeat < _repeats; m++)
        {
            if (_baseline[m] is { } before && _metrics[m].Influence(scores, _scale, _pull))
            {
                var to = _sums[m, column] ??= [.. before];
                var after = Sum(-1.0 / _repeats);
                for (var unit = 0; unit < to.Length; unit++)
                {
                    to[unit] += after[unit];
                }
            }
        }
    }

    /// <summary>Variance over blocks, and their number; null where the metric does not know.</summary>
    public (double Variance, int Clusters)? Of(int metric, int column)
    {
        if (_baseline[metric] is null)
        {
            return null;
        }

        // A feature that the score never uses is not shuffled: its importance is 0 whatever the rows.
        if (_sums[metric, column] is not { } sums || _units < 2)
        {
            return (0, Math.Max(2, _units));
        }

        return (sums.Sum(s => s * s) * _units / (_units - 1), _units);
    }

    private double[] Sum(double factor)
    {
        var sums = new double[_units];
        for (var row = 0; row < _pull.Length; row++)
        {
            sums[_clusters?[row] ?? row] += factor * _pull[row];
        }

        return sums;
    }
}

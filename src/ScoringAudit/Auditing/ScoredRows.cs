using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>A pass over the audited rows of one score: reads, scores, decides and groups batch by batch, so that the source can be larger than memory.</summary>
public sealed class ScoredRows
{
    private readonly BoundPlan _plan;
    private readonly IPortfolio _rows;
    private readonly NamedModel? _model;
    private readonly IReadOnlyList<Grouping> _groupings;
    private readonly ClusterChoice _clusters;
    private readonly int[]? _components;
    private readonly int _threads;

    /// <summary>A pass definition.</summary>
    /// <param name="plan">The bound plan.</param>
    /// <param name="model">The model, or null for the recorded score or decision.</param>
    /// <param name="groupings">Groupings whose codes the batches carry, in this order.</param>
    /// <param name="clusters">Unit of independence.</param>
    /// <param name="threads">Threads for scoring.</param>
    public ScoredRows(BoundPlan plan, NamedModel? model, IReadOnlyList<Grouping> groupings, ClusterChoice clusters, int threads)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(clusters);
        _plan = plan;
        _model = model;
        _groupings = groupings;
        _clusters = clusters;
        _threads = Math.Max(1, threads);
        _rows = model?.HeldOut is { } held ? new FilteredPortfolio(plan.Rows, held) : plan.Rows;
        _components = clusters.Components is { } all && model?.HeldOut is { } mask ? [.. all.Where((_, i) => mask[i])] : clusters.Components;
    }

    /// <summary>The audited rows.</summary>
    public IPortfolio Rows => _rows;

    /// <summary>The score's scale; null when there is only a recorded decision.</summary>
    public ScoreScale? Scale => _model?.Scorer.Scale ?? (_plan.Plan.Roles.Score is { } s ? RecordedScale(s.Direction) : null);

    /// <summary>Whether there are scores.</summary>
    public bool HasScores => _model is not null || _plan.Score is not null;

    /// <summary>Whether there are outcomes.</summary>
    public bool HasOutcomes => _plan.Outcome is not null;

    /// <summary>Whether rows are clustered.</summary>
    public bool IsClustered => _clusters.Unit != "rows";

    /// <summary>Whether rows are weighted.</summary>
    public bool IsWeighted => _plan.Weight is not null;

    /// <summary>The unit of independence.</summary>
    public string Unit => _clusters.Unit;

    /// <summary>Reads every row once.</summary>
    /// <param name="rule">Decides from the score; null: the recorded decision, or none.</param>
    /// <param name="handle">Takes each batch.</param>
    /// <param name="cancel">Stops the work.</param>
    public void ForEach(DecisionRule? rule, ScoredBatchHandler handle, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(handle);
        var columns = new List<ColumnId>();
        int Want(ColumnId id)
        {
            var at = columns.IndexOf(id);
            if (at < 0)
            {
                at = columns.Count;
                columns.Add(id);
            }

            return at;
        }

        var scoreAt = _model is null && _plan.Score is { } s ? Want(s) : -1;
        foreach (var id in _model is null ? [] : FeatureReader.ColumnsOf(_rows.Schema, _model.Scorer.Features))
        {
            Want(id);
        }

        var decisionAt = rule is null && _plan.Decision is { } d ? Want(d.Id) : -1;
        var cutoffs = rule is null && decisionAt < 0 && HasScores ? _plan.Cutoffs : null;
        var productAt = cutoffs is null ? -1 : Want(cutoffs.Column);
        var outcomeAt = _plan.Outcome is { } o ? Want(o.Id) : -1;
        var weightAt = _plan.Weight is { } w ? Want(w) : -1;
        var clusterAt = _clusters.Key is { } key ? Want(key.Column) : -1;
        var groupAt = _plan.Attributes.Select(a => Want(a.Column)).ToArray();
        if (columns.Count == 0)
        {
            throw new AuditDataException("plan: nothing to audit: give a score, a decision or a model.");
        }

        var features = _model is null ? null : new FeatureReader(_rows.Schema, _model.Scorer.Features, columns);
        const int most = Batch.MaxRows;
        var scores = HasScores ? new double[most] : [];
        var favourable = rule is not null || decisionAt >= 0 || cutoffs is not null ? new sbyte[most] : [];
        var adverse = outcomeAt >= 0 ? new sbyte[most] : [];
        var weights = weightAt >= 0 ? new double[most] : [];
        var clusters = IsClustered ? new int[most] : [];
        var simple = new int[_plan.Attributes.Count][];
        for (var a = 0; a < simple.Length; a++)
        {
            simple[a] = new int[most];
        }

        var groups = new int[_groupings.Count * most];
        using var reader = _rows.Open(columns);
        while (reader.Read(out var batch))
        {
            cancel.ThrowIfCancellationRequested();
            var n = batch.Rows;
            if (scoreAt >= 0)
            {
                batch.CopyNumbers(scoreAt, scores);
                RequireFinite(scores.AsSpan(0, n), batch.FirstRow);
            }
            else if (features is not null)
            {
                ParallelScoring.Score(_model!.Scorer, features.Read(batch), scores, _threads, cancel);
            }

            if (rule is { } decide)
            {
                for (var i = 0; i < n; i++)
                {
                    favourable[i] = decide.IsFavourable(scores[i]) ? (sbyte)1 : (sbyte)0;
                }
            }
            else if (decisionAt >= 0)
            {
                _plan.Decision!.Read(batch, decisionAt, favourable);
            }

            cutoffs?.Decide(_rows.Schema.Source, batch, productAt, Scale!.Value, scores.AsSpan(0, n), favourable);
            if (outcomeAt >= 0)
            {
                _plan.Outcome!.Read(batch, outcomeAt, adverse);
            }

            if (weightAt >= 0)
            {
                batch.CopyNumbers(weightAt, weights);
                RequireWeights(weights.AsSpan(0, n), batch.FirstRow);
            }

            if (clusterAt >= 0)
            {
                _clusters.Key!.Read(batch, clusterAt, clusters);
            }
            else if (_components is not null)
            {
                _components.AsSpan((int)batch.FirstRow, n).CopyTo(clusters);
            }

            for (var a = 0; a < simple.Length; a++)
            {
                _plan.Attributes[a].Read(batch, groupAt[a], simple[a]);
            }

            Combine(simple, groups, n);
            handle(new ScoredBatch
            {
                Rows = n,
                Scores = scores.AsSpan(0, scores.Length == 0 ? 0 : n),
                Favourable = favourable.AsSpan(0, favourable.Length == 0 ? 0 : n),
                Adverse = adverse.AsSpan(0, adverse.Length == 0 ? 0 : n),
                Weights = weights.AsSpan(0, weights.Length == 0 ? 0 : n),
                Clusters = clusters.AsSpan(0, clusters.Length == 0 ? 0 : n),
                Groups = groups.AsSpan(0, _groupings.Count * n),
            });
        }
    }

    private void Combine(int[][] simple, int[] groups, int n)
    {
        Span<int> row = stackalloc int[simple.Length];
        for (var g = 0; g < _groupings.Count; g++)
        {
            var grouping = _groupings[g];
            if (grouping.Parts.Count == 1)
            {
                simple[grouping.Parts[0]].AsSpan(0, n).CopyTo(groups.AsSpan(g * n));
                continue;
            }

            for (var i = 0; i < n; i++)
            {
                for (var a = 0; a < simple.Length; a++)
                {
                    row[a] = simple[a][i];
                }

                groups[(g * n) + i] = grouping.Code(row);
            }
        }
    }

    // A recorded score in [0, 1] cannot be told from points by looking at one batch: its direction is declared, its unit is its own.
    private static ScoreScale RecordedScale(ScoreDirection direction) =>
        new(ScoreKind.Points, direction, double.NegativeInfinity, double.PositiveInfinity);

    private void RequireFinite(ReadOnlySpan<double> scores, long firstRow)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            if (!double.IsFinite(scores[i]))
            {
                var what = double.IsNaN(scores[i]) ? "no number" : "an infinite number";
                throw new AuditDataException(
                    $"{_rows.Schema.Source}: row {(firstRow + i + 1).ToString(CultureInfo.InvariantCulture)}, column '{_plan.Plan.Roles.Score!.Column}' (score): found {what}, expected a finite number in every row. Leave such rows out of the file, and say so in your report.");
            }
        }
    }

    private void RequireWeights(ReadOnlySpan<double> weights, long firstRow)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
            {
                var what = double.IsNaN(weights[i]) ? "no number" : weights[i] < 0 ? "a negative number" : "an infinite number";
                throw new AuditDataException(
                    $"{_rows.Schema.Source}: row {(firstRow + i + 1).ToString(CultureInfo.InvariantCulture)}, column '{_plan.Plan.Roles.Weight}' (weight): found {what}, expected a finite number of at least 0. Correct the weight, or remove 'weight' from the plan.");
            }
        }
    }
}

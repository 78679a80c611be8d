using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>The plain score with <see cref="GroupThresholds"/>. **The decision reads the protected attribute.**</summary>
/// <remarks>The thresholds are written into the score: each group's risk is shifted by its threshold less the common one, so that one threshold decides. Set on rows that did not train.</remarks>
/// <param name="rule">What is made equal.</param>
public sealed class GroupThresholdMitigation(GroupThresholdRule rule = GroupThresholdRule.SelectionRate) : IMitigation
{
    /// <inheritdoc/>
    public string Name => rule == GroupThresholdRule.SelectionRate ? "group-thresholds" : "group-thresholds-tpr";

    /// <inheritdoc/>
    public string Title => rule == GroupThresholdRule.SelectionRate
        ? "a threshold for each group, equal favourable rates" : "a threshold for each group, equal true positive rates (Hardt et al. 2016)";

    /// <inheritdoc/>
    public bool ReadsGroup => true;

    /// <inheritdoc/>
    public bool IsRandomised => false;

    /// <inheritdoc/>
    public bool NeedsApprovalRate => true;

    /// <inheritdoc/>
    public MitigatedModel Train(MitigationTask task, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(task);
        var model = task.Trainer.Train(task.Rows, task.Plan, cancel);
        return Over(MitigatedModel.Of(model.Scorer, model.TrainingRows), task, cancel);
    }

    /// <summary>Puts thresholds by group over a score that is trained already.</summary>
    public MitigatedModel Over(MitigatedModel model, MitigationTask task, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(task);
        var data = MitigationRows.Read(task);
        bool[] tuning = task.Tuning ?? [.. data.Adverse.Select((_, i) => task.Plan.Training is { } t && !t[i])];
        if (!tuning.Contains(true))
        {
            throw new AuditDataException($"{Name}: every row trains, so none is left to set thresholds on. Hold out rows: train.holdout.");
        }

        var matrix = FeatureMatrix.Read(task.Rows, model.Scorer.Features, tuning);
        var risk = new double[matrix.Rows];
        ParallelScoring.Score(model.Scorer, matrix.All, risk, task.Threads, cancel);
        var sign = model.Scorer.Scale.RiskSign;
        for (var i = 0; i < risk.Length; i++)
        {
            risk[i] *= sign;
        }

        T[] Kept<T>(T[] all) => all.Length == 0 ? [] : [.. all.Where((_, i) => tuning[i])];
        var thresholds = GroupThresholds.Fit(risk, Kept(data.Groups), data.Group.Groups.Count, Kept(data.Adverse), Kept(data.Weights), task.ApprovalRate, rule);
        return new MitigatedModel(
            new ShiftedScorer(model.Scorer, new GroupFeature(task.Rows, data.Group, task.Attribute), [.. thresholds.ByGroup.Select(t => t - thresholds.Common)]),
            model.TrainingRows,
            model.Facts,
            [.. model.Notes, "The decision reads the protected attribute of the person who is decided about: each group has a threshold of its own."]);
    }

    private sealed class ShiftedScorer(IScorer inner, GroupFeature group, double[] shifts) : IScorer
    {
        public FeatureSchema Features { get; } = group.AddedTo(inner.Features);

        // A shifted score is no probability any more.
        public ScoreScale Scale { get; } = new(ScoreKind.Points, inner.Scale.Direction, double.NegativeInfinity, double.PositiveInfinity);

        public void Score(in FeatureBlock columns, Span<double> scores)
        {
            var all = new float[columns.Count - 1][];
            for (var f = 0; f < all.Length; f++)
            {
                all[f] = columns[f].ToArray();
            }

            inner.Score(new FeatureBlock(all, 0, columns.Rows), scores);
            var of = columns[all.Length];
            for (var i = 0; i < columns.Rows; i++)
            {
                var g = group.Code(of[i]);
                scores[i] -= g < 0 ? 0 : inner.Scale.RiskSign * shifts[g];
            }
        }
    }
}

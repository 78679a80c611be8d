namespace ScoringAudit.Mitigation;

/// <summary>The plain score: nothing is done about groups.</summary>
public sealed class NoMitigation : IMitigation
{
    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public string Title => "the plain score";

    /// <inheritdoc/>
    public bool ReadsGroup => false;

    /// <inheritdoc/>
    public bool IsRandomised => false;

    /// <inheritdoc/>
    public bool NeedsApprovalRate => false;

    /// <inheritdoc/>
    public MitigatedModel Train(MitigationTask task, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(task);
        var model = task.Trainer.Train(task.Rows, task.Plan, cancel);
        return MitigatedModel.Of(model.Scorer, model.TrainingRows);
    }
}

using ScoringAudit.Portfolios;

namespace ScoringAudit.Mitigation;

/// <summary>Trains with the weights of <see cref="Reweighing"/>. The group is read in training only.</summary>
public sealed class ReweighingMitigation : IMitigation
{
    /// <inheritdoc/>
    public string Name => "reweighing";

    /// <inheritdoc/>
    public string Title => "training rows weighted so that outcome and group are independent (Kamiran and Calders 2012)";

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
        var data = MitigationRows.Read(task);
        var weights = Reweighing.Of(data.Groups, data.Group.Groups.Count, data.Adverse, data.Weights, data.Training(task.Plan)).Weights(data.Groups, data.Adverse, data.Weights);
        var name = MitigationRows.Free(task.Rows, "reweighing");
        var rows = new ExtendedPortfolio(task.Rows, [(new Column(name, ColumnKind.Double), ColumnBuffer.Of(weights))]);
        var plan = task.Plan with { Roles = task.Plan.Roles with { Features = MitigationRows.Features(task), Weight = name } };
        var model = task.Trainer.Train(rows, plan, cancel);
        return MitigatedModel.Of(model.Scorer, model.TrainingRows);
    }
}

using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>A mitigation as a trainer, so that whatever trains can train it.</summary>
/// <param name="inner">Trains the score behind it.</param>
/// <param name="mitigation">The mitigation.</param>
/// <param name="attribute">The protected attribute.</param>
/// <param name="approvalRate">Share to approve, for mitigations that need it.</param>
public sealed class MitigatedTrainer(ITrainer inner, IMitigation mitigation, ProtectedRole attribute, double approvalRate = 0.7) : ITrainer
{
    /// <inheritdoc/>
    public TrainedModel Train(IPortfolio rows, TrainingPlan plan, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var model = mitigation.Train(new MitigationTask(inner, rows, plan, attribute) { ApprovalRate = approvalRate }, cancel);
        return new TrainedModel(plan.Algorithm, model.Scorer, model.TrainingRows, new Dictionary<string, long>(), new Dictionary<string, long>());
    }
}

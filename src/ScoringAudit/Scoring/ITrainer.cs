using ScoringAudit.Portfolios;

namespace ScoringAudit.Scoring;

/// <summary>Trains a score on a portfolio.</summary>
public interface ITrainer
{
    /// <summary>Trains.</summary>
    /// <param name="rows">The portfolio.</param>
    /// <param name="plan">What to train.</param>
    /// <param name="cancel">Stops the work.</param>
    TrainedModel Train(IPortfolio rows, TrainingPlan plan, CancellationToken cancel);
}

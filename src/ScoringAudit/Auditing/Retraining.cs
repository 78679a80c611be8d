using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>How a model under audit was trained, so that it can be trained again on rows whose associative features tell nothing.</summary>
/// <param name="Trainer">The trainer.</param>
/// <param name="Rows">The portfolio that trained it.</param>
/// <param name="Plan">The plan that trained it.</param>
/// <param name="Refits">Most trainings under the null; 19 by default: the smallest number that can give p = 0.05. They stop early where the share is plainly what training gives.</param>
public sealed record Retraining(ITrainer Trainer, IPortfolio Rows, TrainingPlan Plan, int Refits = 19);

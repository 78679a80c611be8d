using ScoringAudit.Portfolios;

namespace ScoringAudit.Scoring;

/// <summary>What to train: the algorithm, the roles, the hold-out and the seed.</summary>
/// <param name="Algorithm">logistic, scorecard, gam, fasttree, fastforest or lightgbm.</param>
/// <param name="Roles">Features with origins, and the outcome.</param>
/// <param name="Training">Which rows train; null: all. One flag for each row of the portfolio.</param>
/// <param name="Seed">Root of the trainer's random numbers.</param>
public sealed record TrainingPlan(string Algorithm, Roles Roles, bool[]? Training, ulong Seed);

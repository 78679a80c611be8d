using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Mitigation;

/// <summary>What a mitigation is given.</summary>
/// <param name="Trainer">Trains the score behind it.</param>
/// <param name="Rows">The portfolio.</param>
/// <param name="Plan">Algorithm, roles, which rows train, seed.</param>
/// <param name="Attribute">The protected attribute.</param>
public sealed record MitigationTask(ITrainer Trainer, IPortfolio Rows, TrainingPlan Plan, ProtectedRole Attribute)
{
    /// <summary>Share of people to approve, in (0, 1).</summary>
    public double ApprovalRate { get; init; } = 0.7;

    /// <summary>Rows that did not train, for mitigations that set thresholds; null: those that do not train.</summary>
    public bool[]? Tuning { get; init; }

    /// <summary>Most threads for scoring.</summary>
    public int Threads { get; init; } = 1;
}

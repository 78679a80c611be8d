using ScoringAudit.Evidence;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>The rule by which a plan decides from a score.</summary>
/// <param name="Rule">The rule; null where the plan has none, or decisions are recorded and the score is too.</param>
/// <param name="RecordedRate">Approval rate of the recorded decisions, where it is what a model is held to; else null.</param>
public sealed record PlannedRule(DecisionRule? Rule, double? RecordedRate)
{
    /// <summary>The rule of a plan for scores.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="scale">The score's scale; null where there is no score.</param>
    /// <param name="table">All audited scores and recorded decisions, where a rate must be met.</param>
    /// <param name="isModel">Whether the score is a model's, whose own decisions are not recorded: it is compared at the approval rate that was.</param>
    public static PlannedRule Of(AuditPlan plan, Primitives.ScoreScale? scale, ScoredTable? table, bool isModel)
    {
        ArgumentNullException.ThrowIfNull(plan);
        switch (plan.Roles.Decision)
        {
            case { Cutoff: { } cutoff }:
                return new(DecisionRule.AtCutoff(scale!.Value, cutoff), null);
            case { ApprovalRate: { } rate }:
                return new(DecisionRule.AtApprovalRate(scale!.Value, table!.Scores, rate), null);
            case { Column: not null } when isModel && table is not null:
                long yes = 0, decided = 0;
                foreach (var f in table.Favourable)
                {
                    yes += f == 1 ? 1 : 0;
                    decided += f >= 0 ? 1 : 0;
                }

                if (yes == 0 || yes == decided)
                {
                    return new(null, null);
                }

                var recorded = (double)yes / decided;
                return new(DecisionRule.AtApprovalRate(scale!.Value, table.Scores, recorded), recorded);
            default:
                return new(null, null);
        }
    }
}

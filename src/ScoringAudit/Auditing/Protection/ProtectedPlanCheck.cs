using ScoringAudit.Evidence;
using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing.Protection;

/// <summary>What a plan may not ask for under class protected, and what is left out with a note.</summary>
internal static class ProtectedPlanCheck
{
    /// <summary>Refuses what would read the data before it is protected.</summary>
    public static void Require(AuditPlan plan, ProtectedModel? model)
    {
        var decision = plan.Roles.Decision;
        if (decision?.ApprovalRate is not null)
        {
            throw new AuditDataException("plan: columns.decision.approvalRate finds its cut-off by reading every score, which class protected does not. Give columns.decision.cutoff.");
        }

        if (decision?.By is { } by)
        {
            throw new AuditDataException($"plan: columns.decision has a cut-off for each value of '{by}'. Class protected decides by one public cut-off. Give columns.decision.cutoff, or audit the recorded decision.");
        }

        if (model is not null && decision is { Column: not null })
        {
            throw new AuditDataException("plan: a model and a recorded decision are both given. Under class protected a model's decisions are computed again, at a public cut-off. Give columns.decision.cutoff, or remove the model to audit the recorded decisions.");
        }

        if (model is null && plan.Roles.Score is null && decision is null)
        {
            throw new AuditDataException("plan: nothing to audit: it names no score, no decision and no model. Add one of them, for example columns.score.");
        }

        if (plan.Roles.Weight is not null)
        {
            throw new AuditDataException("plan: columns.weight: a weight lets one row count for many, so its noise would have to grow with the largest weight. Class protected counts rows. Remove the weight, or use class restricted.");
        }

        if (model is null && plan.Roles.Score is null && decision?.Cutoff is not null)
        {
            throw new AuditDataException("plan: columns.decision has a cut-off, but there is no score to apply it to. Add columns.score or a model.");
        }

        foreach (var measure in plan.Measures)
        {
            if (!Audit.Measures.Contains(measure))
            {
                var hint = Nearest.Of(measure, Audit.Measures) is { } near ? $"Did you mean '{near}'?" : $"Measures: {string.Join(", ", Audit.Measures)}.";
                throw new AuditDataException($"plan: measures: there is no measure '{measure}'. {hint}");
            }
        }

        YardstickCatalogue.Check(plan);
    }

    /// <summary>What is left out.</summary>
    public static IEnumerable<AuditNote> LeftOut(AuditPlan plan, ProtectedModel? model, bool hasBands)
    {
        static AuditNote Skip(string about, string text) => new("skipped", about, text);
        if (plan.Roles.Controls.Count > 0)
        {
            yield return Skip("controls", "Controls: strata would split every cell and drown it in noise; they are left out under class protected. Declare an intersection for the one that matters.");
        }

        foreach (var membership in plan.Roles.Memberships)
        {
            yield return Skip(membership.Name, $"{membership.Name}: an attribute that is known by probability only counts a person in several groups at once; it is left out under class protected.");
        }

        if (plan.Areas.Count > 0 || plan.Events.Count > 0)
        {
            yield return Skip("areas", "Area tables and events: they feed measures that read many records for each number, and are not read under class protected.");
        }

        if (!hasBands && plan.Roles.Score is { } score)
        {
            yield return Skip("score", $"Score: the public schema has no edges for '{score.Column}', so nothing is measured of the scores themselves. Add its bounds or bins.");
        }

        if (Audit.Wants(plan, "accuracy") && plan.Roles.Outcome is null)
        {
            yield return Skip("accuracy", "Accuracy: there is no outcome. Add columns.outcome.");
        }

        if (Audit.Wants(plan, "disparity") && plan.Roles.Protected.Count == 0)
        {
            yield return Skip("disparity", "Disparity: the plan names no protected attribute. Add one under 'protected'.");
        }

        if (Audit.Wants(plan, "disparity") && plan.Roles.Decision is null)
        {
            yield return Skip("disparity", "Disparity: there is no decision, so only the scores are compared. Add columns.decision (a column or a cutoff).");
        }

        if (model is null && Audit.Wants(plan, "importance"))
        {
            yield return Skip("permutation_importance", "Importance: a recorded score cannot be asked again. Give the model under 'model'.");
        }

        if (model is null && Audit.Wants(plan, "leakage"))
        {
            yield return Skip("association_share", "Association share: it needs a model that can be asked. Give it under 'model'.");
        }

        if (Audit.Wants(plan, "leakage"))
        {
            yield return Skip("leakage", "Leakage: Moran's I, border tests, events, peer effects and the ladder read many records for each number; one person could change them without bound. They are left out under class protected. Run them under class restricted, for your own eyes.");
        }

        yield return Skip("protected", "Left out because no noise makes them safe: examples and single people, exact steps of curves, extremes, beeswarms and scatters, the worst group found by a search, and p-values of exact counts.");
    }
}

using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing;

/// <summary>Runs a plan: rows → score → tallies → findings. The command and a notebook both call it.</summary>
public static class Audit
{
    /// <summary>Names of measures that a plan may ask for.</summary>
    public static IReadOnlyList<string> Measures { get; } = ["accuracy", "disparity", "importance", "leakage", "explanation", "refit", AttackStep.Measure];

    /// <summary>Audits every model, or the recorded score or decision.</summary>
    /// <param name="rows">The portfolio.</param>
    /// <param name="plan">What the columns mean and what to measure.</param>
    /// <param name="inputs">Models, provenance, links, threads.</param>
    /// <returns>Evidence; nothing of it may be shown before <see cref="Release.ReleaseGate"/> has released it.</returns>
    /// <exception cref="AuditDataException">The plan or the data cannot be used.</exception>
    public static AuditEvidence Run(IPortfolio rows, AuditPlan plan, AuditInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var to = new EvidenceBuilder();
        Run(rows, plan, inputs, to);
        var provenance = Strictest(inputs);
        return new AuditEvidence(to.Findings, to.Tables, to.Notes, provenance, plan, to.Facts)
        {
            Dominance = plan.Disclosure.Class == DisclosureClass.Consented ? Dominance.Of(BoundPlan.Bind(rows, plan)) : [],
        };
    }

    /// <summary>Audits into a builder that other audits share: several populations in one report.</summary>
    public static void Run(IPortfolio rows, AuditPlan plan, AuditInputs inputs, EvidenceBuilder to)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(to);
        var subjects = Subjects(rows, plan, inputs, to);
        if (inputs.Compared is not null && Wants(plan, "disparity"))
        {
            FileStabilityStep.Run(subjects, rows, plan, inputs, to);
        }
    }

    /// <summary>The audit of one portfolio; gives back what was audited.</summary>
    internal static IReadOnlyList<AuditSubject> Subjects(IPortfolio rows, AuditPlan plan, AuditInputs inputs, EvidenceBuilder to)
    {
        Check(plan);
        var bound = BoundPlan.Bind(rows, plan);
        if (inputs.Models.Count == 0 && bound.Score is null && bound.Decision is null)
        {
            throw new AuditDataException("plan: nothing to audit: it names no score, no decision and no model. Add one of them, for example columns.score.");
        }

        if (inputs.Models.Count == 0 && bound.Score is null && plan.Roles.Decision is { Column: null })
        {
            throw new AuditDataException("plan: columns.decision has a cut-off or an approval rate, but there is no score to apply it to. Add columns.score or a model.");
        }

        var clusters = ClusterChoice.ForIntervals(rows.Schema, plan, inputs.LinkComponents, to);
        var groupings = new List<Grouping>(bound.Groupings);
        for (var c = bound.ProtectedCount; c < bound.Attributes.Count; c++)
        {
            for (var a = 0; a < bound.ProtectedCount; a++)
            {
                groupings.Add(Grouping.Intersect([bound.Attributes[c].ToGrouping(c), bound.Groupings[a]]));
            }
        }

        var subjects = inputs.Models.Count == 0
            ? [Score(bound, inputs, null, clusters, groupings, to)]
            : inputs.Models.Select(model => Score(bound, inputs, model, clusters, groupings, to)).ToList();
        if (subjects.Count > 1)
        {
            ComparisonStep.Run(subjects, to);
        }

        Skipped(bound, inputs, to);
        return subjects;
    }

    private static AuditSubject Score(BoundPlan bound, AuditInputs inputs, NamedModel? model, ClusterChoice clusters, List<Grouping> groupings, EvidenceBuilder to)
    {
        var subject = new AuditSubject
        {
            Bound = bound,
            Inputs = inputs,
            Model = model,
            Rows = new ScoredRows(bound, model, groupings, clusters, inputs.Threads),
            Groupings = groupings,
            Attributes = bound.Groupings.Count,
            To = to,
        };
        var accuracy = Wants(bound.Plan, "accuracy") && subject.Rows.HasScores && subject.Rows.HasOutcomes;
        var decision = bound.Plan.Roles.Decision;
        if (subject.Rows.HasScores && (accuracy || decision?.ApprovalRate is not null || model is not null))
        {
            subject.Report("scoring");
            subject.Table = new ScoredTable(groupings.Count, subject.Rows.Rows.Rows);
            subject.Rows.ForEach(null, subject.Table.Add, inputs.Cancel);
        }

        var planned = PlannedRule.Of(bound.Plan, subject.Rows.Scale, subject.Table, model is not null);
        subject.Rule = planned.Rule;
        if (planned.RecordedRate is { } rate)
        {
            to.Note("data", "decision", FormattableString.Invariant($"The model is audited at the approval rate of the recorded decisions, {100 * rate:0.#} %."));
        }

        if (accuracy)
        {
            AccuracyStep.Run(subject);
        }

        if (Wants(bound.Plan, "disparity") && subject.HasDecisions && groupings.Count > 0)
        {
            DisparityStep.Run(subject);
        }
        else if (Wants(bound.Plan, "disparity") && subject.Rows.HasScores && groupings.Count > 0)
        {
            ScoreDisparityStep.Run(subject, null);
        }

        if (Wants(bound.Plan, "disparity"))
        {
            MembershipStep.Run(subject);
            StabilityStep.Run(subject);
        }

        if (model is not null && Wants(bound.Plan, "importance") && inputs.Access != 'S')
        {
            ImportanceStep.Run(subject);
        }
        else if (model is not null && Wants(bound.Plan, "importance"))
        {
            to.Note("skipped", "permutation_importance", "Importance: access S sees scores only; the model was not asked with other features.");
        }

        if (Wants(bound.Plan, "leakage") && subject.Rows.HasScores)
        {
            OriginCheckStep.Run(subject);
        }

        var explains = Wants(bound.Plan, "importance") || Wants(bound.Plan, "explanation");
        if (model is not null && inputs.Access != 'S' && (Wants(bound.Plan, "leakage") || explains) && subject.Table!.Rows > 0)
        {
            var explained = ExplainedRows.Of(subject);
            if (explains && (inputs.Access != 'M' || !ModelAttributions.IsExact(model.Scorer)))
            {
                ShapleyStep.Run(subject, explained);
                ReasonStep.Run(subject, explained);
            }

            if (explains)
            {
                EffectsStep.Run(subject, explained);
            }

            if (Wants(bound.Plan, "leakage") || Wants(bound.Plan, "explanation"))
            {
                AssociationShareStep.Run(subject, explained);
            }
        }

        if (model is not null && bound.Score is not null && inputs.Access != 'S')
        {
            ReproductionStep.Run(subject);
        }

        if (Wants(bound.Plan, "leakage"))
        {
            LeakageStep.Run(subject);
        }

        // Only by name: it trains many models, and what it finds is for the auditor's eyes.
        if (bound.Plan.Measures.Contains(AttackStep.Measure))
        {
            AttackStep.Run(subject);
        }

        Facts(subject);
        return subject;
    }

    private static void Facts(AuditSubject subject)
    {
        var rows = (subject.Rows.Rows.Rows ?? subject.Table?.Rows)?.ToString(CultureInfo.InvariantCulture) + (subject.RowsLabel == "holdout" ? " held-out rows" : " rows");
        subject.To.Facts["independent unit"] = subject.Rows.Unit;
        subject.To.Facts["sampling"] = subject.Plan.Sampling;
        if (subject.Model is { } model)
        {
            subject.To.Facts["model." + model.Name] = $"{model.Algorithm}, audited on {rows}";
        }
        else
        {
            subject.To.Facts["rows audited"] = rows;
        }

        if (subject.Rule is { } rule && subject.Table is { } table)
        {
            long yes = 0;
            foreach (var score in table.Scores)
            {
                yes += rule.IsFavourable(score) ? 1 : 0;
            }

            subject.To.Facts["approval rate"] = string.Create(CultureInfo.InvariantCulture, $"{100.0 * yes / table.Rows:0.00} % of the audited rows");
        }
    }

    private static void Skipped(BoundPlan bound, AuditInputs inputs, EvidenceBuilder to)
    {
        var plan = bound.Plan;
        if (Wants(plan, "disparity") && bound.Groupings.Count == 0 && plan.Roles.Memberships.Count == 0)
        {
            to.Note("skipped", "disparity", "Disparity: the plan names no protected attribute. Add one under 'protected', or --group on the command line.");
        }

        if (Wants(plan, "disparity") && plan.Roles.Decision is null)
        {
            to.Note("skipped", "disparity", "Disparity: there is no decision, so only the scores are compared. Add columns.decision (a column, a cutoff or an approvalRate).");
        }

        if (Wants(plan, "disparity") && bound.WithoutPeriods is { } why)
        {
            to.Note("skipped", "population_stability_index", $"Stability between periods: {why}.");
        }

        if (Wants(plan, "accuracy") && bound.Outcome is null)
        {
            to.Note("skipped", "accuracy", "Accuracy: there is no outcome. Add columns.outcome.");
        }

        if (Wants(plan, "importance") && inputs.Models.Count == 0)
        {
            to.Note("skipped", "permutation_importance", "Importance: a recorded score cannot be asked again. Give the model under 'model'.");
        }

        if (bound.Plan.Roles.Outcome?.AcceptedOnly == true)
        {
            to.Note("limit", "outcome", "Outcomes were observed for the accepted only: every outcome measure speaks of the accepted, not of all applicants.");
        }
    }

    internal static bool Wants(AuditPlan plan, string measure) => plan.Measures.Count == 0 || plan.Measures.Contains(measure);

    private static void Check(AuditPlan plan)
    {
        foreach (var measure in plan.Measures)
        {
            if (!Measures.Contains(measure))
            {
                var hint = Nearest.Of(measure, Measures) is { } near ? $"Did you mean '{near}'?" : $"Measures: {string.Join(", ", Measures)}.";
                throw new AuditDataException($"plan: measures: there is no measure '{measure}'. {hint}");
            }
        }

        if (plan.Sampling is not ("register" or "random" or "volunteer"))
        {
            throw new AuditDataException($"plan: sampling.kind is '{plan.Sampling}', expected register, random or volunteer.");
        }

        AttackStep.Check(plan);
        YardstickCatalogue.Check(plan);
    }

    private static Provenance Strictest(AuditInputs inputs) =>
        !inputs.Provenance.IsSynthetic ? inputs.Provenance
        : inputs.Compared is { Provenance.IsSynthetic: false } other ? Provenance.External($"'{other.Name}', the file compared with: {other.Provenance.Statement}")
        : inputs.Models.FirstOrDefault(m => !m.Provenance.IsSynthetic) is { } external ? Provenance.External($"model '{external.Name}': {external.Provenance.Statement}")
        : inputs.Provenance;
}

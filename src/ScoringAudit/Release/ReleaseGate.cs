using System.Globalization;
using ScoringAudit.Auditing.Protection;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Release;

/// <summary>The gate between what was measured and what may be shown.</summary>
public static class ReleaseGate
{
    /// <summary>Smallest minimum cell that any plan may ask for.</summary>
    public const int MinCellFloor = 5;

    /// <summary>Smallest minimum cell of the class consented.</summary>
    public const int ConsentedMinCell = 10;

    /// <summary>Smallest rounding base of the class consented.</summary>
    public const int LeastRounding = 3;

    /// <summary>Releases what was made of released tables: the only way to class protected.</summary>
    /// <param name="evidence">A protected audit's findings.</param>
    /// <param name="facts">Further facts that were public before: the name of the source.</param>
    public static ReleasedEvidence Release(ProtectedEvidence evidence, IReadOnlyDictionary<string, string>? facts = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var statement = evidence.Release.Statement();
        var all = new SortedDictionary<string, string>(evidence.Facts.Concat(facts ?? new Dictionary<string, string>()).ToDictionary(f => f.Key, f => f.Value), StringComparer.Ordinal);
        return new ReleasedEvidence(
            new AuditEvidence(evidence.Findings, evidence.Tables, evidence.Notes, Provenance.External("the data are protected"), evidence.Release.Design.Plan, all),
            DisclosureClass.Protected,
            [string.Create(CultureInfo.InvariantCulture, $"Every number was computed from counts with calibrated noise: {statement.Unit}; epsilon {statement.Epsilon}, delta {statement.Delta:0.#########} for all reports on these data together. Section Privacy says what is not covered.")],
            0) { Privacy = statement };
    }

    /// <summary>Releases evidence under its plan's disclosure class; proven synthetic evidence is synthetic unless the plan states a class.</summary>
    /// <exception cref="AuditDataException">The class lacks its ground, is not built, or its minimum cell is below the floor.</exception>
    /// <param name="evidence">What was measured.</param>
    /// <param name="earlier">Counts that earlier reports of the same data gave away, from the release log; null for none.</param>
    public static ReleasedEvidence Release(AuditEvidence evidence, IReadOnlyList<ReleasedCell>? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var plan = evidence.Plan.Disclosure;
        if (!plan.Stated && evidence.Provenance.IsSynthetic)
        {
            return new ReleasedEvidence(
                evidence,
                DisclosureClass.Synthetic,
                [$"Synthetic data, proven by regeneration: {evidence.Provenance.Statement}. No person stands behind any number."],
                0);
        }

        switch (plan.Class)
        {
            case DisclosureClass.Open:
                return string.IsNullOrWhiteSpace(plan.Ground)
                    ? throw new AuditDataException("plan: disclosure class 'open' needs a ground. Write why the data may be shown, for example: ground: \"published by UCI under CC BY 4.0\".")
                    : new ReleasedEvidence(evidence, DisclosureClass.Open, [$"Open data. Ground stated by the plan: {plan.Ground}."], 0);
            case DisclosureClass.Restricted:
                if (plan.MinCell < MinCellFloor)
                {
                    throw new AuditDataException($"plan: disclosure.minCell is {plan.MinCell}, expected at least {MinCellFloor}. Raise it.");
                }

                var released = PrimarySuppression.Apply(evidence, plan.MinCell, earlier ?? []);
                return new ReleasedEvidence(
                    released.Evidence,
                    DisclosureClass.Restricted,
                    [$"Not for publication. Exact numbers about real persons; cells under {plan.MinCell} people are suppressed. This is no formal guarantee of privacy."],
                    released.Small + released.Further) { Cells = released.Released };
            case DisclosureClass.Consented:
                return Consented(evidence, plan, earlier ?? []);
            case DisclosureClass.Synthetic:
                throw new AuditDataException($"plan: disclosure class 'synthetic' cannot be claimed, it is proven: {evidence.Provenance.Statement}. Use restricted, or open with a ground.");
            case DisclosureClass.Protected:
                throw new AuditDataException("plan: exact evidence cannot be released under class protected. Run the audit under that class: it releases noisy tables before anything is computed.");
            default:
                throw new AuditDataException($"plan: disclosure class '{plan.Class.ToString().ToLowerInvariant()}' is not built yet. Use restricted, or open with a ground.");
        }
    }
    // What the subjects agreed to, or a law allows: stricter cells than restricted, rounded, and the decision is printed.
    private static ReleasedEvidence Consented(AuditEvidence evidence, DisclosurePlan plan, IReadOnlyList<ReleasedCell> earlier)
    {
        if (string.IsNullOrWhiteSpace(plan.Ground))
        {
            throw new AuditDataException("plan: disclosure class 'consented' needs a ground. Write what the subjects agreed to, or which law allows it, for example: ground: \"consent form of 2025, section 3\".");
        }

        if (string.IsNullOrWhiteSpace(plan.DecidedBy))
        {
            throw new AuditDataException("plan: disclosure class 'consented' needs to say who decided. Write it, for example: decidedBy: \"data protection officer, 3 March 2026\".");
        }

        if (plan.MinCell < ConsentedMinCell)
        {
            throw new AuditDataException($"plan: disclosure.minCell is {plan.MinCell}, expected at least {ConsentedMinCell} for class 'consented'. Raise it.");
        }

        if (plan.Rounding < LeastRounding)
        {
            throw new AuditDataException($"plan: disclosure.rounding is {plan.Rounding}, expected at least {LeastRounding}. Raise it.");
        }

        var released = PrimarySuppression.Apply(evidence, plan.MinCell, earlier);
        return new ReleasedEvidence(
            ConsentedRounding.Apply(released.Evidence, plan.Rounding),
            DisclosureClass.Consented,
            [
                $"Aggregates about real persons. Decided by: {plan.DecidedBy}. Ground stated by the plan: {plan.Ground}.",
                $"Cells under {plan.MinCell} people and groups of which one subject makes up more than half are suppressed, counts are rounded to multiples of {plan.Rounding}, intervals are widened to match. This is no formal guarantee of privacy.",
            ],
            released.Small + released.Further) { Cells = released.Released };
    }
}

using ScoringAudit.Evidence;
using ScoringAudit.Primitives;

namespace ScoringAudit.Release;

/// <summary>The gate between what was measured and what may be shown.</summary>
public static class ReleaseGate
{
    /// <summary>Smallest minimum cell that any plan may ask for.</summary>
    public const int MinCellFloor = 5;

    /// <summary>Releases evidence under its plan's disclosure class.</summary>
    /// <exception cref="AuditDataException">The class does not fit the provenance, or lacks its ground.</exception>
    public static ReleasedEvidence Release(AuditEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var disclosure = ClassOf(evidence);
        IReadOnlyList<string> banner = disclosure switch
        {
            DisclosureClass.Synthetic => ["Synthetic data, proven by regeneration: " + evidence.Provenance.Statement + ". No person exists behind any number."],
            DisclosureClass.Open => ["Open data. Ground stated by the plan: " + evidence.Plan.Disclosure.Ground],
            _ => ["Not for publication. Exact numbers of real persons; cells under " + evidence.Plan.Disclosure.MinCell + " people are suppressed. This is no formal guarantee."],
        };
        return new ReleasedEvidence(evidence, disclosure, banner, 0);
    }

    private static DisclosureClass ClassOf(AuditEvidence evidence) =>
        !evidence.Plan.Disclosure.Stated && evidence.Provenance.IsSynthetic ? DisclosureClass.Synthetic : evidence.Plan.Disclosure.Class;
}

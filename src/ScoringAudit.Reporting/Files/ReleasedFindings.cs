using ScoringAudit.Evidence;
using ScoringAudit.Release;

namespace ScoringAudit.Reporting.Files;

/// <summary>The content of findings.json: findings that passed the gate, with what is needed to show them.</summary>
/// <remarks>Made only from <see cref="ReleasedEvidence"/> or by reading a findings.json that was written from it.</remarks>
public sealed class ReleasedFindings
{
    internal ReleasedFindings(
        DisclosureClass disclosure,
        IReadOnlyList<string> banner,
        string? ground,
        int? minCell,
        IEnumerable<Finding> findings,
        IReadOnlyList<AuditNote> notes,
        IEnumerable<KeyValuePair<string, string>> facts)
    {
        Disclosure = disclosure;
        Banner = banner;
        Ground = ground;
        MinCell = minCell;
        Findings = [.. findings.OrderBy(finding => finding.Id, StringComparer.Ordinal)];
        Notes = notes;
        Facts = new SortedDictionary<string, string>(facts.ToDictionary(fact => fact.Key, fact => fact.Value), StringComparer.Ordinal);
    }

    /// <summary>The class under which the findings were released.</summary>
    public DisclosureClass Disclosure { get; }

    /// <summary>Sentences that every page carries.</summary>
    public IReadOnlyList<string> Banner { get; }

    /// <summary>Why the data may be shown, for open and consented; else null.</summary>
    public string? Ground { get; }

    /// <summary>Smallest number of people behind a shown number, for restricted and consented; else null.</summary>
    public int? MinCell { get; }

    /// <summary>The account of class protected; null for every other class.</summary>
    public PrivacyStatement? Privacy { get; internal init; }

    /// <summary>Findings, sorted by id (ordinal).</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>What the reader must know.</summary>
    public IReadOnlyList<AuditNote> Notes { get; }

    /// <summary>Facts of the data and the run, sorted by name (ordinal).</summary>
    public IReadOnlyDictionary<string, string> Facts { get; }

    /// <summary>The findings of released evidence.</summary>
    /// <exception cref="ArgumentException">Two findings share an id.</exception>
    public static ReleasedFindings Of(ReleasedEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var twice = evidence.Findings.GroupBy(finding => finding.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException("The finding id \"" + twice.Key + "\" stands twice; ids are unique.", nameof(evidence));
        }

        var plan = evidence.Plan.Disclosure;
        bool hasGround = evidence.Disclosure is DisclosureClass.Open or DisclosureClass.Consented;
        bool hasCell = evidence.Disclosure is DisclosureClass.Restricted or DisclosureClass.Consented;
        return new ReleasedFindings(
            evidence.Disclosure, evidence.Banner, hasGround ? plan.Ground : null, hasCell ? plan.MinCell : null, evidence.Findings, evidence.Notes, evidence.Facts) { Privacy = evidence.Privacy };
    }
}

namespace ScoringAudit.Evidence;

/// <summary>The disclosure class that the plan asks for, and its parameters.</summary>
/// <param name="Class">The class.</param>
/// <param name="Ground">Why the data may be shown, for open and consented; printed on every page.</param>
/// <param name="MinCell">Smallest number of people behind a shown number; at least 5; 10 by default.</param>
/// <param name="Stated">Whether the plan named a class; when not, proven synthetic data are synthetic and all else is the default class.</param>
public sealed record DisclosurePlan(DisclosureClass Class, string? Ground, int MinCell, bool Stated)
{
    /// <summary>Rounding base of counts under class consented.</summary>
    public const int DefaultRounding = 5;

    /// <summary>Who decided that the data may be shown, for consented; printed on every page.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Base to whose multiples counts are rounded under consented; at least 3.</summary>
    public int Rounding { get; init; } = DefaultRounding;

    /// <summary>Path of the release log, relative to the plan; null: beside the result.</summary>
    public string? Log { get; init; }

    /// <summary>
    /// Where a plan names no class and no public schema: restricted, minimum cell 10, not stated; never to be published. A plan that names a public schema
    /// is protected, epsilon 1: without categories that were known before the data there is nothing to protect with.
    /// </summary>
    public static DisclosurePlan Restricted { get; } = new(DisclosureClass.Restricted, null, 10, false);

    /// <summary>What the plan says of class protected; null for every other class.</summary>
    public PrivacyPlan? Privacy { get; init; }

    /// <summary>Why exact numbers of the same data, which are or were shown beside protected ones, do not undo their promise; printed in the report. Null: there are none.</summary>
    public string? ExactElsewhere { get; init; }
}

namespace ScoringAudit.Evidence;

/// <summary>How reasons for a decision are found.</summary>
public sealed record ReasonPlan
{
    /// <summary>Reference: the favourably decided whose scores lie nearest to the cut-off.</summary>
    public const string NearCutoff = "near_cutoff";

    /// <summary>Reference: all favourably decided.</summary>
    public const string Favourable = "favourable";

    /// <summary>Reference: all audited rows.</summary>
    public const string All = "all";

    /// <summary>Most principal reasons, from 1 to 4 (12 CFR 1002.9, official interpretation, comment 9(b)(2)-1: more than four are not likely to be helpful).</summary>
    public int Most { get; init; } = 4;

    /// <summary>With whom a subject is compared: near_cutoff, favourable or all.</summary>
    public string Reference { get; init; } = NearCutoff;

    /// <summary>Rows of the reference, at least 10; the nearest, or a sample by a stream.</summary>
    public int ReferenceRows { get; init; } = 500;

    /// <summary>Draws of the reference with replacement, for the stability of reasons; 0: not measured.</summary>
    public int Resamples { get; init; } = 50;

    /// <summary>Most features that one recourse may change, from 1 to 5.</summary>
    public int Changes { get; init; } = 3;
}

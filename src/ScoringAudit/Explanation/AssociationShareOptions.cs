namespace ScoringAudit.Explanation;

/// <summary>How the association share is measured.</summary>
public sealed record AssociationShareOptions
{
    /// <summary>Most threads at work; 1 by default. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Background rows for a score whose form is unknown, which must be asked 2 × rows × this: 100 by default. Trees, additive models and scorecards use all rows.</summary>
    public int SampledBackground { get; init; } = 100;

    /// <summary>Whether to ask the score as if its form were unknown, as an auditor without the model's file must.</summary>
    public bool Ask { get; init; }

    /// <summary>Donors for each row when its associative features are replaced by another row's: 20 by default.</summary>
    public int Donors { get; init; } = 20;

    /// <summary>Sampling weight of each row, as explained row and as background; null: equal.</summary>
    public double[]? Weights { get; init; }
}

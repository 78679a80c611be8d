namespace ScoringAudit.Explanation;

/// <summary>How changes are searched for.</summary>
public sealed record CounterfactualOptions
{
    /// <summary>Most features that change together; 3 by default.</summary>
    public int MostChanges { get; init; } = 3;

    /// <summary>Most steps of the search beyond two features; 200,000 by default. Reaching it is said in the result.</summary>
    public int MostSteps { get; init; } = 200_000;
}

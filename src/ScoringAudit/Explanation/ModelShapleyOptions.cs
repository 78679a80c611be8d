namespace ScoringAudit.Explanation;

/// <summary>How a score of unknown form is explained by asking it.</summary>
public sealed record ModelShapleyOptions
{
    /// <summary>Most threads at work; 1 by default. The result is the same for any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Unit of the attributions; the score's own by default.</summary>
    public AttributionUnit Unit { get; init; }

    /// <summary>Pairs of a random order and its reverse for each row, for the permutation method; 10 by default.</summary>
    public int OrderPairs { get; init; } = 10;
}

namespace ScoringAudit.Explanation;

/// <summary>How tree attributions are computed. Results do not depend on threads; tables and the direct method agree to rounding.</summary>
public sealed record TreeShapleyOptions
{
    /// <summary>Most threads at work; 1 by default.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Bytes for pattern tables: 64 MiB by default. Leaves whose table does not fit are computed directly, more slowly.</summary>
    public long TableBudget { get; init; } = 64L << 20;

    /// <summary>Most players on a leaf's path for a table, from 0 (no tables) to 12.</summary>
    public int MostTableBits { get; init; } = 12;
}

namespace ScoringAudit.Scoring;

/// <summary>The width of the vectors that a kernel works with. Every width gives the same bits.</summary>
internal enum VectorWidth
{
    /// <summary>One row at a time.</summary>
    Scalar,

    /// <summary>256 bits.</summary>
    Bits256,

    /// <summary>512 bits.</summary>
    Bits512,
}

namespace ScoringAudit.Privacy;

/// <summary>Fair, independent bits for release noise. Internal: a caller cannot put a seed behind a release; only tests inject bits.</summary>
internal interface IBitSource
{
    /// <summary>The next bits as an unsigned integer.</summary>
    /// <param name="count">Number of bits, 1 to 64.</param>
    ulong Next(int count);
}

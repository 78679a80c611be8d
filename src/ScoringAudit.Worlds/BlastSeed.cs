namespace ScoringAudit.Worlds;

/// <summary>A firm that is listed to see whom it takes along.</summary>
/// <param name="Firm">Its subject id.</param>
/// <param name="IsHub">Whether it is one of the firms with most readers; else drawn at random.</param>
/// <param name="Readers">Firms that read it.</param>
/// <param name="Changed">Other firms that change grade.</param>
/// <param name="Listed">Other firms that come onto a list because of it.</param>
public sealed record BlastSeed(long Firm, bool IsHub, int Readers, int Changed, int Listed);

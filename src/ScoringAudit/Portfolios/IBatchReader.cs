namespace ScoringAudit.Portfolios;

/// <summary>Reads a portfolio's rows once, in order, in batches.</summary>
public interface IBatchReader : IDisposable
{
    /// <summary>Reads the next batch.</summary>
    /// <param name="batch">The batch, valid until the next call; at most 65,536 rows and at least 1.</param>
    /// <returns>False when the rows have ended.</returns>
    bool Read(out Batch batch);
}

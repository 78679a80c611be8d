using ScoringAudit.Portfolios;

namespace ScoringAudit.Worlds;

/// <summary>Fills the buffers of all columns with one chunk of rows after another.</summary>
internal interface IChunkSource
{
    /// <summary>One buffer for each column.</summary>
    ColumnBuffer[] Buffers { get; }

    /// <summary>Fills the buffers from their start.</summary>
    /// <returns>The number of rows; 0: there are no more.</returns>
    int Next();
}

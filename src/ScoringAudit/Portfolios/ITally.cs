using System.Buffers;

namespace ScoringAudit.Portfolios;

/// <summary>A mergeable summary of rows: any split of the rows and any order give the same bits.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface ITally<TSelf>
    where TSelf : ITally<TSelf>
{
    /// <summary>Adds the rows of a batch.</summary>
    void Add(in ScoredBatch batch);

    /// <summary>Adds another summary of the same shape.</summary>
    void Merge(TSelf other);

    /// <summary>Writes the summary, so that shards can be merged elsewhere.</summary>
    void Write(IBufferWriter<byte> to);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    static abstract TSelf Read(ReadOnlySpan<byte> from);
}

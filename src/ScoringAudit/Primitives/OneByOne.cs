using System.Collections.Concurrent;

namespace ScoringAudit.Primitives;

/// <summary>Shares out long pieces of work. A parallel loop over a range hands out up to 16 pieces at once, so that with few of them one thread waits for the other at the end.</summary>
internal static class OneByOne
{
    /// <summary>The pieces 0 to count − 1, one at a time to whoever is free.</summary>
    public static OrderablePartitioner<int> Range(int count) => Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering);
}

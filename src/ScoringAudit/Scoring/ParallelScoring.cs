using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>Scores many rows on several threads.</summary>
public static class ParallelScoring
{
    private const int ChunkRows = 4096;

    /// <summary>Scores a block. Each row's score is the same for any number of threads.</summary>
    /// <param name="scorer">The score.</param>
    /// <param name="columns">Feature values.</param>
    /// <param name="scores">One score for each row; at least as long as the block.</param>
    /// <param name="threads">Most threads at work; at least 1.</param>
    /// <param name="cancel">Stops the work between chunks of rows.</param>
    public static void Score(IScorer scorer, FeatureBlock columns, double[] scores, int threads, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scores.Length, columns.Rows, nameof(scores));
        var chunks = (columns.Rows + ChunkRows - 1) / ChunkRows;
        Parallel.ForEach(
            OneByOne.Range(chunks),
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancel },
            chunk =>
            {
                var start = chunk * ChunkRows;
                var rows = Math.Min(ChunkRows, columns.Rows - start);
                scorer.Score(columns.Slice(start, rows), scores.AsSpan(start, rows));
            });
    }
}

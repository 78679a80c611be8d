using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Scores whole rows again: for any score.</summary>
internal sealed class WholeRescorer(IScorer scorer, FeatureMatrix rows) : IRescorer
{
    public bool Uses(int feature) => true;

    public void Score(ReadOnlyMemory<PermutedColumn> columns, ParallelOptions parallel) =>
        Parallel.For(0, columns.Length, parallel, i =>
        {
            var column = columns.Span[i];
            scorer.Score(rows.All.With(column.Feature, column.Values), column.Scores);
        });
}

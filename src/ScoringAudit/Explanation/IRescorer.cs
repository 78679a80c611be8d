namespace ScoringAudit.Explanation;

/// <summary>Scores the audited rows again with one feature's column replaced.</summary>
internal interface IRescorer
{
    /// <summary>Whether the score can depend on a feature at all.</summary>
    bool Uses(int feature);

    /// <summary>Fills the scores of permuted columns.</summary>
    void Score(ReadOnlyMemory<PermutedColumn> columns, ParallelOptions parallel);
}

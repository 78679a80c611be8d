using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>A score as a pure function of a row's features. Safe to call from several threads.</summary>
public interface IScorer
{
    /// <summary>The features that it reads.</summary>
    FeatureSchema Features { get; }

    /// <summary>Unit, direction and range of the result.</summary>
    ScoreScale Scale { get; }

    /// <summary>Scores rows.</summary>
    /// <param name="columns">Feature values, column-major, in the order of <see cref="Features"/>.</param>
    /// <param name="scores">One score for each row, on <see cref="Scale"/>; at least as long as the block.</param>
    void Score(in FeatureBlock columns, Span<double> scores);
}

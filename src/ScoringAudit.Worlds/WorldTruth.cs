using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Worlds;

/// <summary>What a world knows of its scores: parts that sum, scores with channels off, gaps, and the score at another address.</summary>
public abstract class WorldTruth : ITruth, IInterventions
{
    /// <inheritdoc/>
    public abstract IReadOnlyList<TruthChannel> Channels { get; }

    /// <inheritdoc/>
    public abstract ScoreScale Scale { get; }

    /// <inheritdoc/>
    public abstract ReadOnlySpan<double> Score { get; }

    /// <inheritdoc/>
    public abstract ReadOnlySpan<double> ScoreWithoutAll { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<Origin> Origins { get; }

    /// <inheritdoc/>
    public abstract ReadOnlySpan<double> Remainder { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<TruthGap> Gaps { get; }

    /// <summary>True probability of default of each person, a multiple of 2^−20; empty for firms.</summary>
    public abstract ReadOnlySpan<double> DefaultProbability { get; }

    /// <inheritdoc/>
    public abstract string Rule { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<ILinkInterventions> Links { get; }

    /// <inheritdoc/>
    public abstract IInterventions? Replacing(Func<Origin, bool> origins);

    /// <inheritdoc/>
    public abstract ReadOnlySpan<double> ScoreWithout(string channel);

    /// <inheritdoc/>
    public abstract ReadOnlySpan<double> Part(Origin origin);

    /// <inheritdoc/>
    public abstract void Move(ReadOnlySpan<int> rows, ReadOnlySpan<int> donors, bool resetTenure, Span<double> scores);

    /// <summary>The truth as a table, beside the subjects row by row.</summary>
    /// <remarks>Columns: subject_id, score, part_ORIGIN for each origin, remainder, score_without_CHANNEL for each channel, score_without_all; of persons default_probability too.</remarks>
    public abstract ColumnPortfolio ToPortfolio();
}

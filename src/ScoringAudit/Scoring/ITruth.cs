using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Scoring;

/// <summary>What the maker of a score knows of it, row by row: the yardstick for instruments that must find it out.</summary>
public interface ITruth
{
    /// <summary>The channels of the score, those of strength 0 included.</summary>
    IReadOnlyList<TruthChannel> Channels { get; }

    /// <summary>Unit, direction and range of the score.</summary>
    ScoreScale Scale { get; }

    /// <summary>The score of each row.</summary>
    ReadOnlySpan<double> Score { get; }

    /// <summary>The score that each row would have with one channel off, solved again where scores feed scores.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <exception cref="AuditDataException">There is no such channel.</exception>
    ReadOnlySpan<double> ScoreWithout(string channel);

    /// <summary>The score that each row would have with all channels off.</summary>
    ReadOnlySpan<double> ScoreWithoutAll { get; }

    /// <summary>The origins that have a part in the score, own first.</summary>
    IReadOnlyList<Origin> Origins { get; }

    /// <summary>The part of the score that comes from records of an origin, on the score's scale; 0 for an origin without a part.</summary>
    /// <remarks>Score = sum of the parts over <see cref="Origins"/> + <see cref="Remainder"/>, within 1e-9.</remarks>
    ReadOnlySpan<double> Part(Origin origin);

    /// <summary>What clipping to the scale and rounding to its grid added to the sum of the parts.</summary>
    ReadOnlySpan<double> Remainder { get; }

    /// <summary>True gaps between groups.</summary>
    IReadOnlyList<TruthGap> Gaps { get; }
}

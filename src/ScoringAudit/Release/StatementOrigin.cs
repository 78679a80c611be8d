namespace ScoringAudit.Release;

/// <summary>What is said of other people's records of one origin: that they entered, of which origin, and at most a band without a sign.</summary>
/// <param name="Origin">Whose records.</param>
/// <param name="Features">The features through which they entered.</param>
/// <param name="IsPublic">Whether they are published statistics of an area.</param>
/// <param name="Band">How far they moved the score, either way; null where it would reveal another person's data.</param>
public sealed record StatementOrigin(string Origin, IReadOnlyList<string> Features, bool IsPublic, EffectBand? Band);

using ScoringAudit.Primitives;

namespace ScoringAudit.Mitigation;

/// <summary>Draws the decisions of a randomised classifier, each from the stream of its own row: any order, the same decisions.</summary>
public static class RandomisedDecision
{
    /// <summary>Name of the stream under the plan's seed.</summary>
    public const string Stream = "mitigation/randomised decision";

    /// <summary>Whether a row is approved in this draw.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="row">Number of the row.</param>
    /// <param name="probability">Probability of approval.</param>
    public static bool Draw(ulong seed, long row, double probability) => Streams.FromSeed(seed).Derive(Stream).Uniform((ulong)row, 0) < probability;
}

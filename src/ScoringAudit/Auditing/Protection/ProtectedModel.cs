using ScoringAudit.Primitives;

namespace ScoringAudit.Auditing.Protection;

/// <summary>What a protected audit's design knows of the model: public, and not covered by the promise.</summary>
/// <param name="Name">Name in findings.</param>
/// <param name="Digest">SHA-256 of its files: another model is another request.</param>
/// <param name="Algorithm">Algorithm, for the report.</param>
/// <param name="Scale">Its score's scale.</param>
/// <param name="Features">Names of its features, in the model's order.</param>
public sealed record ProtectedModel(string Name, string Digest, string Algorithm, ScoreScale Scale, IReadOnlyList<string> Features);

namespace ScoringAudit.Explanation;

/// <summary>Changes of the own record that would have made the decision favourable; each is needed.</summary>
/// <param name="Changes">The changes, in schema order.</param>
/// <param name="Cost">Sum of their lengths.</param>
/// <param name="Score">Score after them, with the surroundings that are worst for the subject.</param>
public sealed record Counterfactual(IReadOnlyList<FeatureChange> Changes, double Cost, double Score);

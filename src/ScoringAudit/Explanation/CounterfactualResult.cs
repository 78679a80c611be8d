namespace ScoringAudit.Explanation;

/// <summary>What a subject could have had otherwise.</summary>
/// <param name="Single">For each feature that does it alone, the nearest change; cheapest first.</param>
/// <param name="Pairs">For each pair of features of which neither does it alone, the cheapest change of both; cheapest first.</param>
/// <param name="Smallest">Where one or two features do not do it: the cheapest change of more, within the limit; else null.</param>
/// <param name="IsProven">Whether the search was exhausted; false where its limit of steps was reached, so that a cheaper change may exist.</param>
/// <param name="Reason">Why there is none at all; null where there is one.</param>
public sealed record CounterfactualResult(
    IReadOnlyList<Counterfactual> Single, IReadOnlyList<Counterfactual> Pairs, Counterfactual? Smallest, bool IsProven, string? Reason)
{
    /// <summary>All of them, fewest features first, then cheapest.</summary>
    public IReadOnlyList<Counterfactual> All => [.. Single, .. Pairs, .. Smallest is null ? [] : new[] { Smallest }];
}

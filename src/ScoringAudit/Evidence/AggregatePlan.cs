namespace ScoringAudit.Evidence;

/// <summary>A feature that is the share of adverse outcomes among the people of a public cell (postcode; region × size): released with noise, then read by every score.</summary>
/// <param name="Feature">The feature of the model whose value it replaces.</param>
/// <param name="Cell">Column of the public cell; its categories stand in the public schema.</param>
/// <param name="Scale">What a share of 1 is in the feature's own unit: 1 for a share, 100 for per cent.</param>
public sealed record AggregatePlan(string Feature, string Cell, double Scale);

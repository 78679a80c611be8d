using ScoringAudit.Primitives;

namespace ScoringAudit.Privacy;

/// <summary>A number computed from released counts, with the interval that covers noise and sampling.</summary>
/// <param name="Median">Posterior median: the estimate. A ratio of noisy counts would be biased and might be infinite.</param>
/// <param name="Interval">Central posterior interval.</param>
/// <param name="TooSmall">Whether the budget is too small to say anything: a ratio's limits lie more than a factor of 4 apart, or a proportion's more than 0.5.</param>
public sealed record PosteriorInterval(double Median, Interval Interval, bool TooSmall);

using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>An estimate with its interval and how the interval was made.</summary>
/// <param name="Value">The estimate, or why it is undefined.</param>
/// <param name="Interval">Limits; null where no method gives any (no rows, or nothing that varies independently). May be defined where the value is not: a ratio over 0 has [low, +∞).</param>
/// <param name="Method">Name of the method: one of <see cref="IntervalMethods"/>.</param>
/// <param name="StandardError">Standard error on the scale on which the method works (log for log-ratio methods, logit for logit methods); null for methods without one.</param>
/// <param name="Clusters">Number of clusters that hold a row of the domain; null for row-independent methods.</param>
/// <param name="DegreesOfFreedom">Degrees of freedom of the t quantile; null where none was used.</param>
/// <param name="DesignEffect">Cluster-robust variance over the variance that independent rows would have; null where undefined.</param>
public sealed record IntervalEstimate(
    Estimate Value,
    Interval? Interval,
    string Method,
    double? StandardError = null,
    long? Clusters = null,
    double? DegreesOfFreedom = null,
    double? DesignEffect = null);

using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>A metric of one table that is not a rate: what it is, and a pure function over counts.</summary>
/// <param name="Descriptor">What it is.</param>
/// <param name="Of">The value of a table, or why it is undefined.</param>
public sealed record CompositeMetric(MetricDescriptor Descriptor, Func<ConfusionCounts, Estimate> Of)
{
    /// <summary>Measure name.</summary>
    public string Id => Descriptor.Id;

    /// <summary>A metric of the caller's own; it gets the same group, difference, ratio and interval versions as the others.</summary>
    /// <param name="id">snake_case name.</param>
    /// <param name="of">Value of a table.</param>
    public static CompositeMetric Custom(string id, Func<ConfusionCounts, Estimate> of) => new(
        new MetricDescriptor(id, id, "given by the caller", MetricDirection.NearerToIdealIsBetter, double.NegativeInfinity, double.PositiveInfinity, double.NaN, "given by the caller"), of);
}

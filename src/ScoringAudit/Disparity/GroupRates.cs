using ScoringAudit.Portfolios;

namespace ScoringAudit.Disparity;

/// <summary>Group, ratio and difference versions of a rate metric over a tally, each with its interval.</summary>
/// <remarks>
/// Intervals: mid-P and MOVER where rows are independent (with Kish's effective size where they are weighted), cluster-robust where they are clustered.
/// Comparisons are signed and always against the reference: ratio = group / reference, difference = group − reference. The reference is one group for all
/// metrics of an attribute: a policy chooses it by decided rows or by selection rate. Where the data chose it, the simultaneous interval covers all pairs.
/// </remarks>
public static class GroupRates
{
    /// <summary>All rates and comparisons of a grouping for one metric.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="grouping">The attribute that was tallied.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="level">Level of the intervals, in (0, 1).</param>
    public static IReadOnlyList<RateResult> Of(ConfusionTally tally, Grouping grouping, RateMetric metric, double level)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(grouping);
        ArgumentNullException.ThrowIfNull(metric);
        return Of(tally, grouping, metric, ReferenceOf(tally, grouping), level);
    }

    /// <summary>The same against a reference group that is known already.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="grouping">The attribute that was tallied.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="reference">Code of the reference group.</param>
    /// <param name="level">Level of the intervals, in (0, 1).</param>
    public static IReadOnlyList<RateResult> Of(ConfusionTally tally, Grouping grouping, RateMetric metric, int reference, double level)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(grouping);
        ArgumentNullException.ThrowIfNull(metric);
        return RateEngine.Of(new ConfusionRates(tally, metric), metric, reference, grouping.Reference == ProtectedRole.HighestRate, level);
    }

    /// <summary>The rate of all rows of a tally with one group.</summary>
    /// <exception cref="ArgumentException">The tally has several groups.</exception>
    public static RateResult Overall(ConfusionTally tally, RateMetric metric, double level)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(metric);
        if (tally.Groups != 1)
        {
            throw new ArgumentException("The overall rate needs a tally with one group.", nameof(tally));
        }

        var source = new ConfusionRates(tally, metric);
        var count = source.Count(0);
        return new RateResult(metric.Id, -1, -1, RateEngine.Rate(source, metric, 0, count, level), null, null, count, default, 0);
    }

    /// <summary>The reference group's code: the one named, or by policy from decisions (ties: the first).</summary>
    public static int ReferenceOf(ConfusionTally tally, Grouping grouping)
    {
        ArgumentNullException.ThrowIfNull(tally);
        var selection = new ConfusionRates(tally, RateMetrics.SelectionRate);
        return RateEngine.ReferenceOf(grouping, [.. Enumerable.Range(0, tally.Groups).Select(selection.Count)]);
    }
}

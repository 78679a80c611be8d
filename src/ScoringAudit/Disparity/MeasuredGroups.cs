using System.Globalization;
using System.Text;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>What one pass of <see cref="GroupMetrics"/> counted; every metric follows from it without reading a row again.</summary>
public sealed class MeasuredGroups
{
    private readonly ConfusionTally _cells;
    private readonly double _level;

    internal MeasuredGroups(ConfusionTally cells, Grouping grouping, Grouping? strata, double level)
    {
        _cells = cells;
        Grouping = grouping;
        Strata = strata;
        _level = level;
        Tally = strata is null ? cells : Merged();
    }

    /// <summary>Groups, strata put together.</summary>
    public ConfusionTally Tally { get; }

    /// <summary>The groups and the reference.</summary>
    public Grouping Grouping { get; }

    /// <summary>The strata, or null.</summary>
    public Grouping? Strata { get; }

    /// <summary>Names of the groups.</summary>
    public IReadOnlyList<string> Groups => Grouping.Groups;

    /// <summary>The decision × outcome table of a group.</summary>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    public ConfusionCounts Counts(string group) => Tally.Counts(CodeOf(group));

    /// <summary>A rate of every group, then its ratios and differences against the reference.</summary>
    public IReadOnlyList<RateResult> Of(RateMetric metric) => GroupRates.Of(Tally, Grouping, metric, _level);

    /// <summary>A rate within one stratum.</summary>
    public IReadOnlyList<RateResult> Of(RateMetric metric, string stratum) => GroupRates.Of(InStratum(stratum), Grouping, metric, _level);

    /// <summary>Any metric, the caller's own included: group, difference and ratio versions with bootstrap intervals.</summary>
    public IReadOnlyList<GroupResult> Of(CompositeMetric metric, Streams streams, int replicates = 1_000) =>
        CountBootstrap.Of(Tally, Grouping, metric, _level, streams, replicates);

    /// <summary>Equalized odds against the reference.</summary>
    public IReadOnlyList<GroupResult> EqualizedOdds() => Disparity.EqualizedOdds.Of(Tally, Grouping, _level);

    /// <summary>Largest difference and smallest ratio between groups, with the groups that make them; no headline.</summary>
    public Spread Spread(RateMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return Disparity.Spread.Between([.. Enumerable.Range(0, Tally.Groups).Select(g => metric.Of(Tally.Counts(g)))]);
    }

    /// <summary>Disparity within the strata, pooled; rows independent and unweighted.</summary>
    /// <exception cref="InvalidOperationException">There are no strata, or rows are weighted.</exception>
    public SegmentedImpact Segmented(string group)
    {
        if (Strata is null || _cells.Weighted)
        {
            throw new InvalidOperationException(Strata is null ? "Call Controlling to name the strata." : "Pooled tests over strata take unweighted rows.");
        }

        int code = CodeOf(group), reference = GroupRates.ReferenceOf(Tally, Grouping);
        Rate Of(int stratum, int g)
        {
            var count = RateMetrics.SelectionRate.CountOf(_cells.Counts((stratum * Groups.Count) + g));
            return Rate.Of(count.FavourableRows, count.Rows);
        }

        return SegmentedImpact.Of([.. Enumerable.Range(0, Strata.Groups.Count).Select(s => (Of(s, code), Of(s, reference)))], _level);
    }

    /// <summary>What the missing memberships could hide: the least and the largest rate ratio against the reference over all ways of filling them in.</summary>
    /// <remarks>
    /// Best case: every row without membership and with a favourable decision is in the group, every other such row in the reference; worst case the other way
    /// round. Unweighted counts. Undefined when a rate is.
    /// </remarks>
    /// <param name="group">The group.</param>
    public (Estimate Lowest, Estimate Highest) MissingMembershipBounds(string group) =>
        MissingMembership.RatioBounds(Tally, CodeOf(group), GroupRates.ReferenceOf(Tally, Grouping));

    /// <summary>Selection rates and impact ratios as a text table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var results = Of(RateMetrics.SelectionRate);
        foreach (var rate in results.Where(r => r.Reference < 0))
        {
            var ratio = results.FirstOrDefault(r => r.Group == rate.Group && r.Measure == RateMetrics.SelectionRate.RatioId);
            text.Append(CultureInfo.InvariantCulture, $"{Groups[rate.Group],-20} n {rate.Of.Rows,8}  rate {Show(rate.Estimate),-28} ratio {(ratio is null ? "reference" : Show(ratio.Estimate))}\n");
        }

        return text.ToString();
    }

    private static string Show(IntervalEstimate e) => !e.Value.IsDefined ? e.Value.ToString()
        : e.Interval is { } i ? string.Create(CultureInfo.InvariantCulture, $"{e.Value.Value:0.000} [{i.Low:0.000}, {i.High:0.000}]")
        : e.Value.Value.ToString("0.000", CultureInfo.InvariantCulture);

    private int CodeOf(string group)
    {
        for (var g = 0; g < Groups.Count; g++)
        {
            if (Groups[g] == group)
            {
                return g;
            }
        }

        throw new ArgumentException($"There is no group '{group}'. {(Nearest.Of(group, Groups) is { } near ? $"Did you mean '{near}'?" : "The groups are: " + string.Join(", ", Groups.Take(12)) + ".")}", nameof(group));
    }

    private ConfusionTally InStratum(string stratum)
    {
        for (var s = 0; s < (Strata?.Groups.Count ?? 0); s++)
        {
            if (Strata!.Groups[s] == stratum)
            {
                return _cells.Stratum(s, Groups.Count);
            }
        }

        throw new ArgumentException($"There is no stratum '{stratum}'. {(Strata is null ? "Call Controlling to name the strata." : "The strata are: " + string.Join(", ", Strata.Groups.Take(12)) + ".")}", nameof(stratum));
    }

    // A row whose stratum is missing has no cell: it is counted as missing.
    private ConfusionTally Merged()
    {
        var merged = _cells.Stratum(0, Groups.Count);
        for (var s = 1; s < Strata!.Groups.Count; s++)
        {
            merged.Merge(_cells.Stratum(s, Groups.Count));
        }

        return merged;
    }
}

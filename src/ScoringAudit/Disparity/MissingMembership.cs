using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Bounds on an impact ratio when some rows have no membership: nothing is assumed about who they are.</summary>
/// <remarks>Source: Manski 2003, ch. 1 (worst-case bounds). Unweighted rows. Where a bound would divide by 0 it is undefined.</remarks>
public static class MissingMembership
{
    /// <summary>Least and largest ratio of selection rates over all ways of putting the rows without membership into the group, the reference, or another group.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="group">The group.</param>
    /// <param name="reference">The reference group.</param>
    public static (Estimate Lowest, Estimate Highest) RatioBounds(ConfusionTally tally, int group, int reference)
    {
        ArgumentNullException.ThrowIfNull(tally);
        var missing = tally.MissingMembershipCounts;
        var yes = missing.Sum(ConfusionCells.Favourable).Rows;
        var no = missing.Sum(ConfusionCells.Decided).Rows - yes;
        var of = RateMetrics.SelectionRate.CountOf(tally.Counts(group));
        var against = RateMetrics.SelectionRate.CountOf(tally.Counts(reference));
        double a = of.FavourableRows, n = of.Rows, b = against.FavourableRows, m = against.Rows;

        // A favourable row never lowers a rate that it joins, an unfavourable one never raises it: so the extremes give all of a kind to one side.
        return (Ratio(a, n + no, b + yes, m + yes), Ratio(a + yes, n + yes, b, m + no));
    }

    private static Estimate Ratio(double a, double n, double b, double m) =>
        n <= 0 ? Estimate.Undefined("the group has no decided rows")
        : m <= 0 ? Estimate.Undefined("the reference group has no decided rows")
        : b <= 0 ? Estimate.Undefined("the reference group has no favourable decision")
        : Estimate.Of(a / n / (b / m));
}

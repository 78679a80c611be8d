using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Largest difference and smallest ratio between groups, with the groups that make them: to reproduce other toolkits' tables, never a headline.</summary>
/// <remarks>
/// A maximum minus a minimum has no valid null: it is above 0 in every sample, more so with more groups. Undefined groups take no part and are listed.
/// fairlearn's <c>difference(method="between_groups")</c> and <c>ratio(...)</c>, <c>to_overall</c>.
/// </remarks>
/// <param name="Difference">Largest minus smallest value; undefined with fewer than one defined group.</param>
/// <param name="Ratio">Smallest over largest value; undefined when the largest is 0.</param>
/// <param name="Lowest">Code of the group with the smallest value (ties: the first); −1 where none is defined.</param>
/// <param name="Highest">Code of the group with the largest value (ties: the first); −1 where none is defined.</param>
/// <param name="Excluded">Codes of the groups whose value is undefined.</param>
public sealed record Spread(Estimate Difference, Estimate Ratio, int Lowest, int Highest, IReadOnlyList<int> Excluded)
{
    /// <summary>The spread between groups.</summary>
    public static Spread Between(IReadOnlyList<Estimate> byGroup)
    {
        ArgumentNullException.ThrowIfNull(byGroup);
        int low = -1, high = -1;
        var excluded = new List<int>();
        for (var g = 0; g < byGroup.Count; g++)
        {
            if (!byGroup[g].IsDefined)
            {
                excluded.Add(g);
                continue;
            }

            low = low < 0 || byGroup[g].Value < byGroup[low].Value ? g : low;
            high = high < 0 || byGroup[g].Value > byGroup[high].Value ? g : high;
        }

        if (low < 0)
        {
            var none = Estimate.Undefined("the metric is defined for no group");
            return new Spread(none, none, -1, -1, excluded);
        }

        return new Spread(
            Estimate.Of(byGroup[high].Value - byGroup[low].Value),
            byGroup[high].Value == 0 ? Estimate.Undefined("the metric is 0 in every group") : Estimate.Of(byGroup[low].Value / byGroup[high].Value),
            low,
            high,
            excluded);
    }

    /// <summary>The largest distance of a group from the overall value, and the smallest of r and 1/r with r = group / overall.</summary>
    /// <param name="byGroup">Values by group.</param>
    /// <param name="overall">Value of all rows.</param>
    public static (Estimate Difference, Estimate Ratio) ToOverall(IReadOnlyList<Estimate> byGroup, Estimate overall)
    {
        ArgumentNullException.ThrowIfNull(byGroup);
        if (!overall.IsDefined)
        {
            return (overall, overall);
        }

        double difference = -1, ratio = double.PositiveInfinity;
        foreach (var value in byGroup.Where(v => v.IsDefined))
        {
            difference = Math.Max(difference, Math.Abs(value.Value - overall.Value));
            var r = value.Value / overall.Value;
            ratio = Math.Min(ratio, r > 1 ? 1 / r : r);
        }

        return difference < 0
            ? (Estimate.Undefined("the metric is defined for no group"), Estimate.Undefined("the metric is defined for no group"))
            : (Estimate.Of(difference), overall.Value == 0 ? Estimate.Undefined("the overall value is 0") : Estimate.Of(ratio));
    }
}

using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Demographic disparity of a group, and conditional demographic disparity over strata.</summary>
/// <remarks>
/// Of a group: its share of the unfavourable decisions minus its share of the favourable ones, in [−1, 1], ideal 0. Conditional: the mean over strata, weighted
/// by their decided rows (or weight); strata in which a decision never occurs have no share and are left out. Sources: Wachter, Mittelstadt and Russell 2021,
/// section 5; Žliobaitė, Kamiran and Calders 2011.
/// </remarks>
public static class DemographicDisparity
{
    /// <summary>What it is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "conditional_demographic_disparity", "Conditional demographic disparity", "Σ n_s/n (share of unfavourable − share of favourable)", MetricDirection.NearerToIdealIsBetter, -1, 1, 0, "Wachter, Mittelstadt and Russell 2021");

    /// <summary>Share of a group among the unfavourable minus its share among the favourable.</summary>
    /// <param name="group">Favourable and all decisions of the group.</param>
    /// <param name="all">Those of everybody, the group included.</param>
    public static Estimate Of(GroupCount group, GroupCount all)
    {
        var refused = all.Trials - all.Successes;
        return all.Successes <= 0 ? Estimate.Undefined("there is no favourable decision")
            : refused <= 0 ? Estimate.Undefined("there is no unfavourable decision")
            : Estimate.Of(((group.Trials - group.Successes) / refused) - (group.Successes / all.Successes));
    }

    /// <summary>The mean of the disparities of all groups, weighted by their decided rows (or weight): what AIF360 calls conditional demographic disparity.</summary>
    /// <param name="groups">Favourable and all decisions of each group.</param>
    /// <param name="all">Those of everybody.</param>
    public static Estimate MeanOverGroups(IReadOnlyList<GroupCount> groups, GroupCount all)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return Of(all, all) is { IsDefined: false } none ? none : Estimate.Of(groups.Sum(g => g.Trials * Of(g, all).Value) / all.Trials);
    }

    /// <summary>The mean over strata.</summary>
    /// <param name="strata">The group and everybody in each stratum.</param>
    public static Estimate Conditional(IReadOnlyList<(GroupCount Group, GroupCount All)> strata)
    {
        ArgumentNullException.ThrowIfNull(strata);
        double sum = 0, weight = 0;
        foreach (var (group, all) in strata)
        {
            if (Of(group, all) is { IsDefined: true } disparity)
            {
                sum += all.Trials * disparity.Value;
                weight += all.Trials;
            }
        }

        return weight > 0 ? Estimate.Of(sum / weight) : Estimate.Undefined("no stratum has both decisions");
    }
}

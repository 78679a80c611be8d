using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Mitigation;

/// <summary>Weights that make the outcome independent of the group among the training rows.</summary>
/// <remarks>
/// W(g, y) = (weight of g · weight of y) / (total weight · weight of rows of g with y): 1 where group and outcome are independent already. A row's
/// new weight is its own times W. The weighted rows of every group then have the same adverse rate. The group is read in training only, never at scoring.
/// Source: Kamiran and Calders 2012, section 4.3 (their table 4 is a test).
/// </remarks>
public sealed class Reweighing
{
    private readonly double[] _factors;

    private Reweighing(int groups, double[] factors)
    {
        Groups = groups;
        _factors = factors;
    }

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>W(g, y); undefined for a group and outcome without rows.</summary>
    /// <param name="group">Group code.</param>
    /// <param name="adverse">Outcome.</param>
    public Estimate Factor(int group, bool adverse) => double.IsNaN(_factors[(2 * group) + (adverse ? 1 : 0)])
        ? Estimate.Undefined("no training row of the group has this outcome")
        : Estimate.Of(_factors[(2 * group) + (adverse ? 1 : 0)]);

    /// <summary>Counts the rows.</summary>
    /// <param name="groups">Group code of each row; −1 (no group) is not counted and keeps its weight.</param>
    /// <param name="groupCount">Number of groups.</param>
    /// <param name="adverse">1 adverse, 0 not; −1 (not observed) is not counted.</param>
    /// <param name="weights">Weights, or empty for 1 each.</param>
    /// <param name="training">Rows that count; empty for all.</param>
    public static Reweighing Of(ReadOnlySpan<int> groups, int groupCount, ReadOnlySpan<sbyte> adverse, ReadOnlySpan<double> weights, ReadOnlySpan<bool> training = default)
    {
        if (groups.Length != adverse.Length || (!weights.IsEmpty && weights.Length != groups.Length) || (!training.IsEmpty && training.Length != groups.Length))
        {
            throw new ArgumentException($"Expected {groups.Length} outcomes, weights and flags, one per group code.", nameof(adverse));
        }

        var cells = new ExactSum[2 * groupCount];
        for (var c = 0; c < cells.Length; c++)
        {
            cells[c] = new ExactSum();
        }

        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i] >= 0 && adverse[i] >= 0 && (training.IsEmpty || training[i]))
            {
                cells[(2 * groups[i]) + adverse[i]].Add(weights.IsEmpty ? 1 : weights[i]);
            }
        }

        var sums = cells.Select(c => c.ToDouble()).ToArray();
        var total = sums.Sum();
        double[] outcome = [sums.Where((_, c) => c % 2 == 0).Sum(), sums.Where((_, c) => c % 2 == 1).Sum()];
        var factors = new double[sums.Length];
        for (var c = 0; c < factors.Length; c++)
        {
            factors[c] = sums[c] > 0 ? (sums[c - (c % 2)] + sums[c - (c % 2) + 1]) * outcome[c % 2] / (total * sums[c]) : double.NaN;
        }

        return new Reweighing(groupCount, factors);
    }

    /// <summary>New weights of rows: the own times W(g, y); rows without a group or an outcome keep theirs.</summary>
    public double[] Weights(ReadOnlySpan<int> groups, ReadOnlySpan<sbyte> adverse, ReadOnlySpan<double> weights)
    {
        var all = new double[groups.Length];
        for (var i = 0; i < all.Length; i++)
        {
            var own = weights.IsEmpty ? 1 : weights[i];
            var factor = groups[i] < 0 || adverse[i] < 0 ? 1 : _factors[(2 * groups[i]) + adverse[i]];
            // A cell without training rows has no factor, and no training row needs it.
            all[i] = double.IsNaN(factor) ? own : own * factor;
        }

        return all;
    }
}

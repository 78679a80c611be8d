using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>How unequal two groups are before any decision: in size, and in what their labels are.</summary>
public static class GroupBalance
{
    /// <summary>Class imbalance: (n of the group − n of the reference) / both, in [−1, 1], ideal 0; weights where there are any.</summary>
    /// <remarks>Source: AIF360, class_imbalance.</remarks>
    public static Estimate ClassImbalance(GroupCount group, GroupCount reference) => group.Trials + reference.Trials > 0
        ? Estimate.Of((group.Trials - reference.Trials) / (group.Trials + reference.Trials))
        : Estimate.Undefined("neither group has rows");

    /// <summary>Kullback–Leibler divergence of the group's labels from the reference's: Σ p ln(p/q) over labels; at least 0, ideal 0, in nats; not symmetric.</summary>
    /// <remarks>Undefined where a label occurs in the group and not in the reference, or a side has none. Source: Kullback and Leibler 1951.</remarks>
    /// <param name="group">Rows, or weight, of each label in the group.</param>
    /// <param name="reference">The same labels in the reference group.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a weight is negative.</exception>
    public static Estimate LabelDivergence(ReadOnlySpan<double> group, ReadOnlySpan<double> reference)
    {
        if (group.Length != reference.Length)
        {
            throw new ArgumentException($"Expected {group.Length} labels on both sides, found {reference.Length}.", nameof(reference));
        }

        double n = 0, m = 0, sum = 0;
        for (var i = 0; i < group.Length; i++)
        {
            if (!(group[i] >= 0) || !(reference[i] >= 0))
            {
                throw new ArgumentException($"A weight is at least 0; found {Math.Min(group[i], reference[i])}.", nameof(group));
            }

            n += group[i];
            m += reference[i];
        }

        if (n == 0 || m == 0)
        {
            return Estimate.Undefined(n == 0 ? "the group has no rows" : "the reference group has no rows");
        }

        for (var i = 0; i < group.Length; i++)
        {
            if (group[i] > 0 && reference[i] == 0)
            {
                return Estimate.Undefined("a label of the group does not occur in the reference group");
            }

            sum += group[i] > 0 ? group[i] / n * Math.Log(group[i] / n / (reference[i] / m)) : 0;
        }

        return Estimate.Of(sum);
    }
}

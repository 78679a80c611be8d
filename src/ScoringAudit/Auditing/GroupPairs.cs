using ScoringAudit.Disparity;

namespace ScoringAudit.Auditing;

/// <summary>Each group of a protected attribute beside its reference.</summary>
internal static class GroupPairs
{
    /// <summary>The pairs of one attribute that have rows on both sides, and their sizes.</summary>
    /// <param name="grouping">The attribute.</param>
    /// <param name="codes">Group of each row, −1 where it is missing.</param>
    public static IEnumerable<(int Group, int Reference, int Size, int ReferenceSize)> Of(Grouping grouping, int[] codes)
    {
        var sizes = new int[grouping.Groups.Count];
        foreach (var code in codes)
        {
            if (code >= 0)
            {
                sizes[code]++;
            }
        }

        // "largest" and "highest_rate": the largest group, for there is no rate to choose by here.
        var named = grouping.Groups.ToList().IndexOf(grouping.Reference);
        var reference = named >= 0 ? named : Array.IndexOf(sizes, sizes.Max());
        for (var g = 0; g < sizes.Length; g++)
        {
            if (g != reference && sizes[g] > 0 && sizes[reference] > 0)
            {
                yield return (g, reference, sizes[g], sizes[reference]);
            }
        }
    }
}

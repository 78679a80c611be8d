using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>How alike the scores of two houses of a street are, by the number of houses between them.</summary>
/// <remarks>
/// At distance d: the mean over pairs (i, i + d) along a street of z_i z_j over the variance of all scores (Cliff and Ord 1981, section 5.2, spatial correlogram).
/// Intervals are clustered by street. A score that reads the next few neighbours falls off at that reach; one that reads the area does not.
/// </remarks>
/// <param name="Distance">Houses along the street, from 1.</param>
/// <param name="Correlation">Mean product and its interval; undefined without pairs.</param>
/// <param name="Pairs">Pairs at that distance.</param>
public sealed record StreetCorrelogram(int Distance, IntervalEstimate Correlation, long Pairs)
{
    /// <summary>Measures each distance.</summary>
    /// <param name="values">One score for each person; finite and not constant.</param>
    /// <param name="street">Street of each person.</param>
    /// <param name="position">Position along the street; empty: the rows' order.</param>
    /// <param name="farthest">Largest distance, at least 1.</param>
    /// <param name="level">Confidence of the intervals.</param>
    public static IReadOnlyList<StreetCorrelogram> Run(ReadOnlySpan<double> values, int[] street, double[] position, int farthest, double level)
    {
        ArgumentNullException.ThrowIfNull(street);
        ArgumentNullException.ThrowIfNull(position);
        ArgumentOutOfRangeException.ThrowIfLessThan(farthest, 1);
        var z = Centre.Of(values, street.Length, out var squares);
        if (Centre.IsConstant(values, squares))
        {
            throw new ArgumentException("The score is constant.", nameof(values));
        }

        var variance = squares / z.Length;
        int[] order = [.. Enumerable.Range(0, street.Length).OrderBy(i => street[i]).ThenBy(i => position.Length == 0 ? 0 : position[i]).ThenBy(i => i)];
        var units = street.Max() + 1;
        var all = new List<StreetCorrelogram>();
        for (var d = 1; d <= farthest; d++)
        {
            double[] counts = new double[units], sums = new double[units];
            for (var k = 0; k + d < order.Length; k++)
            {
                if (street[order[k]] == street[order[k + d]])
                {
                    counts[street[order[k]]]++;
                    sums[street[order[k]]] += z[order[k]] * z[order[k + d]] / variance;
                }
            }

            all.Add(new StreetCorrelogram(d, ClusterRobust.Mean(counts, sums, level), (long)counts.Sum()));
        }

        return all;
    }
}

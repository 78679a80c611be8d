using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Whether scores jump where one area meets another on the same street, more than own features do, and in the direction of the area's value.</summary>
/// <remarks>
/// Pairs are next-door houses of one street. At a border (two areas) the difference of residuals after own features, signed so that the area with the
/// higher mean of all other residents' residuals comes first, is averaged; placebo borders are drawn at the middle of each area's stretch of the same
/// streets, signed in the same way, and their mean is subtracted. p is one-sided by Student's t over streets. Sorting check: the same jump in what own features
/// predict; where it is significant, people sort at the border and the result is refused. Source: Black 1999; Bayer, Ferreira and McMillan 2007 for sorting.
/// </remarks>
/// <param name="Jump">Mean jump at borders less that at placebo borders, in the score's unit, or why there is none.</param>
/// <param name="PValue">One-sided p.</param>
/// <param name="SortingPValue">Two-sided p of the same jump in own features' prediction.</param>
/// <param name="Borders">Pairs across a border.</param>
public sealed record BoundaryTest(Estimate Jump, double PValue, double SortingPValue, int Borders)
{
    /// <summary>Fewest streets with a border.</summary>
    public const int FewestStreets = 20;

    /// <summary>Measures.</summary>
    /// <param name="residual">What own features leave of the score.</param>
    /// <param name="predicted">What own features predict of it.</param>
    /// <param name="street">Street of each row.</param>
    /// <param name="position">Position along the street; empty: the rows' order.</param>
    /// <param name="area">Area of each row.</param>
    /// <param name="alpha">Level of the sorting check.</param>
    public static BoundaryTest Run(ReadOnlySpan<double> residual, ReadOnlySpan<double> predicted, int[] street, double[] position, int[] area, double alpha)
    {
        ArgumentNullException.ThrowIfNull(street);
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(area);
        int[] order = [.. Enumerable.Range(0, street.Length).OrderBy(i => street[i]).ThenBy(i => position.Length == 0 ? 0 : position[i]).ThenBy(i => i)];
        var (sum, count) = (new double[area.Length == 0 ? 0 : area.Max() + 1], new double[area.Length == 0 ? 0 : area.Max() + 1]);
        for (var i = 0; i < area.Length; i++)
        {
            sum[area[i]] += residual[i];
            count[area[i]]++;
        }

        List<double> jumps = [], sorting = [];
        var borders = 0;
        double jump = 0, sort = 0;
        var found = 0;
        for (var k = 0; k + 1 < order.Length; k++)
        {
            int a = order[k], b = order[k + 1];
            if (street[a] == street[b] && area[a] != area[b])
            {
                // The pair itself is left out of the two means that give the sign.
                var higher = (sum[area[a]] - residual[a]) / Math.Max(1, count[area[a]] - 1) >= (sum[area[b]] - residual[b]) / Math.Max(1, count[area[b]] - 1) ? 1 : -1;
                var before = Placebo(order, k, street, area, -1);
                var after = Placebo(order, k + 1, street, area, 1);
                if (before is { } p && after is { } q)
                {
                    jump += higher * (residual[a] - residual[b] - (0.5 * (residual[p.A] - residual[p.B] + residual[q.A] - residual[q.B])));
                    sort += higher * (predicted[a] - predicted[b] - (0.5 * (predicted[p.A] - predicted[p.B] + predicted[q.A] - predicted[q.B])));
                    found++;
                }
            }

            if (k + 2 == order.Length || street[order[k + 1]] != street[order[k + 2]])
            {
                if (found > 0)
                {
                    jumps.Add(jump / found);
                    sorting.Add(sort / found);
                    borders += found;
                }

                (jump, sort, found) = (0, 0, 0);
            }
        }

        if (jumps.Count < FewestStreets)
        {
            return new BoundaryTest(Estimate.Undefined($"{jumps.Count} streets cross a border between areas with enough houses on both sides, fewer than {FewestStreets}"), 1, 1, borders);
        }

        var (value, t) = T(jumps);
        var (_, u) = T(sorting);
        var sorted = double.IsNaN(u) ? 1 : StudentQuantile.TwoSidedPValue(u, sorting.Count - 1);
        if (sorted <= alpha)
        {
            return new BoundaryTest(Estimate.Undefined("own features jump at the borders too: people sort there, so a jump of the score says nothing"), 1, sorted, borders);
        }

        var two = double.IsNaN(t) ? 1 : StudentQuantile.TwoSidedPValue(t, jumps.Count - 1);
        return new BoundaryTest(Estimate.Of(value), double.IsNaN(t) ? 1 : t > 0 ? two / 2 : 1 - (two / 2), sorted, borders);
    }

    // Two next-door houses in the middle of the stretch of one area that begins at a place and goes one way.
    private static (int A, int B)? Placebo(int[] order, int at, int[] street, int[] area, int way)
    {
        var end = at;
        while (end + way >= 0 && end + way < order.Length && street[order[end + way]] == street[order[at]] && area[order[end + way]] == area[order[at]])
        {
            end += way;
        }

        var length = Math.Abs(end - at) + 1;
        if (length < 4)
        {
            return null;
        }

        var middle = at + (way * (length / 2));
        return way > 0 ? (order[middle - 1], order[middle]) : (order[middle], order[middle + 1]);
    }

    private static (double Mean, double T) T(List<double> values)
    {
        var mean = values.Average();
        var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
        return (mean, variance <= 0 ? double.NaN : mean / Math.Sqrt(variance / values.Count));
    }
}

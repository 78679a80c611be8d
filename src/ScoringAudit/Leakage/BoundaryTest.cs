using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Leakage;

/// <summary>Whether scores jump where one area meets another on the same street, more than own features do, and in the direction of the area's value.</summary>
/// <remarks>
/// Pairs are next-door houses of one street. At a border (two areas) the difference of residuals after own features, less that of placebo pairs in the
/// middle of both stretches of the same street, is signed so that the area with the higher mean residual of all other streets comes first, and averaged over
/// streets. Streets that share a border share a sign, and each helps to find the other's, so a t test over streets is too lively; p is of sign flips instead: a street
/// that crosses a border is turned round as a whole (its jump and its part in the areas' means), the signs are found again, R times, one-sided, (1 + #)/(1 + R).
/// That is exact where houses of a street are exchangeable but for a trend. Sorting check: the same jump in what own features predict, two-sided; where it is
/// significant, people sort at the border and the result is refused. Source: Black 1999; Bayer, Ferreira and McMillan 2007 for sorting; Canay, Romano and
/// Shaikh 2017 for sign flips of clusters.
/// </remarks>
/// <param name="Jump">Mean jump at borders less that at placebo borders, in the score's unit, or why there is none.</param>
/// <param name="PValue">One-sided p.</param>
/// <param name="SortingPValue">Two-sided p of the same jump in own features' prediction.</param>
/// <param name="Borders">Pairs across a border.</param>
/// <param name="Streets">Streets with such a pair.</param>
/// <param name="Deviation">Standard deviation of the mean jump over sign flips.</param>
/// <param name="Flips">Number of sign flips.</param>
public sealed record BoundaryTest(Estimate Jump, double PValue, double SortingPValue, int Borders, int Streets, double Deviation, int Flips)
{
    /// <summary>Fewest streets with a border.</summary>
    public const int FewestStreets = 20;

    private const int MostFlips = 1_999;
    private static readonly int[] Looks = [199, 499];

    /// <summary>Measures.</summary>
    /// <param name="residual">What own features leave of the score.</param>
    /// <param name="predicted">What own features predict of it.</param>
    /// <param name="street">Street of each row.</param>
    /// <param name="position">Position along the street; empty: the rows' order.</param>
    /// <param name="area">Area of each row, as a dense code.</param>
    /// <param name="alpha">Level of the sorting check.</param>
    /// <param name="streams">Stream of the sign flips.</param>
    public static BoundaryTest Run(ReadOnlySpan<double> residual, ReadOnlySpan<double> predicted, int[] street, double[] position, int[] area, double alpha, Streams streams)
    {
        ArgumentNullException.ThrowIfNull(street);
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(area);
        var areas = area.Length == 0 ? 0 : area.Max() + 1;
        var count = new double[areas];
        foreach (var a in area)
        {
            count[a]++;
        }

        var crossing = BorderStreet.Find(residual, predicted, street, position, area);
        var known = crossing.Select(s => s.WithKnownSides(count)).Where(s => s.Borders.Count > 0).ToList();
        var borders = known.Sum(s => s.Borders.Count);
        if (known.Count < FewestStreets)
        {
            return new BoundaryTest(Estimate.Undefined($"{known.Count} streets cross a border between areas with enough houses on both sides, fewer than {FewestStreets}"), 1, 1, borders, known.Count, 0, 0);
        }

        // Sum of residuals of each area, without what turns round.
        var still = new double[areas];
        for (var i = 0; i < area.Length; i++)
        {
            still[area[i]] += residual[i];
        }

        foreach (var s in known)
        {
            foreach (var side in s.Sides)
            {
                still[side.Area] -= side.Turning;
            }
        }

        var flips = new sbyte[known.Count];
        Array.Fill(flips, (sbyte)1);
        var values = new double[known.Count];
        var jump = Mean(known, still, count, flips, values, predicted: false);
        var sorting = Sorting(known, still, count, streams);
        if (sorting <= alpha)
        {
            return new BoundaryTest(Estimate.Undefined("own features jump at the borders too: people sort there, so a jump of the score says nothing"), 1, sorting, borders, known.Count, 0, 0);
        }

        int above = 0, done = 0, look = 0;
        double squares = 0, slack = 1e-12 * (1 + Math.Abs(jump));
        var random = streams.Derive("borders").Sequence();
        while (done < MostFlips)
        {
            Turn(flips, ref random);
            var turned = Mean(known, still, count, flips, values, predicted: false);
            above += turned >= jump - slack ? 1 : 0;
            squares += turned * turned;
            done++;
            if (look < Looks.Length && done == Looks[look])
            {
                look++;
                if (BinomialInterval.ClopperPearson(above, done, 0.999).Low > Moments.Alpha)
                {
                    break;
                }
            }
        }

        return new BoundaryTest(Estimate.Of(jump), (1 + above) / (1.0 + done), sorting, borders, known.Count, Math.Sqrt(squares / done), done);
    }

    // The signs stay: what own features predict is no part of the means that give them.
    private static double Sorting(List<BorderStreet> streets, double[] still, double[] count, Streams streams)
    {
        var flips = new sbyte[streets.Count];
        Array.Fill(flips, (sbyte)1);
        var values = new double[streets.Count];
        var observed = Mean(streets, still, count, flips, values, predicted: true);
        int above = 0, below = 0;
        var slack = 1e-12 * (1 + Math.Abs(observed));
        var random = streams.Derive("sorting").Sequence();
        for (var r = 0; r < 999; r++)
        {
            Turn(flips, ref random);
            var turned = 0.0;
            for (var s = 0; s < values.Length; s++)
            {
                turned += flips[s] * values[s] / values.Length;
            }

            above += turned >= observed - slack ? 1 : 0;
            below += turned <= observed + slack ? 1 : 0;
        }

        return Math.Min(1, 2 * (1 + Math.Min(above, below)) / 1000.0);
    }

    private static void Turn(sbyte[] flips, ref RandomSequence random)
    {
        ulong bits = 0;
        for (var s = 0; s < flips.Length; s++)
        {
            bits = s % 64 == 0 ? random.NextBits() : bits >> 1;
            flips[s] = (bits & 1) == 0 ? (sbyte)-1 : (sbyte)1;
        }
    }

    private static double Mean(List<BorderStreet> streets, double[] still, double[] count, sbyte[] flips, double[] values, bool predicted)
    {
        var sum = (double[])still.Clone();
        for (var s = 0; s < flips.Length; s++)
        {
            foreach (var side in streets[s].Sides)
            {
                sum[side.Area] += flips[s] * side.Turning;
            }
        }

        var mean = 0.0;
        for (var s = 0; s < flips.Length; s++)
        {
            values[s] = 0;
            foreach (var border in streets[s].Borders)
            {
                // The street itself is left out of the two means that give the sign.
                BorderStreet.Side a = streets[s].Sides[border.First], b = streets[s].Sides[border.Second];
                var higher = Rest(a) >= Rest(b) ? 1 : -1;
                values[s] += higher * (predicted ? border.Predicted : border.Residual) / streets[s].Borders.Count;
            }

            values[s] *= flips[s];
            mean += values[s] / flips.Length;

            double Rest(BorderStreet.Side side) => (sum[side.Area] - side.Standing - (flips[s] * side.Turning)) / (count[side.Area] - side.Houses);
        }

        return mean;
    }
}

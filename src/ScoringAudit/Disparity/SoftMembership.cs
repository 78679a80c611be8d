using System.Globalization;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Rates and impact ratios when membership is a probability for each row, as from surname and place (BISG).</summary>
/// <remarks>
/// Rate of a group = Σ p w y / Σ p w. A row counts in every group by its probability, so groups share rows: the interval of a ratio is the linearised one with
/// each row, or each cluster, as a unit, which keeps that covariance. It says nothing of errors in the probabilities: rates by probability are biased
/// towards each other where the decision depends on membership beyond what the probability knows. Sources: Chen et al. 2019; Kallus, Mao and Zhou 2022.
/// </remarks>
public static class SoftMembership
{
    private const double Tolerance = 1e-6;

    /// <summary>The favourable rate of one group.</summary>
    /// <param name="probabilities">Probability of membership of each row, in [0, 1].</param>
    /// <param name="favourable">1 favourable, 0 not; one for each row.</param>
    /// <param name="weights">Weights, or empty.</param>
    public static Estimate Rate(ReadOnlySpan<double> probabilities, ReadOnlySpan<sbyte> favourable, ReadOnlySpan<double> weights = default)
    {
        Check(probabilities, favourable, weights);
        ExactSum sum = new(), total = new();
        for (var i = 0; i < probabilities.Length; i++)
        {
            var p = probabilities[i] * (weights.IsEmpty ? 1 : weights[i]);
            total.Add(p);
            sum.Add(p * favourable[i]);
        }

        var n = total.ToDouble();
        return n > 0 ? Estimate.Of(sum.ToDouble() / n) : Estimate.Undefined("no row has a probability above 0 of being in the group");
    }

    /// <summary>The impact ratio of two groups with its interval.</summary>
    /// <param name="group">Probability of being in the group, row by row.</param>
    /// <param name="reference">Probability of being in the reference group, row by row.</param>
    /// <param name="favourable">1 favourable, 0 not.</param>
    /// <param name="weights">Weights, or empty.</param>
    /// <param name="clusters">Clusters, or empty where rows are independent.</param>
    /// <param name="level">Level of the interval.</param>
    public static IntervalEstimate Ratio(
        ReadOnlySpan<double> group, ReadOnlySpan<double> reference, ReadOnlySpan<sbyte> favourable, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters, double level)
    {
        Check(group, favourable, weights);
        Check(reference, favourable, weights);
        var values = new double[favourable.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = favourable[i];
        }

        var sums = Sums(group, reference, values, weights, clusters);
        return ClusterRobust.Ratio(sums.Trials, sums.Successes, sums.ReferenceTrials, sums.ReferenceSuccesses, level);
    }

    /// <summary>Sums of p w and p w y of two groups by cluster, a row being a cluster where rows are independent; in an order of content.</summary>
    internal static ClusterCounts Sums(
        ReadOnlySpan<double> group, ReadOnlySpan<double> reference, ReadOnlySpan<double> values, ReadOnlySpan<double> weights, ReadOnlySpan<int> clusters)
    {
        var at = new Dictionary<int, int>();
        var sums = new List<double[]>();
        for (var i = 0; i < group.Length; i++)
        {
            var k = sums.Count;
            if (!clusters.IsEmpty && at.TryGetValue(clusters[i], out var known))
            {
                k = known;
            }
            else
            {
                if (!clusters.IsEmpty)
                {
                    at.Add(clusters[i], k);
                }

                sums.Add(new double[4]);
            }

            var w = weights.IsEmpty ? 1 : weights[i];
            var s = sums[k];
            s[0] += w * group[i];
            s[1] += w * group[i] * values[i];
            s[2] += w * reference[i];
            s[3] += w * reference[i] * values[i];
        }

        sums.RemoveAll(s => s[0] == 0 && s[2] == 0);
        sums.Sort(static (a, b) =>
        {
            for (var c = 0; c < 4; c++)
            {
                var order = a[c].CompareTo(b[c]);
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        });
        double[] Column(int c) => [.. sums.Select(s => s[c])];
        return new ClusterCounts(Column(0), Column(1), Column(2), Column(3));
    }

    /// <summary>Checks that the probabilities of each row sum to 1, within a millionth.</summary>
    /// <param name="source">What the rows are called in the message.</param>
    /// <param name="groups">Names of the columns.</param>
    /// <param name="probabilities">One array a group.</param>
    /// <exception cref="AuditDataException">A probability is outside [0, 1] or missing, or a row's do not sum to 1.</exception>
    public static void CheckSums(string source, IReadOnlyList<string> groups, IReadOnlyList<double[]> probabilities)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (groups.Count == 0 || groups.Count != probabilities.Count || probabilities.Any(p => p.Length != probabilities[0].Length))
        {
            throw new ArgumentException("Expected one name and one array of equal length for each group.", nameof(probabilities));
        }

        for (var i = 0; i < probabilities[0].Length; i++)
        {
            var sum = 0.0;
            for (var g = 0; g < groups.Count; g++)
            {
                if (!(probabilities[g][i] is >= 0 and <= 1))
                {
                    throw new AuditDataException($"{source}: row {Text(i + 1)}, column '{groups[g]}' (membership): found {(double.IsNaN(probabilities[g][i]) ? "no number" : Text(probabilities[g][i]))}, expected a probability in [0, 1]. Correct the column, or leave such rows out.");
                }

                sum += probabilities[g][i];
            }

            if (Math.Abs(sum - 1) > Tolerance)
            {
                throw new AuditDataException($"{source}: row {Text(i + 1)}: the membership probabilities ({string.Join(", ", groups)}) sum to {Text(sum)}, expected 1. Add the column of the remaining group, or rescale them.");
            }
        }
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static void Check(ReadOnlySpan<double> probabilities, ReadOnlySpan<sbyte> favourable, ReadOnlySpan<double> weights)
    {
        if (probabilities.Length != favourable.Length || (!weights.IsEmpty && weights.Length != favourable.Length))
        {
            throw new ArgumentException($"Expected {favourable.Length} probabilities and weights, one per decision, found {probabilities.Length} and {weights.Length}.", nameof(probabilities));
        }

        foreach (var p in probabilities)
        {
            if (!(p is >= 0 and <= 1))
            {
                throw new ArgumentException($"A probability lies in [0, 1]; found {p}.", nameof(probabilities));
            }
        }

        foreach (var f in favourable)
        {
            if (f is not (0 or 1))
            {
                throw new ArgumentException($"A decision is 1 or 0; found {f}.", nameof(favourable));
            }
        }
    }
}

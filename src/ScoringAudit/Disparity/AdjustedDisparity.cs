using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Disparity;

/// <summary>Disparity adjusted by regression: the difference of a group and the reference in a decision or a score that is left when covariates are held fixed.</summary>
/// <remarks>
/// Least squares of y on covariates and one indicator for each group but the reference; the coefficient of an indicator is the adjusted difference, in units of y
/// (for a decision: of the favourable rate, a linear probability model). Variance: sandwich over clusters, or rows, times G/(G − 1) · (n − 1)/(n − k); t with G − 1.
/// A covariate that the others explain is left out; a group that covariates explain is undefined. It describes association at fixed covariates, and what it leaves
/// out depends on which covariates are taken: those that carry the group themselves hide its disparity.
/// Sources: Angrist and Pischke 2009, section 3.1; White 1980; Liang and Zeger 1986.
/// </remarks>
public static class AdjustedDisparity
{
    /// <summary>Name of the interval method.</summary>
    public const string Method = "sandwich_t";

    private const double Tolerance = 1e-9;

    /// <summary>What it is.</summary>
    public static Metrics.MetricDescriptor Descriptor { get; } = new(
        "regression_adjusted_difference", "Regression-adjusted difference", "coefficient of the group in least squares of the decision on group and covariates",
        Metrics.MetricDirection.NearerToIdealIsBetter, double.NegativeInfinity, double.PositiveInfinity, 0, "Angrist and Pischke 2009, section 3.1; White 1980; Liang and Zeger 1986");

    /// <summary>The adjusted difference of every group against the reference.</summary>
    /// <param name="values">y of each row, finite.</param>
    /// <param name="codes">Group of each row, at least 0.</param>
    /// <param name="groups">Number of groups.</param>
    /// <param name="reference">The reference group.</param>
    /// <param name="covariates">Columns, finite; the constant is added.</param>
    /// <param name="weights">Weights, or empty.</param>
    /// <param name="clusters">Clusters, or empty where rows are independent.</param>
    /// <param name="level">Level of the intervals.</param>
    /// <returns>One estimate for each group; the reference's is undefined.</returns>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static IReadOnlyList<IntervalEstimate> Of(
        double[] values, int[] codes, int groups, int reference, IReadOnlyList<double[]> covariates, double[] weights, int[] clusters, double level)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(covariates);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(clusters);
        if (codes.Length != values.Length || covariates.Any(c => c.Length != values.Length) || (weights.Length > 0 && weights.Length != values.Length) || (clusters.Length > 0 && clusters.Length != values.Length))
        {
            throw new ArgumentException("Expected one code, covariate, weight and cluster for each value.", nameof(codes));
        }

        var present = new long[groups];
        foreach (var code in codes)
        {
            present[code]++;
        }

        // Columns: constant, covariates centred and scaled, indicators; a last one for y.
        var x = Columns(values.Length, covariates, weights);
        int[] own = [.. Enumerable.Range(0, groups).Where(g => g != reference && present[g] > 0)];
        var first = x.Count;
        x.AddRange(own.Select(g => codes.Select(c => c == g ? 1.0 : 0).ToArray()));
        var k = x.Count;
        x.Add(values);
        var gram = Gram(x, weights);
        var scale = Enumerable.Range(0, x.Count).Select(i => gram[i, i]).ToArray();
        var used = new bool[k];
        for (var p = 0; p < k; p++)
        {
            used[p] = gram[p, p] > Tolerance * scale[p];
            if (used[p])
            {
                Sweep(gram, p);
            }
        }

        var results = new IntervalEstimate[groups];
        Array.Fill(results, None(present[reference] == 0 ? "the reference group has no rows" : "the group has no rows"));
        results[reference] = None("it is the reference group");
        if (present[reference] == 0)
        {
            return results;
        }

        var errors = (double[])values.Clone();
        for (var p = 0; p < k; p++)
        {
            for (var i = 0; used[p] && i < errors.Length; i++)
            {
                errors[i] -= gram[p, k] * x[p][i];
            }
        }

        for (var j = 0; j < own.Length; j++)
        {
            var p = first + j;
            results[own[j]] = !used[p] ? None("the covariates tell the group") : Estimate(gram, used, x, p, k, errors, weights, clusters, level);
        }

        return results;
    }

    private static IntervalEstimate Estimate(double[,] gram, bool[] used, List<double[]> x, int p, int k, double[] errors, double[] weights, int[] clusters, double level)
    {
        // Row p of (X'WX)⁻¹, which swept pivots hold with the sign turned: the influence of each row on the coefficient.
        var scores = new Dictionary<int, double>();
        var rank = 0;
        for (var q = 0; q < k; q++)
        {
            rank += used[q] ? 1 : 0;
        }

        double sum = 0;
        var rows = clusters.Length == 0;
        for (var i = 0; i < errors.Length; i++)
        {
            var influence = 0.0;
            for (var q = 0; q < k; q++)
            {
                influence += used[q] ? gram[p, q] * x[q][i] : 0;
            }

            influence *= errors[i] * (weights.Length == 0 ? 1 : weights[i]);
            if (rows)
            {
                sum += influence * influence;
            }
            else
            {
                scores[clusters[i]] = scores.GetValueOrDefault(clusters[i]) + influence;
            }
        }

        long units = rows ? errors.Length : scores.Count;
        if (!rows)
        {
            double[] squares = [.. scores.Values.Select(v => v * v).Order()];
            sum = squares.Sum();
        }

        var value = gram[p, k];
        if (units < 2 || errors.Length <= rank)
        {
            return new IntervalEstimate(Primitives.Estimate.Of(value), null, IntervalMethods.None, Clusters: rows ? null : units);
        }

        var variance = sum * units / (units - 1) * (errors.Length - 1) / (errors.Length - rank);
        return ClusterRobust.FromVariance(value, variance, units, units - 1, level, Method, null) with { Clusters = rows ? null : units };
    }

    private static IntervalEstimate None(string reason) => new(Primitives.Estimate.Undefined(reason), null, IntervalMethods.None);

    private static List<double[]> Columns(int n, IReadOnlyList<double[]> covariates, double[] weights)
    {
        var ones = new double[n];
        Array.Fill(ones, 1);
        var x = new List<double[]> { ones };
        var total = weights.Length == 0 ? n : weights.Sum();
        foreach (var column in covariates)
        {
            double mean = 0, square = 0;
            for (var i = 0; i < n; i++)
            {
                mean += (weights.Length == 0 ? 1 : weights[i]) * column[i] / total;
            }

            for (var i = 0; i < n; i++)
            {
                square += (column[i] - mean) * (column[i] - mean) / n;
            }

            var deviation = Math.Sqrt(square);
            if (deviation > Tolerance * Math.Max(1, Math.Abs(mean)))
            {
                x.Add([.. column.Select(v => (v - mean) / deviation)]);
            }
        }

        return x;
    }

    private static double[,] Gram(List<double[]> x, double[] weights)
    {
        var gram = new double[x.Count, x.Count];
        for (var a = 0; a < x.Count; a++)
        {
            for (var b = a; b < x.Count; b++)
            {
                var (left, right) = (x[a], x[b]);
                var sum = 0.0;
                for (var i = 0; i < left.Length; i++)
                {
                    sum += left[i] * right[i] * (weights.Length == 0 ? 1 : weights[i]);
                }

                gram[a, b] = gram[b, a] = sum;
            }
        }

        return gram;
    }

    // Goodnight 1979: after sweeping the pivots of X, the last column holds the coefficients and the block of X its inverse.
    private static void Sweep(double[,] a, int p)
    {
        var n = a.GetLength(0);
        var d = a[p, p];
        for (var j = 0; j < n; j++)
        {
            a[p, j] /= d;
        }

        for (var i = 0; i < n; i++)
        {
            if (i == p)
            {
                continue;
            }

            var b = a[i, p];
            for (var j = 0; j < n; j++)
            {
                a[i, j] -= b * a[p, j];
            }

            a[i, p] = -b / d;
        }

        a[p, p] = 1 / d;
    }
}

using MathNet.Numerics;
using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Disparity;

/// <summary>Population stability index (PSI) of two distributions over the same bins: between periods, files or populations.</summary>
/// <remarks>
/// PSI = Σ (q − p) ln(q/p), with p and q the shares of the base and the other over bins, here (count + ½)/(n + bins/2), so that an empty bin does not make it
/// infinite. Range [0, ∞), ideal 0. Without any shift it is above 0 by about (bins − 1)(1/n + 1/m), and PSI / (1/n + 1/m) is about chi-square with bins − 1
/// degrees of freedom, where rows are independent: the p-value is that tail. 0.1 and 0.25 are an industry's habit, not a test.
/// Sources: Kullback 1959 (the divergence J); Siddiqi 2006; Yurdakul 2018, theorem 1 for the law.
/// </remarks>
/// <param name="Index">The index; undefined when a side has no rows, or there are fewer than two bins.</param>
/// <param name="Expected">What it would be on average without a shift.</param>
/// <param name="PValue">Tail of the chi-square law; rows independent.</param>
public sealed record PopulationStability(Estimate Index, Estimate Expected, Estimate PValue)
{
    /// <summary>What it is.</summary>
    public static MetricDescriptor Descriptor { get; } = new(
        "population_stability_index", "Population stability index", "Σ (q − p) ln(q/p) over bins, half a row added to each", MetricDirection.LowerIsBetter, 0, double.PositiveInfinity, 0, "Kullback 1959; Siddiqi 2006; Yurdakul 2018");

    /// <summary>The index of counts in the same bins.</summary>
    /// <param name="from">Rows of the base in each bin.</param>
    /// <param name="to">Rows of the other in each bin.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a count is negative.</exception>
    public static PopulationStability Of(ReadOnlySpan<long> from, ReadOnlySpan<long> to)
    {
        if (from.Length != to.Length)
        {
            throw new ArgumentException($"Expected {from.Length} bins on both sides, found {to.Length}.", nameof(to));
        }

        double n = 0, m = 0;
        for (var b = 0; b < from.Length; b++)
        {
            if (from[b] < 0 || to[b] < 0)
            {
                throw new ArgumentException($"A count is at least 0; found {Math.Min(from[b], to[b])}.", nameof(from));
            }

            n += from[b];
            m += to[b];
        }

        // A bin that is empty on both sides is no bin.
        var bins = 0;
        for (var b = 0; b < from.Length; b++)
        {
            bins += from[b] + to[b] > 0 ? 1 : 0;
        }

        if (n == 0 || m == 0 || bins < 2)
        {
            var none = Estimate.Undefined(n == 0 ? "the base has no rows" : m == 0 ? "there are no rows to compare with the base" : "all values lie in one bin");
            return new PopulationStability(none, none, none);
        }

        var sum = 0.0;
        for (var b = 0; b < from.Length; b++)
        {
            if (from[b] + to[b] > 0)
            {
                double p = (from[b] + 0.5) / (n + (bins / 2.0)), q = (to[b] + 0.5) / (m + (bins / 2.0));
                sum += (q - p) * Math.Log(q / p);
            }
        }

        var scale = (1 / n) + (1 / m);
        return new PopulationStability(
            Estimate.Of(sum), Estimate.Of((bins - 1) * scale), Estimate.Of(SpecialFunctions.GammaUpperRegularized((bins - 1) / 2.0, sum / scale / 2)));
    }

    /// <summary>Inner edges of about equal counts of the base, each once: bin b is [edge b − 1, edge b).</summary>
    /// <param name="values">Values of the base; NaN is left out.</param>
    /// <param name="bins">Number of bins, at least 2.</param>
    public static double[] Edges(ReadOnlySpan<double> values, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        double[] sorted = Array.FindAll(values.ToArray(), v => !double.IsNaN(v));
        Array.Sort(sorted);
        var edges = new List<double>();
        for (var b = 1; b < bins && sorted.Length > 0; b++)
        {
            var edge = sorted[(int)((long)sorted.Length * b / bins)];
            if (edge > sorted[0] && (edges.Count == 0 || edge > edges[^1]))
            {
                edges.Add(edge);
            }
        }

        return [.. edges];
    }

    /// <summary>Rows in each bin, the last one for missing values.</summary>
    /// <param name="values">Values; NaN is missing.</param>
    /// <param name="edges">Inner edges, increasing.</param>
    public static long[] Count(ReadOnlySpan<double> values, ReadOnlySpan<double> edges)
    {
        var counts = new long[edges.Length + 2];
        foreach (var value in values)
        {
            if (double.IsNaN(value))
            {
                counts[^1]++;
                continue;
            }

            var at = edges.BinarySearch(value);
            counts[at >= 0 ? at + 1 : ~at]++;
        }

        return counts;
    }
}

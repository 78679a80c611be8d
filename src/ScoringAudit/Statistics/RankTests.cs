using MathNet.Numerics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Statistics;

/// <summary>Conventional tests that two samples of independent rows come from one distribution; to reproduce published p-values.</summary>
public static class RankTests
{
    /// <summary>Most pairs for which the exact law of the distance is computed.</summary>
    public const long MostPairs = 4_000_000;

    /// <summary>Mann–Whitney p-value, two-sided: normal, with the correction for continuity (½) and for ties.</summary>
    /// <remarks>U = superiority × n m; variance n m / 12 × (N + 1 − Σ (t³ − t) / (N (N − 1))). Source: Mann and Whitney 1947; Lehmann 1975, section 1.2.</remarks>
    /// <param name="group">Scores of the group.</param>
    /// <param name="reference">Scores of the reference group.</param>
    /// <returns>U (ties half) and its p-value; undefined where a side is empty, or all scores are equal.</returns>
    public static (Estimate U, Estimate PValue) MannWhitney(ReadOnlySpan<double> group, ReadOnlySpan<double> reference)
    {
        double n = group.Length, m = reference.Length;
        if (n == 0 || m == 0)
        {
            var none = Estimate.Undefined(n == 0 ? "the group has no scores" : "the reference group has no scores");
            return (none, none);
        }

        double[] scores = [.. group, .. reference];
        var of = new byte[scores.Length];
        Array.Fill(of, (byte)1, 0, group.Length);
        Array.Sort(scores, of);
        double u = 0, below = 0, ties = 0;
        for (var start = 0; start < scores.Length;)
        {
            int end = start, ones = 0;
            for (; end < scores.Length && scores[end] == scores[start]; end++)
            {
                ones += of[end];
            }

            double t = end - start, others = t - ones;
            u += ones * (below + (others / 2));
            below += others;
            ties += (t * t * t) - t;
            start = end;
        }

        var total = n + m;
        var variance = n * m / 12 * (total + 1 - (ties / (total * (total - 1))));
        var off = Math.Max(0, Math.Abs(u - (n * m / 2)) - 0.5);
        return (Estimate.Of(u), variance > 0 ? Estimate.Of(SpecialFunctions.Erfc(off / Math.Sqrt(2 * variance))) : Estimate.Undefined("all scores are equal"));
    }

    /// <summary>Exact p-value of a two-sample Kolmogorov–Smirnov distance, two-sided, scores without ties: the share of all orders of n and m rows whose distance is at least as large.</summary>
    /// <remarks>Counts lattice paths that stay inside the distance, as shares so that nothing overflows. Source: Hodges 1958.</remarks>
    /// <param name="n">Rows of the group.</param>
    /// <param name="m">Rows of the reference.</param>
    /// <param name="distance">The distance.</param>
    /// <returns>Undefined where a side is empty or there are more than <see cref="MostPairs"/> pairs.</returns>
    public static Estimate KolmogorovSmirnov(long n, long m, double distance)
    {
        if (n <= 0 || m <= 0 || n * m > MostPairs)
        {
            return Estimate.Undefined(n <= 0 ? "the group has no scores" : m <= 0 ? "the reference group has no scores" : "there are too many rows for the exact law");
        }

        // Share of paths to (i, j) that never reached the distance; a step goes up with the share that random orders give it.
        var edge = distance * n * m * (1 - 1e-12);
        var inside = new double[m + 1];
        for (long i = 0; i <= n; i++)
        {
            for (long j = 0; j <= m; j++)
            {
                inside[j] = Math.Abs((i * m) - (j * n)) >= edge ? 0
                    : i == 0 && j == 0 ? 1
                    : ((i > 0 ? inside[j] * i : 0) + (j > 0 ? inside[j - 1] * j : 0)) / (i + j);
            }
        }

        return Estimate.Of(Math.Clamp(1 - inside[m], 0, 1));
    }
}

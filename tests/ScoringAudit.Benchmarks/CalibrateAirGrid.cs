using System.Globalization;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>Coverage of AIR and difference intervals for independent rows, over a grid of sizes, rates and ratios, by enumeration.</summary>
/// <remarks>Counts with a probability below 1e-7 are left out and the rest scaled to 1: what they could change is below the digits printed.</remarks>
internal sealed class CalibrateAirGrid : IBenchmarkCommand
{
    private const double Level = 0.95;
    private const double RequiredAtEqualSize = 0.94;
    private const double Required = 0.925;
    private static readonly long[] Sizes = [30, 50, 100, 200, 500, 1000, 5000];
    private static readonly double[] Rates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6];
    private static readonly double[] Ratios = [0.5, 0.8, 0.9, 1.0];

    public string Summary => "[--largest 5000] exact coverage of mid-P MOVER and Katz, rows independent";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var largest = options.Int("largest", 5000);
        var cells = (
            from n in Sizes
            from m in Sizes
            where n <= m && m <= largest
            from rate in Rates
            from ratio in Ratios
            select (Group: n, Reference: m, Rate: rate, Ratio: ratio)).ToArray();
        var results = new (double Ratio, double Difference, double Katz, double KatzUndefined)[cells.Length];
        Parallel.For(0, cells.Length, i => results[i] = Enumerate(cells[i].Group, cells[i].Reference, cells[i].Ratio * cells[i].Rate, cells[i].Rate));

        output.WriteLine("n_group,n_reference,reference_rate,true_air,mover_midp_ratio,mover_midp_difference,katz_given_defined,katz_undefined");
        for (var i = 0; i < cells.Length; i++)
        {
            var (c, r) = (cells[i], results[i]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{c.Group},{c.Reference},{c.Rate},{c.Ratio},{r.Ratio:F4},{r.Difference:F4},{r.Katz:F4},{r.KatzUndefined:F4}"));
        }

        var equal = results.Where((_, i) => cells[i].Group == cells[i].Reference).ToArray();
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cells {cells.Length}; minimum (equal sizes) and mean: ratio {results.Min(r => r.Ratio):F4} ({equal.Min(r => r.Ratio):F4}) {results.Average(r => r.Ratio):F4}, difference {results.Min(r => r.Difference):F4} ({equal.Min(r => r.Difference):F4}) {results.Average(r => r.Difference):F4}; Katz where defined {results.Min(r => r.Katz):F4}"));
        return results.Min(r => Math.Min(r.Ratio, r.Difference)) < Required
            || equal.Min(r => Math.Min(r.Ratio, r.Difference)) < RequiredAtEqualSize ? 2 : 0;
    }

    private static (double Ratio, double Difference, double Katz, double KatzUndefined) Enumerate(long n, long m, double p, double q)
    {
        double ratio = 0, difference = 0, katz = 0, undefined = 0, all = 0;
        var first = Law(n, p);
        var second = Law(m, q);
        foreach (var (x, px, xLimits) in first)
        {
            foreach (var (y, py, yLimits) in second)
            {
                var mass = px * py;
                if (mass < 1e-10)
                {
                    continue;
                }

                all += mass;
                Rate a = new(x, n), b = new(y, m);
                ratio += Mover.Ratio(a.Value, xLimits, b.Value, yLimits).Contains(p / q) ? mass : 0;
                difference += Mover.Difference(a.Value, xLimits, b.Value, yLimits).Contains(p - q) ? mass : 0;
                if (PublishedIntervals.Katz(a, b, Level) is { } k)
                {
                    katz += k.Contains(p / q) ? mass : 0;
                }
                else
                {
                    undefined += mass;
                }
            }
        }

        return (ratio / all, difference / all, katz / (all - undefined), undefined / all);
    }

    private static List<(long Count, double Probability, Interval Limits)> Law(long n, double p)
    {
        var law = new List<(long, double, Interval)>();
        for (long x = 0; x <= n; x++)
        {
            var probability = MathNet.Numerics.Distributions.Binomial.PMF(p, (int)n, (int)x);
            if (probability > 1e-7)
            {
                law.Add((x, probability, BinomialInterval.MidP(x, n, Level)));
            }
        }

        return law;
    }
}

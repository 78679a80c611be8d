using System.Globalization;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>Coverage of the protected AIR's interval over sizes, rates and budgets, without noise too.</summary>
internal sealed class CalibrateProtectedAir : IBenchmarkCommand
{
    private const double Level = 0.95;
    private static readonly int[] Sizes = [50, 200, 1000, 5000];
    private static readonly (double Group, double Reference)[] Rates = [(0.05, 0.05), (0.05, 0.1), (0.3, 0.6), (0.4, 0.5), (0.6, 0.6)];
    private static readonly double[] Rhos = [0.0003, 0.005, 0.0244, 1, double.PositiveInfinity];

    public string Summary => "[--replicates 2000] [--seed 2027] coverage of the AIR from noisy tallies, Bayesian deconvolution and percentile bootstrap";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var replicates = options.Int("replicates", 2000);
        var seed = options.Int("seed", 2027);
        var cells = (
            from n in Sizes
            from m in new[] { n, Math.Max(2000, n) }.Distinct()
            from rates in Rates
            from rho in Rhos
            select (N: n, M: m, rates.Group, rates.Reference, Rho: rho)).ToArray();
        var found = new (CoverageCell Bayes, CoverageCell Bootstrap, double Width, double TooSmall)[cells.Length];
        Parallel.For(0, cells.Length, i => found[i] = One(i, cells[i].N, cells[i].M, cells[i].Group, cells[i].Reference, cells[i].Rho, replicates, (ulong)seed));
        output.WriteLine("n_group,n_reference,rate_group,rate_reference,rho,coverage,low_99.9,high_99.9,median_log_width,share_too_small,bootstrap_percentile_coverage,bootstrap_undefined");
        for (var i = 0; i < cells.Length; i++)
        {
            var (c, f) = (cells[i], found[i]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{c.N},{c.M},{c.Group},{c.Reference},{(double.IsInfinity(c.Rho) ? "none" : c.Rho)},{f.Bayes.Coverage:F4},{f.Bayes.Limits.Low:F4},{f.Bayes.Limits.High:F4},{f.Width:F3},{f.TooSmall:F3},{f.Bootstrap.Coverage:F4},{f.Bootstrap.Undefined}"));
        }

        var failed = found.Count(f => f.Bayes.Fails);
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cells {cells.Length}, replicates {replicates}, seed {seed}: lowest {found.Min(f => f.Bayes.Coverage):F4}, mean {found.Average(f => f.Bayes.Coverage):F4}, below 92.5 % {found.Count(f => f.Bayes.Coverage < 0.925)}, failing {failed}; bootstrap lowest {found.Min(f => f.Bootstrap.Coverage):F4}"));
        return failed > 0 || found.Average(f => f.Bayes.Coverage) < 0.945 ? 2 : 0;
    }

    private static (CoverageCell Bayes, CoverageCell Bootstrap, double Width, double TooSmall) One(int cell, int n, int m, double p, double q, double rho, int replicates, ulong seed)
    {
        var law = double.IsInfinity(rho) ? null : new DiscreteGaussianLaw((Rational)1 / (2 * Rational.FloorOf(rho, 36)));
        var streams = Streams.FromSeed(seed).Derive("protected-air").Derive(cell);
        var sampler = new ExactSampler(new StreamBits(streams.Derive("noise")));
        var rows = streams.Derive("rows").Sequence();
        var boot = streams.Derive("bootstrap").Sequence();
        var (bayes, bootstrap) = (new CoverageCell(), new CoverageCell());
        var widths = new double[replicates];
        var tooSmall = 0;
        for (var r = 0; r < replicates; r++)
        {
            long x = BinomialSampler.Draw(ref rows, n, p), y = BinomialSampler.Draw(ref rows, m, q);
            long Noisy(long count) => count + (law?.Draw(sampler) ?? 0);
            long a = Noisy(x), b = Noisy(n - x), c = Noisy(y), d = Noisy(m - y);
            var found = RatePosterior.Of(new(a, 1), new(b, 1), law, 0).RatioTo(RatePosterior.Of(new(c, 1), new(d, 1), law, 1), Level);
            bayes.Add(found.Interval, p / q);
            widths[r] = Math.Log(found.Interval.High / found.Interval.Low);
            tooSmall += found.TooSmall ? 1 : 0;
            if (r < replicates / 4)
            {
                bootstrap.Add(Percentile(a, b, c, d, law, ref boot), p / q);
            }
        }

        Array.Sort(widths);
        return (bayes, bootstrap, widths[replicates / 2], (double)tooSmall / replicates);
    }

    /// <summary>Parametric percentile bootstrap: rows drawn again at the noisy rates, rounded Gaussian noise drawn again; a check, not a default.</summary>
    private static Interval? Percentile(long a, long b, long c, long d, DiscreteGaussianLaw? law, ref RandomSequence sequence)
    {
        long n = Math.Max(1, a + b), m = Math.Max(1, c + d);
        double p = Math.Clamp((double)a / n, 0, 1), q = Math.Clamp((double)c / m, 0, 1);
        const int Draws = 400;
        var ratios = new double[Draws];
        for (var i = 0; i < Draws; i++)
        {
            long x = BinomialSampler.Draw(ref sequence, n, p), y = BinomialSampler.Draw(ref sequence, m, q);
            double xs = x + Noise(law, ref sequence), xf = n - x + Noise(law, ref sequence), ys = y + Noise(law, ref sequence), yf = m - y + Noise(law, ref sequence);
            ratios[i] = Math.Max(xs, 0) / Math.Max(1, xs + xf) / (Math.Max(ys, 0) / Math.Max(1, ys + yf));
            ratios[i] = double.IsNaN(ratios[i]) ? double.PositiveInfinity : ratios[i];
        }

        Array.Sort(ratios);
        return double.IsInfinity(ratios[0]) ? null : new Interval(ratios[(int)(0.025 * Draws)], ratios[(int)(0.975 * Draws)], Level);
    }

    private static double Noise(DiscreteGaussianLaw? law, ref RandomSequence sequence)
    {
        if (law is null)
        {
            return 0;
        }

        // Box and Muller: a check needs no exact noise.
        var radius = Math.Sqrt(-2 * Math.Log(1 - sequence.NextUniform()));
        return Math.Round(Math.Sqrt(law.Variance) * radius * Math.Cos(2 * Math.PI * sequence.NextUniform()));
    }
}

using System.Globalization;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>Coverage of the score metrics' intervals from one noisy tally: AUC, KS, standardized mean difference and median, over sizes, shapes and budgets.</summary>
internal sealed class CalibrateProtectedScores : IBenchmarkCommand
{
    private const double Level = 0.95;
    private const int Bands = 20;
    private const int Cut = 12;
    private static readonly int[] Sizes = [200, 1000, 5000, 50_000];
    private static readonly double[] Rhos = [0.002, 0.0081, 0.05, 1, double.PositiveInfinity];
    private static readonly double[] Slopes = [0, 0.4, 0.9];
    private static readonly string[] Metrics = ["auc", "ks", "smd", "median"];

    public string Summary => "[--replicates 500] [--seed 2028] coverage of AUC, KS, SMD and median from the cells of a noisy histogram and its sums";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var replicates = options.Int("replicates", 500);
        var seed = options.Int("seed", 2028);
        var cells = (from n in Sizes from slope in Slopes from rho in Rhos select (N: n, Slope: slope, Rho: rho)).ToArray();
        output.WriteLine("metric,n_group,n_reference,slope,rho_cells,coverage,low_99.9,high_99.9,told,too_few,median_width");
        var all = new List<CoverageCell>();
        for (var i = 0; i < cells.Length; i++)
        {
            var (n, slope, rho) = cells[i];
            var found = One(Streams.FromSeed((ulong)seed).Derive("protected-scores").Derive(i), n, slope, rho, replicates);
            for (var m = 0; m < Metrics.Length; m++)
            {
                var (cell, widths) = found[m];
                var shown = cell.Defined == 0 ? "-,-,-" : string.Create(CultureInfo.InvariantCulture, $"{cell.Coverage:F4},{cell.Limits.Low:F4},{cell.Limits.High:F4}");
                widths.Sort();
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Metrics[m]},{n},{4 * n},{slope},{(double.IsInfinity(rho) ? "none" : rho)},{shown},{cell.Defined},{cell.Undefined},{(widths.Count == 0 ? double.NaN : widths[widths.Count / 2]):F4}"));
                if (cell.Defined >= replicates / 2)
                {
                    all.Add(cell);
                }
            }
        }

        var failed = all.Count(c => c.Fails);
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cells judged {all.Count}, replicates {replicates}, seed {seed}: lowest {all.Min(c => c.Coverage):F4}, mean {all.Average(c => c.Coverage):F4}, below 92.5 % {all.Count(c => c.Coverage < 0.925)}, failing {failed}"));
        return failed > 0 ? 2 : 0;
    }

    // A group against a reference of four times its size: linear densities over the bands, tilted by the slope; adverse rows (a quarter) are tilted further.
    private static (CoverageCell Cell, List<double> Widths)[] One(Streams streams, int n, double slope, double rho, int replicates)
    {
        // The sums get two thirds of the spend, the cells a third, as in a report.
        var law = double.IsInfinity(rho) ? null : new DiscreteGaussianLaw((Rational)1 / (2 * Rational.FloorOf(rho, 36)));
        var sums = law is null ? null : new DiscreteGaussianLaw(law.VarianceParameter / 2);
        var sampler = new ExactSampler(new StreamBits(streams.Derive("noise")));
        var rows = streams.Derive("rows").Sequence();
        double[] middles = [.. Enumerable.Range(0, Bands).Select(b => b + 0.5)], edges = [.. Enumerable.Range(1, Bands - 1).Select(b => (double)b)];
        double[] Density(double tilt) => [.. middles.Select(x => (1 + (tilt * ((2 * x / Bands) - 1))) / Bands)];
        double[] good = Density(slope), bad = Density((slope + 0.9) / 2), other = Density(0);
        double[] group = [.. good.Zip(bad, (g, b) => (0.75 * g) + (0.25 * b))];
        double[] both = [.. group.Zip(other, (g, o) => (0.2 * g) + (0.8 * o))];
        var truth = new[]
        {
            BandMeasures.Superiority(bad, good),
            Enumerable.Range(0, Bands).Max(b => Math.Abs(group.Take(b + 1).Sum() - other.Take(b + 1).Sum())),
            (BandMeasures.Mean(group, middles) - BandMeasures.Mean(other, middles)) / BandMeasures.Deviation(both, middles),
            BandMeasures.Quantile(group, edges, 0.5),
        };
        var found = Metrics.Select(_ => (Cell: new CoverageCell(), Widths: new List<double>())).ToArray();
        for (var r = 0; r < replicates; r++)
        {
            (long[] Cells, double[] Sums) Draw(double[] shares, int size, ref RandomSequence s)
            {
                var counts = new long[Bands];
                double left = 1;
                var open = size;
                for (var b = 0; b < Bands; b++)
                {
                    counts[b] = b == Bands - 1 ? open : BinomialSampler.Draw(ref s, open, Math.Min(1, shares[b] / left));
                    open -= (int)counts[b];
                    left -= shares[b];
                }

                double[] margin = [counts[..Cut].Sum() + (sums?.Draw(sampler) ?? 0), counts[Cut..].Sum() + (sums?.Draw(sampler) ?? 0)];
                return ([.. counts.Select(c => c + (law?.Draw(sampler) ?? 0))], margin);
            }

            BandPosterior Of(int stream, params (long[] Cells, double[] Sums)[] parts)
            {
                var centre = new double[Bands];
                foreach (var (counts, margin) in parts)
                {
                    foreach (var (from, to, sum) in new[] { (0, Cut, margin[0]), (Cut, Bands, margin[1]) })
                    {
                        var added = counts[from..to].Sum();
                        for (var b = from; b < to; b++)
                        {
                            centre[b] += counts[b] + ((sum - added) / (to - from));
                        }
                    }
                }

                double v = (law?.Variance ?? 0) * parts.Length, w = (sums?.Variance ?? 0) * parts.Length;
                return BandPosterior.Of(centre, [new BandNoise(0, Cut, Cut, v, w), new BandNoise(Cut, Bands - Cut, Bands - Cut, v, w)], stream);
            }

            var (b, g) = (Draw(bad, n / 4, ref rows), Draw(good, n - (n / 4), ref rows));
            var (c, d) = (Draw(other, n, ref rows), Draw(other, 3 * n, ref rows));
            var (x, y, z, all) = (Of(1, b), Of(2, g), Of(3, c, d), Of(4, b, g, c, d));
            var one = Of(5, b, g);
            Keep(0, x, y, () => x.Of(y, BandMeasures.Superiority, Level).Interval);
            Keep(1, one, z, () => one.Distance(z, Level).Interval);
            var spread = BandMeasures.Deviation(all.Centre, middles);
            Keep(2, one, z, () => one.Of(z, (p, q) => (BandMeasures.Mean(p, middles) - BandMeasures.Mean(q, middles)) / spread, Level).Interval);
            Keep(3, one, one, () => one.Of(p => BandMeasures.Quantile(p, edges, 0.5), Level).Interval);

            void Keep(int m, BandPosterior p, BandPosterior q, Func<Interval> interval)
            {
                if (p.IsTooFew || q.IsTooFew)
                {
                    found[m].Cell.Add(null, 0);
                    return;
                }

                var limits = interval();
                found[m].Cell.Add(limits, truth[m]);
                found[m].Widths.Add(limits.High - limits.Low);
            }
        }

        return found;
    }
}

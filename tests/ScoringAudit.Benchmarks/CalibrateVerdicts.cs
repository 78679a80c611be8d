using System.Globalization;
using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Benchmarks;

/// <summary>How often a verdict is wrong when the truth lies on the yardstick: one comparison by enumeration, whole families with a data-chosen reference by worlds.</summary>
internal sealed class CalibrateVerdicts : IBenchmarkCommand
{
    private const double Level = 0.95;
    private const double Limit = 0.8;
    private static readonly long[] Sizes = [30, 50, 100, 200, 500, 1000, 5000];
    private static readonly double[] Rates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6];

    public string Summary => "[--worlds 4000] [--largest 5000] false not_met and false met at a true AIR of .8; families of groups with a data-chosen reference";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var largest = options.Int("largest", 5000);
        var worlds = options.Int("worlds", 4000);
        output.WriteLine("kind,groups,n_group,n_reference,reference_rate,true_air,clustered,not_met,met,low999,high999,judgement");
        var pairs = (from n in Sizes from m in Sizes where n <= largest && m <= largest from rate in Rates select (N: n, M: m, Rate: rate)).ToArray();
        var single = new (double NotMet, double Met)[pairs.Length];
        Parallel.For(0, pairs.Length, i => single[i] = Enumerate(pairs[i].N, pairs[i].M, Limit * pairs[i].Rate, pairs[i].Rate));
        for (var i = 0; i < pairs.Length; i++)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"pair,2,{pairs[i].N},{pairs[i].M},{pairs[i].Rate},{Limit},no,{single[i].NotMet:F4},{single[i].Met:F4},,,{(single[i].NotMet > 0.05 ? "fails" : "holds")}"));
        }

        var root = Streams.FromSeed(11).Derive("calibrate/air-verdicts");
        var failed = single.Any(s => s.NotMet > 0.05);
        double worst = 0;
        foreach (var groups in new[] { 3, 8 })
        {
            foreach (var n in new long[] { 50, 100, 500, 2000 }.Where(s => s <= largest))
            {
                foreach (var rate in new[] { 0.1, 0.5 })
                {
                    foreach (var air in new[] { Limit, 1.0 })
                    {
                        foreach (var clustered in new[] { false, true })
                        {
                            var name = FormattableString.Invariant($"{groups}/{n}/{rate}/{air}/{clustered}");
                            var (notMet, met) = Families(root.Derive(name), worlds, groups, n, rate, air, clustered);
                            var limits = BinomialInterval.ClopperPearson(notMet, worlds, 0.999);
                            var fails = limits.Low > 0.05;
                            failed |= fails;
                            worst = Math.Max(worst, (double)notMet / worlds);
                            output.WriteLine(string.Create(
                                CultureInfo.InvariantCulture,
                                $"family,{groups},{n},{n},{rate},{air},{(clustered ? "yes" : "no")},{(double)notMet / worlds:F4},{(double)met / worlds:F4},{limits.Low:F4},{limits.High:F4},{(fails ? "fails" : "holds")}"));
                        }
                    }
                }
            }
        }

        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"pairs {pairs.Length}: false not_met at most {single.Max(s => s.NotMet):F4}, mean {single.Average(s => s.NotMet):F4}, above .025 in {single.Count(s => s.NotMet > 0.025)}; at equal sizes at most {single.Where((_, i) => pairs[i].N == pairs[i].M).Max(s => s.NotMet):F4}; false met at most {single.Max(s => s.Met):F4}; families: false not_met at most {worst:F4}"));
        return failed ? 2 : 0;
    }

    /// <summary>Chance of a false verdict when the true ratio is p/q.</summary>
    internal static (double NotMet, double Met) Enumerate(long n, long m, double p, double q)
    {
        double notMet = 0, met = 0, all = 0;
        var second = Law(m, q);
        foreach (var (x, px, xLimits) in Law(n, p))
        {
            foreach (var (y, py, yLimits) in second)
            {
                var mass = px * py;
                if (mass < 1e-10)
                {
                    continue;
                }

                all += mass;
                var interval = Mover.Ratio((double)x / n, xLimits, (double)y / m, yLimits);
                notMet += interval.High < p / q ? mass : 0;
                met += interval.Low >= p / q ? mass : 0;
            }
        }

        return (notMet / all, met / all);
    }

    // Groups of equal size; the first has the rate, the others rate × air. The reference is the highest rate that the data show. A verdict not_met is false
    // for every pair whose true ratio is at least the limit. Clustered: streets of one group, beta-like dependence by a shared shock.
    private static (long NotMet, long Met) Families(Streams streams, int worlds, int groups, long n, double rate, double air, bool clustered)
    {
        long notMet = 0, met = 0;
        var grouping = new Grouping("g", [.. Enumerable.Range(0, groups).Select(g => "g" + g)], ProtectedRole.HighestRate, [0], [groups]);
        Parallel.For(0, worlds, w =>
        {
            var random = streams.Derive(w).Sequence();
            var tally = new ConfusionTally(0, groups, false, clustered);
            var favourable = new sbyte[n];
            var codes = new int[n];
            var units = new int[n];
            for (var g = 0; g < groups; g++)
            {
                var p = g == 0 ? rate : rate * air;
                for (var i = 0; i < n; i++)
                {
                    const int street = 10;
                    if (clustered && i % street != 0 && random.NextUniform() < 0.5)
                    {
                        favourable[i] = favourable[i - (i % street)]; // as the first of the street: the rate stays p, rows of a street agree
                    }
                    else
                    {
                        favourable[i] = random.NextUniform() < p ? (sbyte)1 : (sbyte)0;
                    }

                    codes[i] = g;
                    units[i] = clustered ? (int)((g * n) + (i / street)) : 0;
                }

                tally.Add(new ScoredBatch { Rows = (int)n, Favourable = favourable, Groups = codes, Clusters = clustered ? units : [] });
            }

            var results = GroupRates.Of(tally, grouping, RateMetrics.SelectionRate, Level).Where(r => r.Measure == RateMetrics.SelectionRate.RatioId).ToList();
            bool False(RateResult r) => (r.Simultaneous ?? r.Estimate.Interval) is { } i && i.High < Limit && True(r.Group) / True(r.Reference) >= Limit - 1e-12;
            double True(int g) => g == 0 ? rate : rate * air;
            if (results.Any(False))
            {
                Interlocked.Increment(ref notMet);
            }

            if (results.All(r => (r.Simultaneous ?? r.Estimate.Interval) is { } i && i.Low >= Limit))
            {
                Interlocked.Increment(ref met);
            }
        });
        return (notMet, met);
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

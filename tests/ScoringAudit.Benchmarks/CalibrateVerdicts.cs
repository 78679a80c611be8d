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

    // Nominal tail of a verdict at the limit; families: the whole level.
    private const double Tail = 0.025;

    public string Summary => "[--worlds 4000] [--largest 5000] false not_met and false met where the true ratio is the limit (.5, .8, 1), and what they cost in power; families of groups with a data-chosen reference";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var largest = options.Int("largest", 5000);
        var worlds = options.Int("worlds", 4000);
        output.WriteLine("kind,groups,n_group,n_reference,reference_rate,true_air,limit,clustered,not_met,met,not_met_pointwise,met_pointwise,low999,high999,judgement");
        // At the limit a verdict is false; at .65 and .5 of the reference's rate not_met is right, at 1 met is.
        (double Truth, double Limit)[] truths = [(0.5, 0.5), (Limit, Limit), (1, 1), (0.5, Limit), (0.65, Limit), (1, Limit)];
        var pairs = (from t in truths from n in Sizes from m in Sizes where n <= largest && m <= largest from rate in Rates select (N: n, M: m, Rate: rate, t.Truth, t.Limit)).ToArray();
        var single = new Chances[pairs.Length];
        var limits = Sizes.Where(n => n <= largest).ToDictionary(n => n, Limits);
        Parallel.For(0, pairs.Length, i => single[i] = Enumerate(pairs[i].N, limits[pairs[i].N], pairs[i].M, limits[pairs[i].M], pairs[i].Truth * pairs[i].Rate, pairs[i].Rate, pairs[i].Limit));
        for (var i = 0; i < pairs.Length; i++)
        {
            var (p, s) = (pairs[i], single[i]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"pair,2,{p.N},{p.M},{p.Rate},{p.Truth},{p.Limit},no,{s.NotMet:F4},{s.Met:F4},{s.NotMetPointwise:F4},{s.MetPointwise:F4},,,{(p.Truth != p.Limit ? "power" : s.NotMet > Tail ? "fails" : "holds")}"));
        }

        var root = Streams.FromSeed(11).Derive("calibrate/air-verdicts");
        var failed = pairs.Zip(single).Any(c => c.First.Truth == c.First.Limit && c.Second.NotMet > Tail);
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
                            var chance = BinomialInterval.ClopperPearson(notMet, worlds, 0.999);
                            var fails = chance.Low > 0.05;
                            failed |= fails;
                            worst = Math.Max(worst, (double)notMet / worlds);
                            output.WriteLine(string.Create(
                                CultureInfo.InvariantCulture,
                                $"family,{groups},{n},{n},{rate},{air},{Limit},{(clustered ? "yes" : "no")},{(double)notMet / worlds:F4},{(double)met / worlds:F4},,,{chance.Low:F4},{chance.High:F4},{(fails ? "fails" : "holds")}"));
                        }
                    }
                }
            }
        }

        foreach (var cell in pairs.Zip(single).GroupBy(c => (c.First.Truth, c.First.Limit)))
        {
            var s = cell.Select(c => c.Second).ToList();
            log.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"truth {cell.Key.Truth}, limit {cell.Key.Limit}, {s.Count} cells: not_met mean {s.Average(c => c.NotMet):F4}, at most {s.Max(c => c.NotMet):F4}, above .025 in {s.Count(c => c.NotMet > Tail)}; met mean {s.Average(c => c.Met):F4}, at most {s.Max(c => c.Met):F4}; on pointwise mid-P limits: not_met {s.Average(c => c.NotMetPointwise):F4}, at most {s.Max(c => c.NotMetPointwise):F4}, above in {s.Count(c => c.NotMetPointwise > Tail)}; met {s.Average(c => c.MetPointwise):F4}, at most {s.Max(c => c.MetPointwise):F4}"));
        }

        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"families: false not_met at most {worst:F4}"));
        return failed ? 2 : 0;
    }

    // Chance of each verdict when the rates are p and q, by the limits that the engine takes for it (MOVER on exact limits) and by the printed ones.
    private static Chances Enumerate(long n, (Interval Exact, Interval MidP)[] first, long m, (Interval Exact, Interval MidP)[] second, double p, double q, double limit)
    {
        double notMet = 0, met = 0, notMetPointwise = 0, metPointwise = 0, all = 0;
        var against = Law(m, q);
        foreach (var (x, px) in Law(n, p))
        {
            foreach (var (y, py) in against)
            {
                var mass = px * py;
                if (mass < 1e-11)
                {
                    continue;
                }

                all += mass;
                double a = (double)x / n, b = (double)y / m;
                Interval exact = Mover.Ratio(a, first[x].Exact, b, second[y].Exact), pointwise = Mover.Ratio(a, first[x].MidP, b, second[y].MidP);
                notMet += exact.High < limit - 1e-12 ? mass : 0;
                met += exact.Low >= limit - 1e-12 ? mass : 0;
                notMetPointwise += pointwise.High < limit - 1e-12 ? mass : 0;
                metPointwise += pointwise.Low >= limit - 1e-12 ? mass : 0;
            }
        }

        return new Chances(notMet / all, met / all, notMetPointwise / all, metPointwise / all);
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

    private static (Interval Exact, Interval MidP)[] Limits(long n) =>
        [.. Enumerable.Range(0, (int)n + 1).Select(x => (BinomialInterval.ClopperPearson(x, n, Level), BinomialInterval.MidP(x, n, Level)))];

    private static List<(long Count, double Probability)> Law(long n, double p)
    {
        var law = new List<(long, double)>();
        for (long x = 0; x <= n; x++)
        {
            var probability = MathNet.Numerics.Distributions.Binomial.PMF(p, (int)n, (int)x);
            if (probability > 1e-8)
            {
                law.Add((x, probability));
            }
        }

        return law;
    }

    private readonly record struct Chances(double NotMet, double Met, double NotMetPointwise, double MetPointwise);
}

using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Privacy;

/// <summary>AUC, quantiles, means and KS from noisy bands: worked examples, and coverage of the intervals.</summary>
public class BandPosteriorTests
{
    [Fact]
    public void Superiority_SmallTables_MatchesHandCount()
    {
        // Pairs: 1 of band 2 beats 3 of band 1, ties with 2 in band 2 (half): of 2 × 5 pairs, (1·3 + 1·½·2) + (1 of band 1: ½·3) = 5.5.
        Assert.Equal(5.5 / 10, BandMeasures.Superiority([1, 1], [3, 2]), 1e-15);
        Assert.Equal(1, BandMeasures.Superiority([0, 4], [7, 0]), 1e-15);
        Assert.True(double.IsNaN(BandMeasures.Superiority([0, 0], [1, 1])));
    }

    [Fact]
    public void Quantile_LinearInItsBand_AndOpenBandsGiveTheirEdge()
    {
        // Bands (−∞, 10), [10, 20), [20, ∞) with 2, 4, 4: the median's rank 5 is 3 of 4 into the second.
        Assert.Equal(17.5, BandMeasures.Quantile([2, 4, 4], [10, 20], 0.5), 1e-12);
        Assert.Equal(10, BandMeasures.Quantile([2, 4, 4], [10, 20], 0.1), 1e-12);
        Assert.Equal(20, BandMeasures.Quantile([2, 4, 4], [10, 20], 0.9), 1e-12);
    }

    [Fact]
    public void ShareBelow_LinearInItsBand()
    {
        // 10 below 0, 20 in [0, 1), 30 in [1, 3), 40 from 3 on: below 2 lie 10 + 20 + 15 of 100.
        double[] counts = [10, 20, 30, 40], edges = [0, 1, 3];
        Assert.Equal([0, 0.1, 0.3, 0.45, 0.6, 0.6], new[] { -5.0, 0, 1, 2, 3, 99 }.Select(v => Math.Round(BandMeasures.ShareBelow(counts, edges, v), 12)));
        Assert.True(double.IsNaN(BandMeasures.ShareBelow([0, 0], [1], 0)));
    }

    [Fact]
    public void PooledDifference_TwoBands_MatchesTheFormula()
    {
        // Band 0: 6 of 10 against 4 of 10, weight 5; band 1: 10 of 20 against 10 of 20, weight 10: (5 · 0.2 + 0) / 15. Band 2 does not count.
        Assert.Equal(1.0 / 15, BandMeasures.PooledDifference([6, 10, 99], [4, 10, 1], [4, 10, 1], [6, 10, 99], [0, 1]), 1e-12);
        Assert.True(double.IsNaN(BandMeasures.PooledDifference([1], [1], [1], [1], [])));
    }

    [Fact]
    public void Of_CellsWithSums_HasTheVarianceThatIsLeft()
    {
        // Four cells of variance 40,000, sum of variance 1: a cell keeps 40,000 (1 − 1/4) + 1/16, the sum 1. Sampling adds the count. 2,048 draws: 3 % and five standard errors.
        var of = BandPosterior.Of([1000, 1000, 1000, 1000], [new BandNoise(0, 4, 4, 40_000, 1)], 3);
        var one = of.Of(c => c[0], 0.6826894921370859).Interval;
        var all = of.Of(c => c.Sum(), 0.6826894921370859).Interval;
        Assert.Equal(Math.Sqrt(1000 + 30_000 + 0.0625), (one.High - one.Low) / 2, 15.0);
        Assert.Equal(Math.Sqrt(4000 + 1), (all.High - all.Low) / 2, 6.0);
        Assert.Equal(1, of.TotalDeviation, 1e-12);
    }

    [Fact]
    public void Mean_SmallTable_MatchesHandCount()
    {
        Assert.Equal(((2 * 5) + (4 * 15) + (4 * 20)) / 10.0, BandMeasures.Mean([2, 4, 4], [5, 15, 20]), 1e-12);
        Assert.Equal(Math.Sqrt(((2 * 100) + (4 * 0) + (4 * 25)) / 10.0), BandMeasures.Deviation([2, 4, 4], [5, 15, 20]), 1e-12);
    }

    public static TheoryData<int, double> Grid() => new() { { 300, 1 }, { 2000, 0.005 }, { 2000, 0.0005 }, { 10_000, 0.0003 } };

    [Theory]
    [MemberData(nameof(Grid))]
    public void Intervals_PlantedDistributions_CoverAtTheirLevel(int n, double rho)
    {
        // Adverse and other scores over ten bands: linear densities that rise and fall. 300 replicates of nominal 95 %: 91 % lies 3.2 standard errors below.
        double[] bad = [.. Enumerable.Range(1, 10).Select(b => b / 55.0)], good = [.. bad.Reverse()];
        double[] edges = [.. Enumerable.Range(1, 9).Select(b => (double)b)];
        var truth = (Auc: BandMeasures.Superiority(bad, good), Median: BandMeasures.Quantile(good, edges, 0.5), Mean: BandMeasures.Mean(good, [.. Enumerable.Range(0, 10).Select(b => (double)b)]));
        var distance = Enumerable.Range(0, 10).Max(b => Math.Abs(bad.Take(b + 1).Sum() - good.Take(b + 1).Sum()));
        var law = new DiscreteGaussianLaw((Rational)1 / (2 * Rational.FloorOf(rho, 36)));
        var streams = Streams.FromSeed(41).Derive("bands").Derive(n).Derive((int)(rho * 1e6));
        var sampler = new ExactSampler(new ExactSamplerTests.StreamBits((ulong)n + (ulong)(rho * 1e7)));
        var sequence = streams.Sequence();
        const int Replicates = 300;
        int auc = 0, median = 0, mean = 0, ks = 0, told = 0;
        for (var r = 0; r < Replicates; r++)
        {
            BandPosterior Noisy(double[] shares, int rows, int stream, ref RandomSequence s)
            {
                var cells = new NoisyCount[10];
                double left = 1;
                var open = rows;
                for (var b = 0; b < 10; b++)
                {
                    var x = b == 9 ? open : BinomialSampler.Draw(ref s, open, Math.Min(1, shares[b] / left));
                    cells[b] = new NoisyCount(x + law.Draw(sampler), 1);
                    open -= (int)x;
                    left -= shares[b];
                }

                return BandPosterior.Of(cells, law, stream);
            }

            var (x, y) = (Noisy(bad, n / 4, 1, ref sequence), Noisy(good, n, 2, ref sequence));
            if (x.IsTooFew || y.IsTooFew)
            {
                continue;
            }

            told++;
            auc += Holds(x.Of(y, BandMeasures.Superiority, 0.95), truth.Auc);
            median += Holds(y.Of(c => BandMeasures.Quantile(c, edges, 0.5), 0.95), truth.Median);
            mean += Holds(y.Of(c => BandMeasures.Mean(c, [.. Enumerable.Range(0, 10).Select(b => (double)b)]), 0.95), truth.Mean);
            ks += Holds(x.Distance(y, 0.95), distance);
        }

        if (told < 100)
        {
            // Noise is all there is: the report says so and prints no interval.
            Assert.True(n / 4.0 < 10 + (3 * Math.Sqrt(10 * law.Variance)));
            return;
        }

        var least = 0.95 - (3.2 * Math.Sqrt(0.95 * 0.05 / told));
        Assert.True((double)auc / told >= least, $"AUC {(double)auc / told:F3} of {told}");
        Assert.True((double)median / told >= least, $"median {(double)median / told:F3} of {told}");
        Assert.True((double)mean / told >= least, $"mean {(double)mean / told:F3} of {told}");
        Assert.True((double)ks / told >= least, $"KS {(double)ks / told:F3} of {told}");

        static int Holds(PosteriorInterval of, double value) => of.Interval.Low <= value && value <= of.Interval.High ? 1 : 0;
    }
}

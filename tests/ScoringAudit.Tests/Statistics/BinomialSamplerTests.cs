using MathNet.Numerics.Distributions;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Statistics;

public class BinomialSamplerTests
{
    // Inversion, rejection near its lower edge, rejection, and the mirrored case.
    [Theory]
    [InlineData(40, 0.1)]
    [InlineData(40, 0.26)]
    [InlineData(1000, 0.37)]
    [InlineData(60, 0.9)]
    public void Draw_ManyTimes_HasTheBinomialLaw(int n, double p)
    {
        const int draws = 60_000;
        var counts = new int[n + 1];
        var random = Streams.FromSeed(11).Derive("binomial").Sequence();
        for (var i = 0; i < draws; i++)
        {
            counts[BinomialSampler.Draw(ref random, n, p)]++;
        }

        // Pearson's statistic over cells with at least 20 expected, the rest pooled; fails with probability 1e-6 were the law right (seed fixed).
        double statistic = 0, restExpected = 0, restCount = 0;
        var cells = 0;
        for (var x = 0; x <= n; x++)
        {
            var expected = draws * Binomial.PMF(p, n, x);
            if (expected < 20)
            {
                restExpected += expected;
                restCount += counts[x];
                continue;
            }

            statistic += Math.Pow(counts[x] - expected, 2) / expected;
            cells++;
        }

        statistic += restExpected > 0 ? Math.Pow(restCount - restExpected, 2) / restExpected : 0;
        Assert.True(statistic < ChiSquared.InvCDF(cells, 1 - 1e-6), $"chi-square {statistic} with {cells} cells");
    }

    [Fact]
    public void Draw_Edges_AreCertain()
    {
        var random = Streams.FromSeed(1).Sequence();
        Assert.Equal(0, BinomialSampler.Draw(ref random, 100, 0));
        Assert.Equal(100, BinomialSampler.Draw(ref random, 100, 1));
        Assert.Equal(0, BinomialSampler.Draw(ref random, 0, 0.3));
        Assert.InRange(BinomialSampler.Draw(ref random, 4_000_000_000_000, 0.5), 1_999_980_000_000, 2_000_020_000_000); // 20 SD of 1e6
    }

    [Fact]
    public void Multinomial_SpreadsAllTrialsInProportion()
    {
        var random = Streams.FromSeed(2).Sequence();
        var counts = new long[4];
        MultinomialCounts.Draw(ref random, 1_000_000, [1, 0, 3, 0], counts);
        Assert.Equal(1_000_000, counts.Sum());
        Assert.Equal((0L, 0L), (counts[1], counts[3]));
        Assert.InRange(counts[0], 250_000 - 2600, 250_000 + 2600); // SD 433, 6 of them
        var weights = new int[50];
        MultinomialCounts.ClusterWeights(ref random, weights);
        Assert.Equal(50, weights.Sum());
        Assert.Throws<ArgumentException>(() => MultinomialCounts.Draw(ref random, 1, [0, 0], counts.AsSpan(0, 2)));
    }
}

using ScoringAudit.Privacy;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Privacy;

public class RatePosteriorTests
{
    private static DiscreteGaussianLaw Law(double rho) => new((Rational)1 / (2 * Rational.FloorOf(rho)));

    [Fact]
    public void Rate_NoNoise_IsJeffreysInterval()
    {
        // Beta(30.5, 70.5): 2.5 %, 50 % and 97.5 % quantiles 0.2167, 0.3013, 0.3949.
        var rate = RatePosterior.Of(new(30, 1), new(70, 1), null, 0).Rate(0.95);
        Assert.Equal(0.2167, rate.Interval.Low, 0.006);
        Assert.Equal(0.3013, rate.Median, 0.004);
        Assert.Equal(0.3949, rate.Interval.High, 0.006);
        Assert.False(rate.TooSmall);
    }

    [Fact]
    public void RatioTo_SwappedGroups_IsInverted()
    {
        var a = RatePosterior.Of(new(400, 1), new(600, 1), Law(0.0244), 0);
        var b = RatePosterior.Of(new(2500, 1), new(2500, 1), Law(0.0244), 1);
        var (ab, ba) = (a.RatioTo(b, 0.95), b.RatioTo(a, 0.95));
        Assert.Equal(1 / ab.Interval.Low, ba.Interval.High, 0.01);
        Assert.Equal(0.8, ab.Median, 0.01);
        Assert.Equal(0.164, Math.Log(ab.Interval.High / ab.Interval.Low), 0.02);
    }

    [Fact]
    public void RatioTo_LittleBudget_IsWiderAndThenTooSmall()
    {
        double Width(double rho) => Math.Log(Of(rho).Interval.High / Of(rho).Interval.Low);
        PosteriorInterval Of(double rho) => RatePosterior.Of(new(60, 1), new(140, 1), Law(rho), 0).RatioTo(RatePosterior.Of(new(1200, 1), new(800, 1), Law(rho), 1), 0.95);
        Assert.True(Width(1) < Width(0.0244));
        Assert.True(Width(0.0244) < Width(0.0003));
        Assert.False(Of(1).TooSmall);
        Assert.True(Of(0.0003).TooSmall);
    }

    [Theory]
    [InlineData(-500, -300)]
    [InlineData(-3, 2)]
    [InlineData(0, 0)]
    public void Rate_NoisyCountsBelowZero_StaysARate(long successes, long failures)
    {
        var rate = RatePosterior.Of(new(successes, 2), new(failures, 2), Law(0.0244), 0).Rate(0.95);
        Assert.InRange(rate.Interval.Low, 0, rate.Median);
        Assert.InRange(rate.Interval.High, rate.Median, 1);
    }

    [Fact]
    public void CountPosterior_SmallVariance_MatchesTheExactLaw()
    {
        // Two cells of s = 1/4: noise pmf by hand is the self-convolution c; prior weights Γ(k + ½)/k! are as 1, 1/2, 3/8, 5/16, ...:
        // P(true = 0 | seen 0) = c0 / (c0 + c1/2 + 3 c2/8 + ...).
        var law = new DiscreteGaussianLaw(new Rational(1, 4));
        double C(long k) => Enumerable.Range(-12, 25).Sum(j => law.Pmf(j) * law.Pmf(k - j));
        double Prior(int k) => Enumerable.Range(1, k).Aggregate(1.0, (w, j) => w * (j - 0.5) / j);
        var zero = C(0) / Enumerable.Range(0, 9).Sum(k => C(k) * Prior(k));
        var posterior = CountPosterior.Of(new NoisyCount(0, 2), law);
        Assert.Equal(0, posterior.Quantile(zero - 1e-9));
        Assert.Equal(1, posterior.Quantile(zero + 1e-9));
    }

    [Fact]
    public void CountPosterior_LargeCount_JoinsThePriorsSeriesToItsProducts()
    {
        // Almost flat noise around 20: the medians on both sides of the switch at 20 must follow a^(−1/2), without a step.
        var law = new DiscreteGaussianLaw(10_000);
        var posterior = CountPosterior.Of(new NoisyCount(20, 1), law);
        double Weight(long a) => law.Pmf(20 - a) * Math.Exp(MathNet.Numerics.SpecialFunctions.GammaLn(a + 0.5) - MathNet.Numerics.SpecialFunctions.GammaLn(a + 1));
        var total = Enumerable.Range(0, 731).Sum(a => Weight(a));
        double upTo = 0;
        for (long a = 0; a <= 40; a++)
        {
            upTo += Weight(a) / total;
            Assert.Equal(a, posterior.Quantile(upTo - 1e-6));
            Assert.Equal(a + 1, posterior.Quantile(upTo + 1e-6));
        }
    }

    [Fact]
    public void RatioTo_RepeatedReleases_CoversItsLevel()
    {
        // 120 worlds: a true coverage of 95 % gives fewer than 104 once in ten thousand; the committed table has more cells and worlds.
        var law = Law(0.0244);
        var sampler = new ExactSampler(new ExactSamplerTests.StreamBits(5));
        var rows = Streams.FromSeed(9).Derive("coverage-test").Sequence();
        var covered = 0;
        for (var r = 0; r < 120; r++)
        {
            long x = BinomialSampler.Draw(ref rows, 200, 0.3), y = BinomialSampler.Draw(ref rows, 2000, 0.6);
            var ratio = RatePosterior.Of(new(x + law.Draw(sampler), 1), new(200 - x + law.Draw(sampler), 1), law, 0)
                .RatioTo(RatePosterior.Of(new(y + law.Draw(sampler), 1), new(2000 - y + law.Draw(sampler), 1), law, 1), 0.95);
            covered += ratio.Interval.Contains(0.5) ? 1 : 0;
        }

        Assert.InRange(covered, 104, 119);
    }
}

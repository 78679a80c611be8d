using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Statistics;

public class BinomialIntervalTests
{
    // mpmath 1.3, 40 digits: root of the mean of the two regularised incomplete betas.
    [Theory]
    [InlineData(1, 10, 0.00500147528243995392, 0.40347615573769448)]
    [InlineData(3, 10, 0.0826002169785028907, 0.619918565926389317)]
    [InlineData(37, 100, 0.279682543574413734, 0.467747412126490943)]
    [InlineData(5, 5000, 0.000366488260009765361, 0.00221506638884507374)]
    [InlineData(2.5, 17.3, 0.0321048186309789366, 0.368394950259889085)]
    public void MidP_KnownCounts_MatchesHighPrecisionRoots(double x, double n, double low, double high)
    {
        var interval = BinomialInterval.MidP(x, n, 0.95);
        Assert.Equal(low, interval.Low, 1e-12);
        Assert.Equal(high, interval.High, 1e-12);
    }

    // mpmath, 30 digits: at these limits the mid-P tail is 0.025 to 4e-13 relative.
    [Theory]
    [InlineData(3e8, 1e9, 0.2999715980023662, 0.3000284031553563)]
    [InlineData(400, 1e9, 3.622198679564273E-07, 4.4067468707E-07)]
    public void MidP_AThousandMillionTrials_KeepsItsDigits(double x, double n, double low, double high)
    {
        var interval = BinomialInterval.MidP(x, n, 0.95);
        Assert.Equal(low, interval.Low, 1e-9 * low);
        Assert.Equal(high, interval.High, 1e-9 * high);
    }

    [Fact]
    public void MidP_NoneAndAll_HaveClosedForms()
    {
        // ½ (1 − p)^10 = 0.025 gives p = 1 − 0.05^(1/10).
        var limit = 1 - Math.Pow(0.05, 0.1);
        var none = BinomialInterval.MidP(0, 10, 0.95);
        Assert.Equal(0, none.Low);
        Assert.Equal(limit, none.High, 1e-14);
        var all = BinomialInterval.MidP(10, 10, 0.95);
        Assert.Equal(1 - limit, all.Low, 1e-14);
        Assert.Equal(1, all.High);
    }

    [Fact]
    public void EveryMethod_WithoutTrials_IsTheUnitInterval()
    {
        foreach (var interval in All(0, 0, 0.95))
        {
            Assert.Equal(0, interval.Low);
            Assert.Equal(1, interval.High);
        }
    }

    [Fact]
    public void ClopperPearsonAndJeffreys_37Of100_MatchBetaQuantiles()
    {
        // mpmath: Beta(37, 64) and Beta(63, 38) at 0.025; Beta(37.5, 63.5) likewise.
        var exact = BinomialInterval.ClopperPearson(37, 100, 0.95);
        Assert.Equal(0.27556657961455151, exact.Low, 1e-13);
        Assert.Equal(0.47235164055168316, exact.High, 1e-13);
        var jeffreys = BinomialInterval.Jeffreys(37, 100, 0.95);
        Assert.Equal(0.28016173072088208, jeffreys.Low, 1e-13);
        Assert.Equal(0.46724206936625058, jeffreys.High, 1e-13);
    }

    [Fact]
    public void Wilson_PublishedRates_MatchToFourDigits()
    {
        // responsible-ai-toolbox raiwidgets/tests/test_fairness_calculations.py (94379f6).
        var half = BinomialInterval.Wilson(50, 100, 0.95);
        Assert.Equal((0.4038, 0.5962), (Math.Round(half.Low, 4), Math.Round(half.High, 4)));
        var seventy = BinomialInterval.Wilson(70, 100, 0.95);
        Assert.Equal((0.6042, 0.7811), (Math.Round(seventy.Low, 4), Math.Round(seventy.High, 4)));
    }

    [Fact]
    public void EveryMethod_AnyCount_HoldsTheRateAndMirrorsItsComplement()
    {
        foreach (var n in new[] { 1, 2, 7, 30, 400 })
        {
            for (var x = 0; x <= n; x++)
            {
                foreach (var (a, b) in All(x, n, 0.95).Zip(All(n - x, n, 0.95)))
                {
                    Assert.True(a.Low >= 0 && a.High <= 1 && a.Contains((double)x / n));
                    Assert.Equal(a.Low, 1 - b.High, 1e-12);
                }
            }
        }
    }

    [Fact]
    public void EveryMethod_HigherLevel_IsWider()
    {
        foreach (var (x, n) in new[] { (0, 20), (3, 20), (20, 20), (150, 4000) })
        {
            var levels = new[] { 1e-6, 0.05, 0.3, 0.5, 0.9, 0.95, 0.999, 1 - 1e-9 };
            foreach (var (narrow, wide) in levels.Zip(levels.Skip(1)))
            {
                foreach (var (a, b) in All(x, n, narrow).Zip(All(x, n, wide)))
                {
                    Assert.True(b.Low <= a.Low && b.High >= a.High, $"{x}/{n} from {narrow} to {wide}");
                }
            }
        }
    }

    [Fact]
    public void MidP_EnumeratedCoverage_StaysAboveItsKnownMinimum()
    {
        // Facts: mid-P covers at least 92.9 % at nominal 95 % for n from 30 and rates .01 to .6; Clopper–Pearson at least 95 %.
        foreach (var n in new[] { 30, 100, 500 })
        {
            foreach (var p in new[] { 0.01, 0.05, 0.1, 0.3, 0.6 })
            {
                double mid = 0, exact = 0;
                for (var x = 0; x <= n; x++)
                {
                    var mass = MathNet.Numerics.Distributions.Binomial.PMF(p, n, x);
                    mid += BinomialInterval.MidP(x, n, 0.95).Contains(p) ? mass : 0;
                    exact += BinomialInterval.ClopperPearson(x, n, 0.95).Contains(p) ? mass : 0;
                }

                Assert.True(mid >= 0.929, $"mid-P {mid} at {n}, {p}");
                Assert.True(exact >= 0.95, $"Clopper–Pearson {exact} at {n}, {p}");
            }
        }
    }

    [Theory]
    [InlineData(-1, 10, 0.95)]
    [InlineData(11, 10, 0.95)]
    [InlineData(double.NaN, 10, 0.95)]
    [InlineData(1, double.PositiveInfinity, 0.95)]
    [InlineData(1, 10, 0)]
    [InlineData(1, 10, 1)]
    public void EveryMethod_ImpossibleArguments_Throws(double x, double n, double level)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialInterval.MidP(x, n, level));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialInterval.Wilson(x, n, level));
    }

    private static Interval[] All(double x, double n, double level) =>
    [
        BinomialInterval.MidP(x, n, level),
        BinomialInterval.ClopperPearson(x, n, level),
        BinomialInterval.Wilson(x, n, level),
        BinomialInterval.Jeffreys(x, n, level),
    ];
}

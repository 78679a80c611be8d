using System.Numerics;
using ScoringAudit.Privacy;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Privacy;

/// <summary>The samplers are exact: enumerated bit by bit, and checked as a whole against their laws.</summary>
public class ExactSamplerTests
{
    /// <summary>Bits of a fixed stream, for statistical tests only.</summary>
    internal sealed class StreamBits(ulong seed) : IBitSource
    {
        private RandomSequence _sequence = Streams.FromSeed(seed).Derive("noise-test").Sequence();

        public ulong Next(int count) => count == 64 ? _sequence.NextBits() : _sequence.NextBits() >> (64 - count);
    }

    private sealed class OutOfBitsException : Exception;

    private sealed class Recorded(uint bits, int length) : IBitSource
    {
        public int Used { get; private set; }

        public ulong Next(int count)
        {
            if (Used + count > length)
            {
                throw new OutOfBitsException();
            }

            var part = (bits >> (length - Used - count)) & ((1UL << count) - 1);
            Used += count;
            return part;
        }
    }

    /// <summary>Walks the tree of bit strings; what finishes within the depth has an exact dyadic probability.</summary>
    private static (Dictionary<long, double> Law, double Open) Enumerate(Func<ExactSampler, long> draw, int depth)
    {
        var law = new Dictionary<long, double>();
        double open = 0;
        void Visit(uint bits, int length)
        {
            try
            {
                var source = new Recorded(bits, length);
                var x = draw(new ExactSampler(source));
                Assert.Equal(length, source.Used);
                law[x] = law.GetValueOrDefault(x) + Math.ScaleB(1, -length);
            }
            catch (OutOfBitsException)
            {
                if (length == depth)
                {
                    open += Math.ScaleB(1, -length);
                    return;
                }

                Visit(bits << 1, length + 1);
                Visit((bits << 1) | 1, length + 1);
            }
        }

        Visit(0, 0);
        return (law, open);
    }

    private static void AssertEncloses((Dictionary<long, double> Law, double Open) found, Func<long, double> pmf, double mostOpen)
    {
        Assert.Equal(1, found.Law.Values.Sum() + found.Open, 12);
        Assert.InRange(found.Open, 0, mostOpen);
        for (long x = -4; x <= 4; x++)
        {
            var low = found.Law.GetValueOrDefault(x);
            Assert.InRange(pmf(x), low - 1e-12, low + found.Open + 1e-12);
        }
    }

    [Fact]
    public void Bernoulli_OneThird_IsDyadicallyExact()
    {
        // Two bits, 11 drawn again: after 7 rounds 4^-7 stays open; true has a third of the rest, exactly.
        var (law, open) = Enumerate(s => s.Bernoulli(1, 3) ? 1 : 0, 14);
        Assert.Equal(Math.ScaleB(1, -14), open);
        Assert.Equal((1 - open) / 3, law[1], 15);
        Assert.Equal(2 * (1 - open) / 3, law[0], 15);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    public void BernoulliExp_AllStringsOf14Bits_EncloseTheProbability(int n, int d) =>
        AssertEncloses(Enumerate(s => s.BernoulliExp(n, d) ? 1 : 0, 14), x => x == 1 ? Math.Exp(-(double)n / d) : x == 0 ? 1 - Math.Exp(-(double)n / d) : 0, 0.05);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Laplace_AllStringsOf15Bits_EncloseTheLaw(int t, int s)
    {
        var law = new DiscreteLaplaceLaw(new Rational(t, s));
        AssertEncloses(Enumerate(x => (long)x.Laplace(law.Scale), 15), law.Pmf, 0.25);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    public void Gaussian_AllStringsOf15Bits_EncloseTheLaw(int n, int d)
    {
        var law = new DiscreteGaussianLaw(new Rational(n, d));
        AssertEncloses(Enumerate(x => (long)x.Gaussian(law.VarianceParameter), 15), law.Pmf, 0.6);
    }

    public static TheoryData<NoiseLaw> Laws() =>
    [
        new DiscreteGaussianLaw(new Rational(1, 4)), new DiscreteGaussianLaw(1), new DiscreteGaussianLaw(new Rational(2053, 100)), new DiscreteGaussianLaw(new Rational(1557, 1)),
        new DiscreteLaplaceLaw(new Rational(1, 2)), new DiscreteLaplaceLaw(1), new DiscreteLaplaceLaw(new Rational(21, 2)),
    ];

    [Theory]
    [MemberData(nameof(Laws))]
    public void Draw_ManyTimes_FitsTheLaw(NoiseLaw law)
    {
        // Chi-squared over cells of expectation 20 or more; the seed is fixed, the bound is mean + 6 standard deviations (about 1e-8).
        const int N = 20_000;
        var sampler = new ExactSampler(new StreamBits(11));
        var counts = new SortedDictionary<long, int>();
        double sum = 0, squares = 0;
        for (var i = 0; i < N; i++)
        {
            var x = law.Draw(sampler);
            counts[x] = counts.GetValueOrDefault(x) + 1;
            sum += x;
            squares += (double)x * x;
        }

        double chi = 0, restExpected = N, restFound = N;
        var cells = 0;
        for (var k = -(long)(6 * Math.Sqrt(law.Variance)) - 6; k <= (6 * Math.Sqrt(law.Variance)) + 6; k++)
        {
            var expected = N * law.Pmf(k);
            if (expected >= 20)
            {
                var found = counts.GetValueOrDefault(k);
                chi += (found - expected) * (found - expected) / expected;
                restExpected -= expected;
                restFound -= found;
                cells++;
            }
        }

        chi += restExpected > 5 ? (restFound - restExpected) * (restFound - restExpected) / restExpected : 0;
        Assert.InRange(chi, 0, cells + (6 * Math.Sqrt(2.0 * cells)) + 12);

        // Google's test: a mean beyond 4.41717 standard errors has probability 1e-5; the variance with kurtosis at most 6.
        Assert.InRange(sum / N, -4.41717 * Math.Sqrt(law.Variance / N), 4.41717 * Math.Sqrt(law.Variance / N));
        Assert.InRange(squares / N / law.Variance, 1 - (4.41717 * Math.Sqrt(7.0 / N)) - 0.02, 1 + (4.41717 * Math.Sqrt(7.0 / N)) + 0.02);
    }

    [Fact]
    public void Draw_SigmaTooSmallByRootTwo_IsFoundByTheVarianceTest()
    {
        var sampler = new ExactSampler(new StreamBits(12));
        double squares = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var x = (double)sampler.Gaussian(10);
            squares += x * x;
        }

        Assert.NotInRange(squares / 20_000 / 20, 1 - (4.41717 * Math.Sqrt(7.0 / 20_000)) - 0.02, 1 + (4.41717 * Math.Sqrt(7.0 / 20_000)) + 0.02);
    }

    [Fact]
    public void Below_WideBound_StaysBelowAndReachesTheTop()
    {
        var bound = (BigInteger.One << 70) + 3;
        var sampler = new ExactSampler(new StreamBits(3));
        var draws = Enumerable.Range(0, 200).Select(_ => sampler.Below(bound)).ToList();
        Assert.All(draws, x => Assert.True(x.Sign >= 0 && x < bound));
        Assert.Contains(draws, x => x > BigInteger.One << 69);
        Assert.Contains(draws, x => x < BigInteger.One << 69);
    }

    [Fact]
    public void SystemBits_AnyWidth_StayWithinTheWidthAndVary()
    {
        var bits = new SystemBits();
        for (var width = 1; width <= 64; width++)
        {
            var seen = Enumerable.Range(0, 200).Select(_ => bits.Next(width)).ToList();
            Assert.All(seen, x => Assert.True(width == 64 || x >> width == 0));
            Assert.True(seen.Distinct().Count() > 1);
        }

        // 64,000 fair bits: 6 standard deviations of the count of ones.
        var ones = Enumerable.Range(0, 1000).Sum(_ => BitOperations.PopCount(bits.Next(64)));
        Assert.InRange(ones, 32_000 - 760, 32_000 + 760);
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("15", "3")]
    [InlineData("16", "4")]
    [InlineData("1000000000000000000000000000000", "1000000000000000")]
    public void Root_Integer_IsTheFloor(string value, string root) =>
        Assert.Equal(BigInteger.Parse(root, System.Globalization.CultureInfo.InvariantCulture), ExactSampler.Root(BigInteger.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));
}

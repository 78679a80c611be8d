using System.Buffers;
using System.Numerics;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Statistics;

public class ExactSumTests
{
    [Theory]
    [InlineData(new[] { 1e308, 1, -1e308, 1e-308 }, 1.0)]
    [InlineData(new[] { 0.1, 0.2, -0.3 }, 2.7755575615628914E-17)]
    [InlineData(new[] { 1.0, 1.1102230246251565E-16 }, 1.0)] // half an ulp, tie to even
    [InlineData(new[] { 1.0, 1.1102230246251565E-16, 5e-324 }, 1.0000000000000002)] // a hair above the tie
    [InlineData(new[] { 5e-324, 5e-324 }, 1e-323)]
    [InlineData(new[] { -5e-324, 2.2250738585072014E-308 }, 2.2250738585072009E-308)] // into the subnormals
    [InlineData(new[] { 1.7976931348623157E+308, 1.7976931348623157E+308 }, double.PositiveInfinity)]
    [InlineData(new[] { -1.7976931348623157E+308, -9.9792015476736e291 }, double.NegativeInfinity)] // rounds up to infinity
    [InlineData(new double[0], 0.0)]
    public void ToDouble_HardCases_RoundsOnceToNearestEven(double[] values, double expected)
    {
        var sum = new ExactSum();
        sum.Add(values);
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(sum.ToDouble()));
    }

    [Fact]
    public void ToDouble_RandomNumbers_MatchesIntegersOfAnyLength()
    {
        var random = Streams.FromSeed(5).Derive("exact").Sequence();
        for (var round = 0; round < 60; round++)
        {
            var values = Draw(ref random, 40 + (100 * (round % 3)));
            var sum = new ExactSum();
            sum.Add(values);
            Assert.Equal(Reference(values), sum.ToDouble());
        }
    }

    [Fact]
    public void ManyFullMantissasOfOneSize_CarryInTime()
    {
        // 53 one bits in the highest place of a chunk: 64-bit chunks would overflow after 2,048 of them.
        var value = Math.ScaleB(9007199254740991, 31 - 52);
        for (var exponent = 0; exponent < 32; exponent++)
        {
            double[] values = [.. Enumerable.Repeat(Math.ScaleB(value, exponent), 5000)];
            var sum = new ExactSum();
            sum.Add(values);
            Assert.Equal(Reference(values), sum.ToDouble());
        }
    }

    [Fact]
    public void AnyOrderAndSplit_GiveTheSameBytes()
    {
        var random = Streams.FromSeed(6).Derive("exact").Sequence();
        var values = Draw(ref random, 9000);
        var whole = new ExactSum();
        whole.Add(values);
        random.Shuffle(values.AsSpan());
        var merged = new ExactSum();
        foreach (var part in values.Chunk(700))
        {
            var one = new ExactSum();
            one.Add(part);
            merged.Merge(one);
        }

        Assert.Equal(Bytes(whole), Bytes(merged));
        var read = ExactSum.Read([.. Bytes(whole), 77], out var used);
        Assert.Equal(Bytes(whole).Length, used);
        Assert.Equal(whole.ToDouble(), read.ToDouble());
    }

    [Fact]
    public void NotFiniteOrBrokenBytes_Throw()
    {
        Assert.Throws<ArgumentException>(() => new ExactSum().Add(double.NaN));
        Assert.Throws<ArgumentException>(() => new ExactSum().Add(double.NegativeInfinity));
        Assert.Throws<ArgumentException>(() => ExactSum.Read([3], out _));
        Assert.Throws<ArgumentException>(() => ExactSum.Read([60, 9, 1, 2], out _));
    }

    private static byte[] Bytes(ExactSum sum)
    {
        var writer = new ArrayBufferWriter<byte>();
        sum.Write(writer);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Numbers of very different size and both signs, many of which cancel.</summary>
    private static double[] Draw(ref RandomSequence random, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = i % 3 == 2 ? -values[i - 1] : (random.NextUniform() - 0.5) * Math.ScaleB(1, random.NextBelow(200) - 100);
        }

        return values;
    }

    /// <summary>The sum as an integer times 2^-1100, rounded by the runtime's own conversion of a decimal-free quotient.</summary>
    private static double Reference(double[] values)
    {
        var total = BigInteger.Zero;
        foreach (var value in values)
        {
            var bits = BitConverter.DoubleToInt64Bits(value);
            var exponent = Math.Max((int)(bits >> 52) & 0x7FF, 1);
            var mantissa = (bits & 0xFFFFFFFFFFFFFL) | (((bits >> 52) & 0x7FF) == 0 ? 0 : 1L << 52);
            total += (bits < 0 ? -1 : 1) * (new BigInteger(mantissa) << exponent);
        }

        // Round to 53 bits by hand, then scale exactly.
        var magnitude = BigInteger.Abs(total);
        var drop = Math.Max(0, (int)magnitude.GetBitLength() - 53);
        var kept = magnitude >> drop;
        var rest = magnitude - (kept << drop);
        var half = drop == 0 ? BigInteger.One : BigInteger.One << (drop - 1);
        if (drop > 0 && (rest > half || (rest == half && !kept.IsEven)))
        {
            kept++;
        }

        return total.Sign * Math.ScaleB((double)(ulong)kept, drop - 1075);
    }
}

using ScoringAudit.Worlds;

namespace ScoringAudit.Tests.Worlds;

public class PortableMathTests
{
    private const double Tolerance = 1e-14;

    [Fact]
    public void Log_AcrossTheRange_AgreesWithTheLibrary()
    {
        for (var i = -3000; i <= 3000; i++)
        {
            var x = Math.Pow(10, i / 10.0) * (1 + (0.37 * (i & 7)));
            Near(Math.Log(x), PortableMath.Log(x));
        }

        foreach (var x in new[] { 0.9, 0.99, 0.999999, 1.000001, 1.01, 1.1, 1.4142135623730951, 5e-324, double.MaxValue })
        {
            Near(Math.Log(x), PortableMath.Log(x));
        }

        Assert.Equal(0, PortableMath.Log(1));
        Assert.True(double.IsNegativeInfinity(PortableMath.Log(0)));
        Assert.True(double.IsNaN(PortableMath.Log(-1)));
        Assert.True(double.IsNaN(PortableMath.Log(double.NaN)));
        Assert.True(double.IsPositiveInfinity(PortableMath.Log(double.PositiveInfinity)));
    }

    [Fact]
    public void Exp_AcrossTheRange_AgreesWithTheLibrary()
    {
        for (var x = -707.9; x < 709.7; x += 0.37)
        {
            Near(Math.Exp(x), PortableMath.Exp(x));
        }

        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Exp(-800));
        Assert.True(double.IsPositiveInfinity(PortableMath.Exp(710)));
        Assert.True(double.IsNaN(PortableMath.Exp(double.NaN)));
        Assert.Equal(Math.Exp(-740), PortableMath.Exp(-740), 1e-322);
    }

    [Fact]
    public void Logistic_IsBetweenZeroAndOneAndSymmetric()
    {
        for (var x = -40.0; x <= 40; x += 0.31)
        {
            Near(1 / (1 + Math.Exp(-x)), PortableMath.Logistic(x));
            Assert.Equal(1, PortableMath.Logistic(x) + PortableMath.Logistic(-x), 1e-15);
        }
    }

    // R 4.2 qnorm, 16 digits (the same algorithm, AS 241).
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.025, -1.959963984540054)]
    [InlineData(0.9, 1.2815515655446004)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1e-20, -9.262340089798408)]
    public void NormalQuantile_KnownValues_AreReproduced(double p, double expected) =>
        Assert.Equal(expected, PortableMath.NormalQuantile(p), Math.Abs(expected) * Tolerance);

    [Fact]
    public void NormalQuantile_OnAGrid_IsIncreasingAndAgreesWithMathNet()
    {
        var before = double.NegativeInfinity;
        for (var i = 1; i < 4000; i++)
        {
            var z = PortableMath.NormalQuantile(i / 4000.0);
            Assert.True(z > before);
            Assert.Equal(MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, i / 4000.0), z, 1e-12);
            before = z;
        }

        Assert.True(double.IsNegativeInfinity(PortableMath.NormalQuantile(0)));
        Assert.True(double.IsPositiveInfinity(PortableMath.NormalQuantile(1)));
        Assert.True(double.IsNaN(PortableMath.NormalQuantile(1.5)));
    }

    private static void Near(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Abs(expected), $"expected {expected:R}, found {actual:R}");
}

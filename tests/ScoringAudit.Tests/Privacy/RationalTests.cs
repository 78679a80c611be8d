using FsCheck.Xunit;
using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

public class RationalTests
{
    [Fact]
    public void Arithmetic_Fractions_IsExact()
    {
        Rational a = new(1, 3), b = new(-1, 6);
        Assert.Equal(new Rational(1, 6), a + b);
        Assert.Equal(new Rational(1, 2), a - b);
        Assert.Equal(new Rational(-1, 18), a * b);
        Assert.Equal((Rational)(-2L), a / b);
        Assert.Equal("-2", (a / b).ToString());
        Assert.Equal("1/6", (a + b).ToString());
        Assert.Equal(-1, (int)b.Floor);
        Assert.Equal(new Rational(2, -4), new Rational(-1, 2));
        Assert.Equal(Rational.Zero, default);
        Assert.Equal("0", default(Rational).ToString());
    }

    [Property]
    public bool Field_AnyFractions_ObeysItsLaws(int a, int b, int c, int d)
    {
        Rational x = new(a, (b == 0) ? 1 : b), y = new(c, (d == 0) ? 1 : d);
        return x + y - y == x && (y.Sign == 0 || x * y / y == x) && x * (y + 1) == (x * y) + x && (x < y) == (x - y < 0) && Rational.Parse(x.ToString()) == x;
    }

    [Property]
    public bool Of_AnyDouble_IsExactAndComesBack(double value) =>
        !double.IsFinite(value) || Math.Abs(value) < 1e-300 || Rational.Of(value).ToDouble() == value;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.0243559704)]
    [InlineData(-0.3)]
    public void FloorOf_Number_IsBelowItByLessThanAStep(double value)
    {
        var rounded = Rational.FloorOf(value, 20);
        Assert.True(rounded <= Rational.Of(value));
        Assert.True(Rational.Of(value) - rounded < new Rational(1, 1 << 20));
    }

    [Theory]
    [InlineData("1/0")]
    [InlineData("")]
    [InlineData("1/2/3")]
    [InlineData("0.5")]
    public void Parse_NoFraction_IsRefused(string text) => Assert.Throws<FormatException>(() => Rational.Parse(text));
}

using FsCheck.Xunit;
using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

/// <summary>Known answers: OpenDP's zCDP cast (commit bc6e18b) and IBM's cdp2adp.py (commit cb190d2).</summary>
public class ZeroConcentratedTests
{
    [Theory]
    [InlineData(0.03125, 0.001, 0.6880024554878085, 1e-12)]
    [InlineData(0.5, 1e-07, 5.670858835468771, 1e-9)]
    [InlineData(0.1, 1e-06, 2.141938928385474, 1e-9)]
    [InlineData(0.01, 1e-06, 0.6216926545596025, 1e-9)]
    [InlineData(1, 1e-06, 7.7662166253117215, 1e-9)]
    [InlineData(0.05, 1e-10, 2.000276047522277, 1e-9)]
    public void Epsilon_RhoAndDelta_MatchesKnownAnswerFromAbove(double rho, double delta, double expected, double tolerance)
    {
        var epsilon = ZeroConcentrated.Epsilon(rho, delta);
        Assert.InRange(epsilon, expected, expected + tolerance);
        Assert.True(epsilon < rho + (2 * Math.Sqrt(rho * Math.Log(1 / delta))), "never looser than Bun and Steinke's bound");
    }

    [Theory]
    [InlineData(0.1, 1e-06, 0.0003210476903457401)]
    [InlineData(0.5, 1e-06, 0.006641524356660502)]
    [InlineData(1, 1e-06, 0.024355970359538372)]
    [InlineData(1, 1e-09, 0.014973057673588523)]
    [InlineData(2, 1e-06, 0.08815268837994626)]
    [InlineData(10, 1e-09, 1.0907857043970155)]
    public void Rho_EpsilonAndDelta_MatchesKnownAnswerFromBelow(double epsilon, double delta, double expected) =>
        Assert.InRange(ZeroConcentrated.Rho(epsilon, delta), expected * (1 - 1e-9), expected);

    [Fact]
    public void Delta_RhoAndEpsilon_MatchesKnownAnswers()
    {
        Assert.Equal(1.3361319064032213e-06, ZeroConcentrated.Delta(0.025, 1), 1e-15);
        Assert.InRange(ZeroConcentrated.Delta(0.03125, 0), 0.1408, 0.1508457845622862 + 1e-9);
    }

    [Fact]
    public void Epsilon_HundredTenthDpMechanisms_MatchesKnownAnswer()
    {
        // 100 × 0.1²/2 = 0.5; advanced composition of Dwork, Rothblum and Vadhan (2010) gives 6.308.
        Assert.Equal(5.221534444530169, ZeroConcentrated.Epsilon(0.5, 1e-6), 1e-9);
    }

    [Property]
    public bool Rho_AnyPromise_IsKept(double e, double d)
    {
        var epsilon = 1e-3 + (Math.Abs(Math.IEEERemainder(double.IsFinite(e) ? e : 1, 20)) * 0.9);
        var delta = Math.Pow(10, -1 - Math.Abs(Math.IEEERemainder(double.IsFinite(d) ? d : 1, 24)));
        var rho = ZeroConcentrated.Rho(epsilon, delta);
        return rho > 0 && ZeroConcentrated.Epsilon(rho, delta) <= epsilon * (1 + 1e-9) && ZeroConcentrated.Delta(rho, epsilon) <= delta * (1 + 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Rho_EpsilonNotPositive_IsRefused(double epsilon) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ZeroConcentrated.Rho(epsilon, 1e-6));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Epsilon_DeltaOutOfRange_IsRefused(double delta) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ZeroConcentrated.Epsilon(0.1, delta));
}

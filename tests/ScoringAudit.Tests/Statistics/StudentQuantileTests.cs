using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Statistics;

public class StudentQuantileTests
{
    // Closed forms: t with 1 df is tan(π level/2); with 2 df it is level √(2/(1 − level²)).
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.999999)]
    public void TwoSided_OneAndTwoDegrees_MatchClosedForms(double level)
    {
        Assert.Equal(1, StudentQuantile.TwoSided(level, 1) / Math.Tan(Math.PI * level / 2), 1e-10);
        Assert.Equal(1, StudentQuantile.TwoSided(level, 2) / (level * Math.Sqrt(2 / (1 - (level * level)))), 1e-9);
    }

    // Standard tables.
    [Theory]
    [InlineData(29, 2.045229642132703)]
    [InlineData(399, 1.965927295920)]
    [InlineData(double.PositiveInfinity, 1.959963984540054)]
    public void TwoSided_NinetyFivePercent_MatchesTables(double df, double expected) =>
        Assert.Equal(expected, StudentQuantile.TwoSided(0.95, df), 1e-10);

    [Theory]
    [InlineData(0.3)]
    [InlineData(4)]
    [InlineData(399)]
    [InlineData(1e9)]
    public void TwoSidedPValue_AtTheQuantile_IsTheTail(double df)
    {
        foreach (var level in new[] { 0.1, 0.95, 0.999 })
        {
            Assert.Equal(1 - level, StudentQuantile.TwoSidedPValue(StudentQuantile.TwoSided(level, df), df), 1e-9);
        }
    }
}

using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Privacy;

public class AttackRiskTests
{
    // anonymeter 0188bdf, tests/test_confidence.py.
    [Theory]
    [InlineData(850, 0.849, 0.022)]
    [InlineData(0, 0.002, 0.002)]
    [InlineData(1000, 0.998, 0.002)]
    public void Rate_OfAThousand_MatchesAnonymeter(long successes, double rate, double error)
    {
        var found = AttackRate.Of(successes, 1000);
        Assert.Equal((rate, error), (Math.Round(found.Rate, 3), Math.Round(found.Error, 3)));
    }

    [Fact]
    public void Residual_MatchesAnonymeter()
    {
        Assert.Equal(0.5, AttackRisk.Residual(new AttackRate(0.9, 0), new AttackRate(0.8, 0)).Risk, 1e-12);
        var (risk, error) = AttackRisk.Residual(new AttackRate(0.9, 0.02), new AttackRate(0.85, 0.02));
        Assert.Equal((0.333, 0.16), (Math.Round(risk, 3), Math.Round(error, 3)));
    }

    [Fact]
    public void Of_NoBetterThanGuessing_IsRefused()
    {
        var refused = AttackRisk.Of(new AttackRate(0.1, 0.01), new AttackRate(0.05, 0.01), new AttackRate(0.1, 0.01), out var error);
        Assert.Equal("the attack does no better than guessing, so that it says nothing of the risk", refused.Reason);
        Assert.Equal(0, error);
        Assert.False(AttackRisk.Of(new AttackRate(1, 0), new AttackRate(1, 0), new AttackRate(0.5, 0), out _).IsDefined);
    }

    [Fact]
    public void Of_PlantedCopies_FindsTheirShare()
    {
        // A table of which a share of rows is copied; the attack succeeds on a copied row, and on others as often as on outsiders (0.1). Risk = the share.
        var sequence = Streams.FromSeed(8).Derive("copies").Sequence();
        foreach (var share in new[] { 0.0, 0.2, 0.6 })
        {
            const int Attempts = 20_000;
            var main = AttackRate.Of(BinomialSampler.Draw(ref sequence, Attempts, share + ((1 - share) * 0.1)), Attempts);
            var control = AttackRate.Of(BinomialSampler.Draw(ref sequence, Attempts, 0.1), Attempts);
            var risk = AttackRisk.Of(main, control, AttackRate.Of(0, Attempts), out var error);
            Assert.InRange(risk.Value, share - (2.5 * error), share + (2.5 * error));
        }
    }
}

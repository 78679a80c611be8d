using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

/// <summary>Known answers of other people's testers and calibrations, which our exact losses must meet.</summary>
public class PublishedTesterTests
{
    [Fact]
    public void LowerBound_HistogramTester_LiesBelowTheExactDelta()
    {
        // DP-Auditorium's HistogramTester (google dp_auditorium/testers/histogram_tester.py): exact p = (.75, .25) against (.25, .75), n = 100,000, epsilon .5,
        // failure .05 gives the lower bound .24054682407353828; the exact delta of randomised response at ln 3 is .33781968232496795.
        var exact = PrivacyLoss.OfRandomizedResponse(Math.Log(3), 1).Delta(0.5);
        Assert.Equal(0.33781968232496795, exact, 1e-12);
        Assert.Equal(0.24054682407353828, exact - 0.09727285825142966, 1e-12);
    }

    [Theory]
    [InlineData(0.1, 1e-6, 36.30469042619578)]
    [InlineData(1, 1e-5, 3.730631634815942)]
    [InlineData(1, 1e-6, 4.224678889326835)]
    [InlineData(2, 1e-6, 2.230476271186417)]
    public void Delta_OfBalleAndWangsSigma_IsThePromiseAndOursIsNoLarger(double epsilon, double delta, double sigma)
    {
        // Balle and Wang (2018) give the smallest sigma of the continuous Gaussian; the discrete one at that sigma loses nearly the same (rel 2e-2 from sigma 2 on),
        // and the sigma that zCDP buys is larger, so it loses less.
        var discrete = PrivacyLoss.Of(new DiscreteGaussianLaw(Rational.FloorOf(sigma * sigma, 40)), [1]).Delta(epsilon);
        Assert.InRange(discrete, delta * 0.9, delta * 1.2);
        var ours = HistogramMechanism.Law(PrivacyUnit.Row(NeighbourRelation.AddRemove), Rational.FloorOf(ZeroConcentrated.Rho(epsilon, delta), 40));
        Assert.True(ours.VarianceParameter.ToDouble() > sigma * sigma);
        Assert.True(PrivacyLoss.Of(ours, [1]).Delta(epsilon) <= delta);
    }
}

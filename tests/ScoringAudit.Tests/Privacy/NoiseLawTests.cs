using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

/// <summary>Known answers: 40-digit values computed with mpmath; discrete Gaussian and Laplace of Canonne, Kamath and Steinke (2020).</summary>
public class NoiseLawTests
{
    [Theory]
    [InlineData(1, 4, 0.7865707070419479, 0.1064507694231447, 0.0002638650764154286, 1.197945593603316e-08, 0.2150126750881385, 1.271341522189015)]
    [InlineData(1, 2, 0.5641312262188422, 0.2075322802487481, 0.01033242382528312, 6.96193241068456e-05, 0.4989791308328205, 1.772637204826652)]
    [InlineData(1, 1, 0.3989422782668617, 0.2419707232244606, 0.05399096622430528, 0.004431848388225066, 0.9999997887677281, 2.506628288042906)]
    [InlineData(4, 1, 0.1994711402007163, 0.1760326633821497, 0.1209853622595717, 0.06475879783294586, 4.0, 5.013256549262001)]
    [InlineData(100, 1, 0.03989422804014327, 0.03969525474770118, 0.03910426939754559, 0.03813878154605241, 100.0, 25.06628274631001)]
    public void Gaussian_Parameter_MatchesKnownAnswers(int n, int d, double p0, double p1, double p2, double p3, double variance, double z)
    {
        var law = new DiscreteGaussianLaw(new Rational(n, d));
        Assert.Equal(p0, law.Pmf(0), 1e-14);
        Assert.Equal(p1, law.Pmf(-1), 1e-14);
        Assert.Equal(p2, law.Pmf(2), 1e-14);
        Assert.Equal(p3, law.Pmf(3), 1e-14);
        Assert.Equal(variance, law.Variance, 1e-11);
        Assert.Equal(z, law.Normaliser, 1e-13);
    }

    [Theory]
    [InlineData(1, 2, 0.7615941559557649, 0.1030705608076224, 0.01394908354025609, 0.3620308304831552)]
    [InlineData(1, 1, 0.4621171572600098, 0.1700034015685479, 0.06254075636628172, 1.841347188415585)]
    [InlineData(2, 1, 0.2449186624037091, 0.1485506778836574, 0.09010054065753365, 7.835396178065528)]
    [InlineData(10, 1, 0.04995837495787997, 0.04520420700616045, 0.04090245795181726, 199.8334166336095)]
    public void Laplace_Scale_MatchesKnownAnswers(int n, int d, double p0, double p1, double p2, double variance)
    {
        var law = new DiscreteLaplaceLaw(new Rational(n, d));
        Assert.Equal(p0, law.Pmf(0), 1e-14);
        Assert.Equal(p1, law.Pmf(1), 1e-14);
        Assert.Equal(p2, law.Pmf(-2), 1e-14);
        Assert.Equal(variance, law.Variance, 1e-11);
    }

    [Theory]
    [InlineData(10, 0.05, 30)]
    [InlineData(10, 0.01, 46)]
    [InlineData(2, 0.05, 6)]
    [InlineData(2, 0.01, 9)]
    [InlineData(1, 0.05, 3)]
    [InlineData(1, 0.01, 4)]
    public void Accuracy_Laplace_MatchesKnownAnswers(int scale, double alpha, long expected) =>
        Assert.Equal(expected, new DiscreteLaplaceLaw(scale).Accuracy(alpha));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(25, 10)]
    [InlineData(100, 20)]
    public void Accuracy_Gaussian_MatchesKnownAnswers(int variance, long expected) =>
        Assert.Equal(expected, new DiscreteGaussianLaw(variance).Accuracy(0.05));

    [Fact]
    public void Tails_BothLaws_SumToOneAndMatchThePmf()
    {
        foreach (var law in new NoiseLaw[] { new DiscreteGaussianLaw(7), new DiscreteLaplaceLaw(3) })
        {
            Assert.Equal(1, law.UpperTail(-500), 1e-12);
            for (long k = -5; k <= 5; k++)
            {
                Assert.Equal(law.Pmf(k), law.UpperTail(k) - law.UpperTail(k + 1), 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.5)]
    [InlineData(2, 2)]
    [InlineData(3, 4.5)]
    public void Rho_GaussianOfScaleOne_MatchesKnownAnswers(int shift, double rho) =>
        Assert.Equal(rho, new DiscreteGaussianLaw(1).Rho(new Sensitivity(shift, shift * shift)).ToDouble());

    [Fact]
    public void Rho_Laplace_IsHalfEpsilonSquared()
    {
        var law = new DiscreteLaplaceLaw(new Rational(10, 1));
        Assert.Equal(new Rational(1, 10), law.Epsilon(new Sensitivity(1, 1)));
        Assert.Equal(new Rational(1, 200), law.Rho(new Sensitivity(1, 1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Law_ScaleNotAboveZero_IsRefused(int scale)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiscreteGaussianLaw(scale));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DiscreteLaplaceLaw(scale));
    }
}

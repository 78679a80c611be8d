using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

public class ProtectedWidthTests
{
    private static readonly double Variance = HistogramMechanism.Law(PrivacyUnit.Row(NeighbourRelation.AddRemove), PrivacyBudget.Default.Rho).Variance;

    [Fact]
    public void OfLogRatio_LargeGroups_ComesNearThePosterior()
    {
        // 1,000 at .4 over 5,000 at .5: simulated median width .164 at epsilon 1, .162 without noise.
        Assert.Equal(0.164, ProtectedWidth.OfLogRatio(1000, 0.4, 5000, 0.5, Variance), 0.004);
        Assert.Equal(0.162, ProtectedWidth.OfLogRatio(1000, 0.4, 5000, 0.5, 0), 0.004);
    }

    [Fact]
    public void SizeThatWouldDo_Rates_IsTheFirstSizeThatIsNarrowEnough()
    {
        var size = ProtectedWidth.SizeThatWouldDo(0.05, 0.1, 10, Variance);
        Assert.NotNull(size);
        Assert.True(ProtectedWidth.OfLogRatio(size.Value, 0.05, size.Value * 10, 0.1, Variance) <= ProtectedWidth.MostLogWidth);
        Assert.True(ProtectedWidth.OfLogRatio(size.Value - 1, 0.05, (size.Value - 1) * 10, 0.1, Variance) > ProtectedWidth.MostLogWidth);
        Assert.True(size > ProtectedWidth.SizeThatWouldDo(0.05, 0.1, 10, 0));
        Assert.Null(ProtectedWidth.SizeThatWouldDo(0.05, 0.1, 10, 1e30));
    }

    [Fact]
    public void Portfolio_FiftyThousandRowsAtEpsilonOne_DecidesLargeGroups()
    {
        // A group of 10,000 at .62 over 40,000 at .70, AIR .886: half the log width stays far from ln(.886 / .8) = .102, with noise as without.
        double exact = ProtectedWidth.OfLogRatio(10_000, 0.62, 40_000, 0.7, 0), noisy = ProtectedWidth.OfLogRatio(10_000, 0.62, 40_000, 0.7, Variance);
        Assert.InRange(noisy / exact, 1, 1.02);
        Assert.True(noisy / 2 < Math.Log(0.62 / 0.7 / 0.8));
    }
}

using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Statistics;

public class ContingencyTestsTests
{
    // Counts of the SolasAI notebook (7bdcc33), p-values by SciPy 1.10: Fisher, chi-square without and with Yates.
    [Theory]
    [InlineData(141, 340, 1854, 3623, 0.0006542858933918231, 0.0006233529244435258, 0.0007667615510566426)]
    [InlineData(243, 327, 1854, 3623, 3.356984526049126e-16, 9.75287292561152e-16, 1.560293468802835e-15)]
    [InlineData(9, 20, 1854, 3623, 0.657053955311845, 0.5817977739681486, 0.7440617636199056)]
    [InlineData(167, 508, 2072, 3808, 4.741542726521217e-20, 7.113776536464721e-20, 1.099404137026138e-19)]
    [InlineData(414, 1034, 808, 1622, 8.914227122330339e-07, 8.261390145925903e-07, 1.0126370819783586e-06)]
    public void PValues_HmdaCounts_MatchSciPy(long x, long n, long y, long m, double fisher, double pearson, double yates)
    {
        Rate a = new(x, n), b = new(y, m);
        Assert.Equal(1, ContingencyTests.FisherExact(a, b) / fisher, 1e-9);
        Assert.Equal(1, ContingencyTests.PearsonChiSquare(a, b).Value / pearson, 1e-9);
        Assert.Equal(1, ContingencyTests.YatesChiSquare(a, b).Value / yates, 1e-9);
    }

    [Fact]
    public void FisherExact_LadyTastingTea_IsSeventeenThirtyFifths()
    {
        // 3 of 4 against 1 of 4: tables 3|1 and worse in both tails: 2 (16 + 1)/70.
        Assert.Equal(34.0 / 70, ContingencyTests.FisherExact(new Rate(3, 4), new Rate(1, 4)), 1e-12);
        Assert.Equal(1, ContingencyTests.FisherExact(new Rate(0, 4), new Rate(0, 9)), 1e-12);
    }

    [Fact]
    public void ChiSquare_EmptyMargin_IsUndefined()
    {
        Assert.Equal("all rows have the same decision", ContingencyTests.PearsonChiSquare(new Rate(0, 4), new Rate(0, 9)).Reason);
        Assert.Equal("a group has no rows", ContingencyTests.YatesChiSquare(new Rate(0, 0), new Rate(0, 9)).Reason);
    }

    [Fact]
    public void BenjaminiHochberg_TenTests_MatchesTheTable()
    {
        double[] p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216];
        double[] q = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.10571428571428572, 0.216, 0.216, 0.216];
        var found = Multiplicity.BenjaminiHochberg(p);
        for (var i = 0; i < p.Length; i++)
        {
            Assert.Equal(q[i], found[i], 1e-12);
        }
    }

    [Fact]
    public void Holm_UnsortedTests_KeepsTheirOrder()
    {
        // Sorted .01 .02 .03 .6: 4 × .01 = .04, 3 × .02 = .06, max(.06, 2 × .03) = .06, .6.
        Assert.Equal([0.6, 0.04, 0.06, 0.06], Multiplicity.Holm([0.6, 0.01, 0.03, 0.02]), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1, 1], Multiplicity.Holm([0.9, 0.8]));
        Assert.Throws<ArgumentException>(() => Multiplicity.Holm([0.5, double.NaN]));
    }
}

using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Tests.Networks;

namespace ScoringAudit.Tests.Leakage;

/// <summary>
/// R 4.2.2 with spdep 1.2-7 on eight nodes with unequal, asymmetric weights; node 8 is an island, node 7 is read and reads nobody.
/// nb2listw(style = "B" or "W", zero.policy = TRUE), moran.test, geary.test, lm.morantest, localmoran(conditional = TRUE), joincount.multi.
/// </summary>
public class SpdepKnownAnswersTests
{
    private static readonly (int, int, double)[] Links =
    [
        (0, 1, 2), (0, 2, 1), (1, 0, 1), (1, 3, 0.5), (1, 6, 3), (2, 3, 1), (3, 0, 4), (3, 4, 1), (3, 5, 1), (4, 1, 2), (5, 4, 0.5), (5, 6, 1.5),
    ];

    private static readonly double[] Y = [3.2, 5.1, 2.7, 8.4, 6.6, 4.9, 1.3, 7.7];
    private static readonly double[] X = [1, 4, 2, 6, 5, 3, 1, 8];
    private static readonly bool[] B = [false, true, false, true, true, false, false, true];

    // style "B" keeps the weights that glist gives (spdep: general weights), style "W" divides by the row's sum
    private static readonly SparseWeights Raw = KnownGraphs.Directed(8, Links, false);
    private static readonly SparseWeights Standardised = KnownGraphs.Directed(8, Links, true);

    [Fact]
    public void Sums_AreSpdeps()
    {
        Assert.Equal(new WeightSums(18.5, 44.75, 238), Raw.Sums);
        Assert.Equal((2, 2), (Raw.Islands, Standardised.Islands)); // two rows without links
        Assert.Equal(6, Standardised.Sums.S0, 1e-12);
        Assert.Equal(4.48302469135802, Standardised.Sums.S1, 1e-12);
        Assert.Equal(22.2885802469136, Standardised.Sums.S2, 1e-12);
    }

    [Theory]
    [InlineData(false, -0.235710752993608, 0.0777357673328982, 0.0717341721202725, 0.630445625733073)]
    [InlineData(true, -0.295292915986521, 0.0834810983760625, 0.0750966596057719, 0.70110645754672)]
    public void Moran_WithIslandsCounted_IsSpdepsWithoutAdjustment(bool standardised, double i, double randomisation, double normality, double p)
    {
        var result = MoranTest.Analytic(Y, standardised ? Standardised : Raw);
        Close(i, result.I.Value);
        Close(-1 / 7.0, result.Expected);
        Close(randomisation, result.Randomisation.Variance);
        Close(normality, result.Normality.Variance);
        Assert.Equal(p, result.PValue, 1e-9);
    }

    [Theory]
    [InlineData(false, -0.176783064745206, 0.0710763012267162)]
    [InlineData(true, -0.221469686989891, 0.0824062182491535)]
    public void Moran_WithoutIslands_IsSpdepsDefault(bool standardised, double i, double variance)
    {
        var result = MoranTest.Analytic(Y, standardised ? Standardised : Raw, countIslands: false);
        Close(i, result.I.Value);
        Close(-0.2, result.Expected);
        Close(variance, result.Randomisation.Variance);
    }

    [Theory]
    [InlineData(false, 1.04618332929568, 0.113611587116011, 0.149906663420177)]
    [InlineData(true, 1.06806811106762, 0.0968950869789329, 0.115404949702789)]
    public void Geary_IsSpdeps(bool standardised, double c, double randomisation, double normality)
    {
        var result = GearyTest.Run(Y, standardised ? Standardised : Raw, 0, Streams.FromSeed(1));
        Close(c, result.Value.Value);
        Close(randomisation, result.Randomisation.Variance);
        Close(normality, result.Normality.Variance);
    }

    [Theory]
    [InlineData(false, 1.25, 1.982142857143, 1.652359693878, 1.75, 6.25, 5.285714285714, 1.832653061224)]
    [InlineData(true, 0.5416666666667, 0.6428571428571, 0.1297792265054, 0.6388888888889, 1.8194444444444, 1.7142857142857, 0.2127897455278)]
    public void JoinCounts_AreSpdeps(bool standardised, double aa, double expected, double variance, double bb, double mixed, double mixedExpected, double mixedVariance)
    {
        var counts = JoinCounts.Run(B, standardised ? Standardised : Raw, 0, Streams.FromSeed(1));
        Assert.Equal(aa, counts.WW.Value.Value, 1e-9);
        Assert.Equal(bb, counts.BB.Value.Value, 1e-9);
        Assert.Equal(mixed, counts.BW.Value.Value, 1e-9);
        Assert.Equal((expected, variance), (counts.WW.Randomisation.Expected, counts.WW.Randomisation.Variance), Near);
        Assert.Equal((expected, variance), (counts.BB.Randomisation.Expected, counts.BB.Randomisation.Variance), Near);
        Assert.Equal((mixedExpected, mixedVariance), (counts.BW.Randomisation.Expected, counts.BW.Randomisation.Variance), Near);
    }

    [Theory]
    [InlineData(false, 0.163768466610874, -0.14398881640261, 0.0730362476755124, 0.127397855708234)]
    [InlineData(true, -0.105224394162497, -0.155012771392082, 0.090078046376627, 0.43412201642694)]
    public void ResidualMoran_IsSpdepsLmMorantest(bool standardised, double i, double expected, double variance, double p)
    {
        // eight rows are fewer than the audit's own limit of ten degrees of freedom: the moments are asked directly
        var (value, moments) = ResidualMoranTest.Measure(Y, new OwnFit(8, [X]), standardised ? Standardised : Raw, countIslands: false);
        Close(i, value);
        Close(expected, moments.Expected);
        Close(variance, moments.Variance);
        Assert.Equal(p, moments.PValue(value, Tail.Greater), 1e-9);
    }

    [Fact]
    public void LocalMoran_IsSpdeps()
    {
        double[] raw = [0.6757066353561096, -0.2297746212663589, -1.4307110742002920, -3.5181419857384229, 0.0664967496205503, 0.0757753658466733, 0, 0];
        double[] standardised = [0.2252355451187032, -0.0510610269480797, -1.4307110742002920, -0.5863569976230706, 0.0332483748102751, 0.0378876829233366, 0, 0];
        double[] z = [0.568447861317459, -1.513598740434502, -1.330194525521796, -0.334856987941277, 0.142228621678662, 1.268262056699960];
        foreach (var (graph, expected) in new[] { (Raw, raw), (Standardised, standardised) })
        {
            var result = LocalMoran.Run(Y, graph);
            for (var i = 0; i < 8; i++)
            {
                Close(expected[i], result.I[i]);
                Assert.Equal(i < 6 ? new Moments(0, 1).PValue(z[i], Tail.Greater) : 1, result.PValue[i], 1e-9);
            }
        }
    }

    private static bool Near((double, double) a, (double, double) b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9;

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-12 * (1 + Math.Abs(expected)) * 10);
}

using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Tests.Networks;

namespace ScoringAudit.Tests.Leakage;

public class ContagionTests
{
    // NetworkRiskMeasures test_1_risk_com.R, order A, B, C, E, F, D: V[i][j] = exposure of j to i over the buffer of j
    private static readonly double[][] SixBanks =
    [
        [0, 2.5, 0, 0, 1, 0.5], [0, 0, 1.5, 0, 0.2, 0], [0, 0, 0, 4, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 1, 5, 0.5, 0], [0, 1, 1, 0, 0, 0],
    ];

    [Fact]
    public void Run_SixBanks_GivesThePublishedStressUnderEachRule()
    {
        var graph = Graph(SixBanks);
        Close([1, 1, 1, 1, 1, 0.5], Contagion.Run(graph, [1, 0, 0, 0, 0, 0], ContagionRule.DebtRank2015).Stress);
        Close([0, 1, 1, 1, 0.4, 0], Contagion.Run(graph, [0, 1, 0, 0, 0, 0], ContagionRule.DebtRank2015).Stress);
        Close([0, 1, 1, 1, 0.3, 0], Contagion.Run(graph, [0, 1, 0, 0, 0, 0], ContagionRule.DebtRank2012).Stress);
        Close([0, 1, 1, 1, 0.2, 0], Contagion.Run(graph, [0, 1, 0, 0, 0, 0], ContagionRule.Threshold).Stress);
        Close([0.1, 0.5, 1, 1, 0.6, 0.15], Contagion.Run(graph, [0.1, 0.1, 0.1, 0.1, 0.1, 0.1], ContagionRule.DebtRank2015).Stress);
        Assert.Equal(0.5, FixpointHealth.Of(graph, 1).SpectralRadius, 1e-6);
    }

    [Fact]
    public void Run_ThreeBanksAboveRadius1_AllFail()
    {
        // debtrank Exercise4.m: Λ[i][j] is what i loses by j
        var graph = Graph(Transposed([[0, 0, 2], [1.3333333333, 0, 0], [0, 1, 0]]));
        Assert.Equal(1.386722548701269, FixpointHealth.Of(graph, 1).SpectralRadius, 1e-6);
        Close([1, 1, 1], Contagion.Run(graph, [0.1, 0, 0], ContagionRule.DebtRank2015).Stress);
    }

    [Fact]
    public void Run_BelowRadius1_IsTheClosedForm()
    {
        var graph = Graph(Transposed([[0, 0.3, 0.2], [0.5, 0, 0], [0, 0.4, 0]])); // h = (I − L)⁻¹ h0
        Close([0.13580247, 0.06790123, 0.07716049], Contagion.Run(graph, [0.1, 0, 0.05], ContagionRule.DebtRank2015).Stress);
        Assert.Equal(0.4825838304708501, FixpointHealth.Of(graph, 1).SpectralRadius, 1e-9);
    }

    [Fact]
    public void FixpointHealth_RowStandardised_ContractsByTheStrength()
    {
        var health = FixpointHealth.Of(KnownGraphs.Rook(4, true), -0.4); // bipartite
        Assert.Equal(0.4, health.Contraction, 1e-12);
        Assert.Equal(0.4, health.SpectralRadius, 1e-9);
        Assert.Equal(11, health.StepsFor(10, 1e-3)); // .4^11/.6·10 = 7.0e-4, .4^10/.6·10 = 1.7e-3
        Assert.Null(FixpointHealth.Of(KnownGraphs.Rook(4, true), 1).StepsFor(1, 1));
        Assert.Equal(6.725697727631754, FixpointHealth.Of(KnownGraphs.KarateClub(false), 1).SpectralRadius, 1e-9); // networkx
    }

    private static double[][] Transposed(double[][] m) => [.. Enumerable.Range(0, m.Length).Select(j => m.Select(row => row[j]).ToArray())];

    // node j reads i; a bank may be exposed to itself, so the list is made without the check for self-loops
    private static SparseWeights Graph(double[][] v)
    {
        var edges = (from j in Enumerable.Range(0, v.Length) from i in Enumerable.Range(0, v.Length) where v[i][j] > 0 select (j, i, v[i][j])).ToList();
        return SparseWeights.Of(new EdgeList(v.Length, [.. edges.Select(e => e.j)], [.. edges.Select(e => e.i)], [.. edges.Select(e => e.Item3)], 0, 0, 0), rowStandardised: false);
    }

    private static void Close(double[] expected, double[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-8);
        }
    }
}

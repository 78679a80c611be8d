using ScoringAudit.Mitigation;

namespace ScoringAudit.Tests.Mitigation;

public class ReweighingTests
{
    // Kamiran and Calders 2012, tables 1 and 4: ten applicants, five women (2 of class +) and five men (4 of class +).
    // W(F,+) = 0.5·0.6/0.2 = 1.5, W(F,−) = 0.5·0.4/0.3 = 0.67, W(M,+) = 0.5·0.6/0.4 = 0.75, W(M,−) = 0.5·0.4/0.1 = 2. Here + is "not adverse".
    [Fact]
    public void Of_TheExampleOfThePaper_GivesItsWeights()
    {
        int[] sex = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0];
        sbyte[] adverse = [0, 0, 0, 0, 1, 0, 0, 1, 1, 1];
        var weights = Reweighing.Of(sex, 2, adverse, []);
        Assert.Equal(1.5, weights.Factor(0, false).Value, 1e-12);
        Assert.Equal(2.0 / 3, weights.Factor(0, true).Value, 1e-12);
        Assert.Equal(0.75, weights.Factor(1, false).Value, 1e-12);
        Assert.Equal(2.0, weights.Factor(1, true).Value, 1e-12);
    }

    // AIF360 algorithms/preprocessing/reweighing.py, n_label·n_group/(n·n_group_label): p,1: 5·... computed by that formula.
    // y = 1,1,0,1 for p and 0,0,1,0,0,0 for u; p,1: 4·4/(10·3) = 0.5333; p,0: 4·6/(10·1) = 2.4; u,1: 6·4/(10·1) = 2.4; u,0: 6·6/(10·5) = 0.72.
    [Fact]
    public void Of_TheOracle_Agrees()
    {
        var weights = Reweighing.Of([0, 0, 0, 0, 1, 1, 1, 1, 1, 1], 2, [1, 1, 0, 1, 0, 0, 1, 0, 0, 0], []);
        Assert.Equal(0.5333333333333333, weights.Factor(0, true).Value, 1e-12);
        Assert.Equal(2.4, weights.Factor(0, false).Value, 1e-12);
        Assert.Equal(2.4, weights.Factor(1, true).Value, 1e-12);
        Assert.Equal(0.72, weights.Factor(1, false).Value, 1e-12);
    }

    [Fact]
    public void Weights_OnAnyTable_MakeTheOutcomeIndependentOfTheGroup()
    {
        int[] group = [0, 0, 0, 1, 1, 1, 1, 2, 2, -1];
        sbyte[] adverse = [1, 0, 0, 1, 1, 1, 0, 0, 1, 1];
        double[] own = [1, 2, 1, 0.5, 1, 3, 1, 1, 2, 7];
        var weights = Reweighing.Of(group, 3, adverse, own).Weights(group, adverse, own);
        double Rate(int g) => Sum(i => group[i] == g && adverse[i] == 1) / Sum(i => group[i] == g);
        double Sum(Func<int, bool> which) => Enumerable.Range(0, 10).Where(which).Sum(i => weights[i]);
        Assert.Equal(Rate(0), Rate(1), 1e-12);
        Assert.Equal(Rate(0), Rate(2), 1e-12);
        Assert.Equal(4, Sum(i => group[i] == 0), 1e-12); // a group's total stays
        Assert.Equal(7, weights[9]); // no group: as it was
    }

    [Fact]
    public void Factor_OfACellWithoutRows_IsUndefined()
    {
        var weights = Reweighing.Of([0, 0, 1], 2, [1, 0, 0], []);
        Assert.Equal("no training row of the group has this outcome", weights.Factor(1, true).Reason);
    }
}

using ScoringAudit.Privacy;

namespace ScoringAudit.Tests.Privacy;

public class AnonymityCheckTests
{
    [Fact]
    public void OrderedDistance_LiLiAndVenkatasubramanian_IsTheirs()
    {
        // 2007, section 4.2: salaries 3 to 11 thousand; {3, 4, 5} lies 0.375 from all, {6, 8, 11} 0.1667.
        double[] all = [.. Enumerable.Repeat(1.0, 9)];
        Assert.Equal(0.375, AnonymityCheck.OrderedDistance([1, 1, 1, 0, 0, 0, 0, 0, 0], all), 1e-12);
        Assert.Equal(1.0 / 6, AnonymityCheck.OrderedDistance([0, 0, 0, 1, 0, 1, 0, 0, 1], all), 1e-12);
    }

    [Fact]
    public void Of_SmallTable_MatchesACountByHand()
    {
        // Classes 0: a a b; 1: a b b b; 2: c. k = 1, one unique row, l = 1; all: 3 a, 4 b, 1 c of 8.
        // Class 2 against all: cumulated (−3/8, −7/8, 0), so (3/8 + 7/8) / 2 = 5/8; total variation 7/8.
        var found = AnonymityCheck.Of([0, 0, 0, 1, 1, 1, 1, 2], [0, 0, 1, 0, 1, 1, 1, 2], 3);
        Assert.Equal((1, 1, 1), (found.K, found.DistinctL, found.Unique));
        Assert.Equal(1, found.EntropyL, 1e-12);
        Assert.Equal(0.625, found.OrderedT, 1e-12);
        Assert.Equal(0.875, found.EqualT, 1e-12);

        // Without class 2: exp(entropy) of (2, 1) is 3 / 2^(2/3).
        var rest = AnonymityCheck.Of([0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 0, 1, 1, 1], 3);
        Assert.Equal((3, 2), (rest.K, rest.DistinctL));
        Assert.Equal(Math.Exp(Math.Log(4) - (0.75 * Math.Log(3))), rest.EntropyL, 1e-12);
    }

    [Fact]
    public void BadInput_IsRefused()
    {
        Assert.StartsWith("Expected rows,", Assert.Throws<ArgumentException>(() => AnonymityCheck.Of([], [], 2)).Message, StringComparison.Ordinal);
        Assert.StartsWith("A sensitive value has the code 2, expected 0 to 1.", Assert.Throws<ArgumentException>(() => AnonymityCheck.Of([0], [2], 2)).Message, StringComparison.Ordinal);
    }
}

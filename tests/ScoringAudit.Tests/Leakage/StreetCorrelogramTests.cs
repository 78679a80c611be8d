using ScoringAudit.Leakage;

namespace ScoringAudit.Tests.Leakage;

public class StreetCorrelogramTests
{
    [Fact]
    public void Run_WorkedExample_IsTheMeanProductByDistance()
    {
        // two streets of four, scores 1 −1 1 −1 and −1 1 −1 1: mean 0, variance 1; neighbours differ, those two apart are equal, three apart differ
        var result = StreetCorrelogram.Run([1, -1, 1, -1, -1, 1, -1, 1], [0, 0, 0, 0, 1, 1, 1, 1], [], 4, 0.95);
        Assert.Equal([-1, 1, -1.0], result.Take(3).Select(c => c.Correlation.Value.Value));
        Assert.Equal([6, 4, 2, 0L], result.Select(c => c.Pairs));
        Assert.Equal("there are no rows", result[3].Correlation.Value.Reason);
    }

    [Fact]
    public void Run_HouseNumbers_OrderTheStreet() =>
        Assert.Equal(1, StreetCorrelogram.Run([1, -1, 1, -1], [0, 0, 0, 0], [1, 3, 2, 4], 1, 0.95)[0].Correlation.Value.Value * 3, 1e-12); // order 1 1 −1 −1: products 1, −1, 1
}

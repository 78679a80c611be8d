using ScoringAudit.Mitigation;

namespace ScoringAudit.Tests.Mitigation;

public class LinearProjectionTests
{
    // y = 2 + 3a − b exactly; the third column is a copy of the first and gets 0.
    [Fact]
    public void Fit_ExactLine_IsRecovered_AndACopyGetsNothing()
    {
        double[] a = [1, 2, 3, 4, 5], b = [2, 0, 1, 5, 3];
        double[] y = [.. a.Zip(b, (x, z) => 2 + (3 * x) - z)];
        var fit = LinearProjection.Fit([a, b, a], y, []);
        Assert.Equal(2, fit.Intercept, 1e-9);
        Assert.Equal(3, fit.Coefficients[0], 1e-9);
        Assert.Equal(-1, fit.Coefficients[1], 1e-9);
        Assert.Equal(0, fit.Coefficients[2]);
    }

    // Weights 1, 1, 2 are the row repeated: slope of (0,0), (1,1), (1,3), (1,3) is (7/3) − 0.
    [Fact]
    public void Fit_Weights_AreRepeats()
    {
        var weighted = LinearProjection.Fit([[0.0, 1, 1]], [0.0, 1, 3], [1, 1, 2]);
        var repeated = LinearProjection.Fit([[0.0, 1, 1, 1]], [0.0, 1, 3, 3], []);
        Assert.Equal(7.0 / 3, weighted.Coefficients[0], 1e-9);
        Assert.Equal(repeated.Coefficients[0], weighted.Coefficients[0], 1e-9);
        Assert.Equal(repeated.Intercept, weighted.Intercept, 1e-9);
    }
}

using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Metrics;

public class CalibrationFitTests
{
    private static readonly double[] P = [.1, .2, .3, .4, .5, .6, .7, .8, .25, .55, .65, .9];
    private static readonly byte[] Y = [0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1];

    [Fact]
    public void Of_SmallSample_IsTheMaximumLikelihoodFit()
    {
        // Newton's method from another start in another program; sandwich over 12 rows
        var fit = CalibrationFit.Of(P, Y, [], 0, 0.95);
        Assert.Equal(0.6376967271708377, fit.Intercept.Value.Value, 9);
        Assert.Equal(1.8739311114275172, fit.Slope.Value.Value, 9);
        Assert.Equal(0.8812861493363002, fit.Intercept.StandardError!.Value, 9);
        Assert.Equal(0.8652460176755696, fit.Slope.StandardError!.Value, 9);
        Assert.True(fit.Slope.Interval!.Value.Contains(fit.Slope.Value.Value));
    }

    [Fact]
    public void Of_PredictionsTwiceAsExtreme_HasSlopeOneHalf()
    {
        // truth: logit = z; predicted logit 2z − 1: slope ½, intercept ½
        var random = Streams.FromSeed(2).Derive("calibration").Sequence();
        const int n = 20_000;
        var p = new double[n];
        var y = new byte[n];
        for (var i = 0; i < n; i++)
        {
            var z = 4 * (random.NextUniform() - 0.5);
            p[i] = 1 / (1 + Math.Exp(1 - (2 * z)));
            y[i] = random.NextUniform() < 1 / (1 + Math.Exp(-z)) ? (byte)1 : (byte)0;
        }

        var fit = CalibrationFit.Of(p, y, [], 0, 0.999);
        Assert.True(fit.Slope.Interval!.Value.Contains(0.5));
        Assert.True(fit.Intercept.Interval!.Value.Contains(0.5));
        Assert.True(fit.Slope.Interval.Value.Width < 0.15);
        // the same rows three times under the same cluster are no more information
        var thrice = CalibrationFit.Of([.. p, .. p, .. p], [.. y, .. y, .. y], [.. Enumerable.Range(0, 3 * n).Select(i => i % n)], n, 0.999);
        Assert.Equal(fit.Slope.Interval.Value.Low, thrice.Slope.Interval!.Value.Low, 9);
    }

    [Theory]
    [InlineData(new double[0], new byte[0], "there are no rows")]
    [InlineData(new[] { 0.1, 0.2 }, new byte[] { 0, 0 }, "no row has the adverse outcome")]
    [InlineData(new[] { 0.1, 0.2 }, new byte[] { 1, 1 }, "all rows have the adverse outcome")]
    [InlineData(new[] { 0.3, 0.3, 0.3 }, new byte[] { 1, 0, 1 }, "all predictions are equal")]
    [InlineData(new[] { 0.1, 0.2, 0.8, 0.9 }, new byte[] { 0, 0, 1, 1 }, "the predictions separate the outcomes, so the slope has no bound")]
    public void Of_NothingToFit_SaysWhy(double[] p, byte[] y, string reason) => Assert.Equal(reason, CalibrationFit.Of(p, y, [], 0, 0.95).Slope.Value.Reason);
}

using ScoringAudit.Metrics;

namespace ScoringAudit.Tests.Metrics;

public class ProbabilityMetricsTests
{
    private static readonly double[] GroupA = [0.1, 0.2, 0.35, 0.4, 0.6, 0.65, 0.8, 0.9];
    private static readonly byte[] OutcomeA = [0, 0, 1, 0, 1, 0, 1, 1];
    private static readonly double[] GroupB = [0.15, 0.3, 0.45, 0.55, 0.7, 0.85, 0.95, 0.25];
    private static readonly byte[] OutcomeB = [0, 1, 1, 1, 1, 1, 1, 0];

    // Four bands [0, .25), …, [.75, 1] worked out apart from this code.
    [Fact]
    public void BrierAndCalibration_TwoGroups_MatchWorkedFigures()
    {
        double[] edges = [0, 0.25, 0.5, 0.75, 1];
        Assert.Equal(0.158125, Brier.Of(GroupA, OutcomeA).Value, 1e-15);
        Assert.Equal(0.149375, Brier.Of(GroupB, OutcomeB).Value, 1e-15);
        Assert.Equal(0.1375, Calibration.ExpectedError(Calibration.ByEdges(GroupA, OutcomeA, edges)).Value, 1e-14);
        var bands = Calibration.ByEdges(GroupB, OutcomeB, edges);
        Assert.Equal(0.2625, Calibration.ExpectedError(bands).Value, 1e-14);

        // .25 belongs to the second band, with .3 and .45: mean 1/3, two of three adverse.
        Assert.Equal((3L, 2L), (bands[1].N, bands[1].Observed.Numerator));
        Assert.Equal(1.0 / 3, bands[1].MeanPredicted.Value, 1e-15);
    }

    [Fact]
    public void ByEdges_EmptyBandAndTopEdge_AreCounted()
    {
        var bands = Calibration.ByEdges([1, 1], [1, 0], [0, 0.5, 1]);
        Assert.Equal("no row lies in this band", bands[0].MeanPredicted.Reason);
        Assert.Equal(2, bands[1].N);
        Assert.Throws<ArgumentException>(() => Calibration.ByEdges([1.2], [1], [0, 1]));
        Assert.Throws<ArgumentException>(() => Calibration.ByEdges([0.2], [1], [0, 0]));
    }

    [Fact]
    public void ByEqualCounts_Ties_StayTogether()
    {
        double[] p = [0.1, 0.2, 0.2, 0.2, 0.2, 0.3];
        var bands = Calibration.ByEqualCounts(p, [0, 0, 1, 0, 0, 1], 3);
        Assert.Equal([5L, 1L], bands.Select(b => b.N));
        Assert.Equal((0.1, 0.2, 0.3), (bands[0].Low, bands[0].High, bands[1].Low));
        Assert.Equal(6, bands.Sum(b => b.N));
        Assert.Empty(Calibration.ByEqualCounts([], [], 3));
    }

    [Fact]
    public void LogLoss_CertainAndWrong_IsClippedAndCounted()
    {
        // −ln .8 − ln .5 over two rows.
        var (value, clipped) = LogLoss.Of([0.8, 0.5], [1, 0]);
        Assert.Equal((-Math.Log(0.8) - Math.Log(0.5)) / 2, value.Value, 1e-15);
        Assert.Equal(0, clipped);
        (value, clipped) = LogLoss.Of([0, 1], [1, 1]);
        Assert.Equal(-Math.Log(1e-15) / 2, value.Value, 1e-9);
        Assert.Equal(2, clipped);
    }

    [Fact]
    public void RowOrder_ChangesNoBit()
    {
        var p = Enumerable.Range(1, 999).Select(i => i / 1000.0).ToArray();
        var y = p.Select((_, i) => (byte)(i % 3 == 0 ? 1 : 0)).ToArray();
        double[] pBack = [.. p.Reverse()];
        byte[] yBack = [.. y.Reverse()];
        Assert.Equal(Brier.Of(p, y), Brier.Of(pBack, yBack));
        Assert.Equal(LogLoss.Of(p, y), LogLoss.Of(pBack, yBack));
    }

    [Fact]
    public void NoRowsOrNoProbability_SaysWhy()
    {
        Assert.Equal("there are no rows", Brier.Of([], []).Reason);
        Assert.Equal("there are no rows", LogLoss.Of([], []).Value.Reason);
        Assert.Throws<ArgumentOutOfRangeException>(() => Brier.Of([1.5], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogLoss.Of([double.NaN], [1]));
    }
}

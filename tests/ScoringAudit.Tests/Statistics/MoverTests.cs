using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Statistics;

public class MoverTests
{
    [Fact]
    public void RatioAndDifference_37Of100Over50Of100_MatchTheFormulas()
    {
        // mid-P limits .279683 .467747 and .402977 .597023; Donner–Zou and Newcombe forms at 30 digits (mpmath).
        var ratio = Mover.Ratio(new Rate(37, 100), new Rate(50, 100), 0.95);
        Assert.Equal(0.74, ratio.Value.Value, 1e-15);
        Assert.Equal(0.531817486686279, ratio.Interval!.Value.Low, 1e-12);
        Assert.Equal(1.0183768876917, ratio.Interval.Value.High, 1e-12);
        Assert.Equal("mover_midp", ratio.Method);

        var difference = Mover.Difference(new Rate(37, 100), new Rate(50, 100), 0.95);
        Assert.Equal(-0.13, difference.Value.Value, 1e-15);
        Assert.Equal(-0.262758948365461, difference.Interval!.Value.Low, 1e-12);
        Assert.Equal(0.00792118043774664, difference.Interval.Value.High, 1e-12);
    }

    // Katz and Newcombe intervals on the HMDA counts of the SolasAI notebook (7bdcc33); textbook formulas.
    [Fact]
    public void PublishedIntervals_HmdaCounts_MatchTextbookFigures()
    {
        Rate black = new(141, 340), native = new(9, 20), white = new(1854, 3623);
        var katz = PublishedIntervals.Katz(black, white, 0.95)!.Value;
        Assert.Equal((0.7114498209128499, 0.9231097228533323), (katz.Low, katz.High), Close);
        katz = PublishedIntervals.Katz(native, white, 0.95)!.Value;
        Assert.Equal((0.5411224362130757, 1.4290475997388248), (katz.Low, katz.High), Close);
        var newcombe = PublishedIntervals.NewcombeWilson(black, white, 0.95)!.Value;
        Assert.Equal((-0.15067697816845005, -0.04154592274326228), (newcombe.Low, newcombe.High), Close);
        newcombe = PublishedIntervals.NewcombeWilson(native, white, 0.95)!.Value;
        Assert.Equal((-0.25422036443691265, 0.146820480433109), (newcombe.Low, newcombe.High), Close);
        Assert.Null(PublishedIntervals.Katz(new Rate(0, 10), white, 0.95));
    }

    [Fact]
    public void Ratio_SwappedGroups_InvertsIt()
    {
        foreach (var (a, b) in Pairs())
        {
            var forward = Mover.Ratio(a, b, 0.9).Interval!.Value;
            var back = Mover.Ratio(b, a, 0.9).Interval!.Value;
            Assert.Equal(Finite(forward.Low), Finite(1 / back.High), 1e-9);
            Assert.Equal(Finite(forward.High), Finite(1 / back.Low), 1e-9);
        }
    }

    [Fact]
    public void Difference_SwappedGroups_NegatesIt()
    {
        foreach (var (a, b) in Pairs())
        {
            var forward = Mover.Difference(a, b, 0.9).Interval!.Value;
            var back = Mover.Difference(b, a, 0.9).Interval!.Value;
            Assert.Equal(forward.Low, -back.High, 1e-12);
        }
    }

    [Fact]
    public void EveryCount_HasAnIntervalThatHoldsTheEstimateAndGrowsWithTheLevel()
    {
        foreach (var (a, b) in Pairs())
        {
            var inner = Mover.Ratio(a, b, 0.8);
            var outer = Mover.Ratio(a, b, 0.99);
            Assert.True(outer.Interval!.Value.Low <= inner.Interval!.Value.Low);
            Assert.True(outer.Interval.Value.High >= inner.Interval.Value.High);
            Assert.Equal(b.Numerator > 0, inner.Value.IsDefined);
            Assert.True(!inner.Value.IsDefined || inner.Interval.Value.Contains(inner.Value.Value));
            Assert.False(double.IsNaN(inner.Interval.Value.Low + outer.Interval.Value.Low));
            var difference = Mover.Difference(a, b, 0.8);
            Assert.True(difference.Interval!.Value.Contains(difference.Value.Value));
        }
    }

    [Fact]
    public void Ratio_OverZero_HasALowerLimitOnly()
    {
        var result = Mover.Ratio(new Rate(30, 100), new Rate(0, 100), 0.95);
        Assert.Equal("the rate of the reference group is 0", result.Value.Reason);
        Assert.True(result.Interval!.Value.Low > 5); // mid-P: at least .22 over at most .0295
        Assert.Equal(double.PositiveInfinity, result.Interval.Value.High);
    }

    [Fact]
    public void WithoutRows_IsUndefinedWithTheReason()
    {
        Assert.Equal("the group has no rows", Mover.Ratio(new Rate(0, 0), new Rate(1, 2), 0.95).Value.Reason);
        Assert.Equal("the reference group has no rows", Mover.Difference(new Rate(1, 2), new Rate(0, 0), 0.95).Value.Reason);
        Assert.Null(Mover.Ratio(new Rate(0, 0), new Rate(1, 2), 0.95).Interval);
    }

    [Fact]
    public void Correlation_Positive_NarrowsAndOfOneLeavesTheSymmetricDifferenceAPoint()
    {
        Interval a = new(0.3, 0.5, 0.95), b = new(0.5, 0.7, 0.95);
        var free = Mover.Difference(0.4, a, 0.6, b);
        Assert.Equal(0.2 * Math.Sqrt(2), free.Width, 1e-12); // √(.1² + .1²) to each side
        Assert.Equal(0, Mover.Difference(0.4, a, 0.6, b, 1).Width, 1e-7);
        Assert.True(Mover.Ratio(0.4, a, 0.6, b, 0.5).Width < Mover.Ratio(0.4, a, 0.6, b).Width);
        Assert.Throws<ArgumentOutOfRangeException>(() => Mover.Ratio(0.4, a, 0.6, b, 1.1));
        Assert.Throws<ArgumentException>(() => Mover.Ratio(0.2, a, 0.6, b));
    }

    [Fact]
    public void DualPValue_AgreesWithTheInterval()
    {
        Interval At(double level) => Mover.Ratio(new Rate(37, 100), new Rate(50, 100), level).Interval!.Value;
        var p = PValue.Dual(At, 1);
        Assert.InRange(p, 0.05, 0.1); // the 95 % interval [.53, 1.02] holds 1
        Assert.Equal(1, At(1 - p).High, 1e-8);
        Assert.Equal(1, PValue.Dual(At, 0.74));
        var strong = PValue.Dual(level => Mover.Ratio(new Rate(370, 1000), new Rate(500, 1000), level).Interval!.Value, 1);
        Assert.InRange(strong, 1e-10, 1e-7);
        Assert.Equal(1e-15, PValue.Dual(At, 100));
    }

    private static readonly Comparer Close = new();

    private static double Finite(double value) => double.IsInfinity(value) ? 1e9 : Math.Min(value, 1e9);

    private static IEnumerable<(Rate A, Rate B)> Pairs()
    {
        foreach (var (n, m) in new[] { (1L, 1L), (5L, 9L), (40L, 3000L) })
        {
            foreach (var x in new[] { 0, 1, n / 2, n - 1, n })
            {
                foreach (var y in new[] { 0, 1, m / 2, m - 1, m })
                {
                    yield return (new Rate(x, n), new Rate(y, m));
                }
            }
        }
    }

    private sealed class Comparer : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 - y.Item1) < 1e-12 && Math.Abs(x.Item2 - y.Item2) < 1e-12;

        public int GetHashCode((double, double) obj) => 0;
    }
}

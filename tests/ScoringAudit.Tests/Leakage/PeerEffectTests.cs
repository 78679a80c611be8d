using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Tests.Networks;

namespace ScoringAudit.Tests.Leakage;

public class PeerEffectTests
{
    private static readonly int[] Street = [.. Enumerable.Range(0, 3000).Select(i => i / 30)];
    private static readonly WindowGraph Window = new(Street, [], 2);

    [Fact]
    public void Run_LinearInMeans_CoversTheTruthAndItsRobustnessIsTheReducedForms()
    {
        var (x, y) = Draw(Window, 8, 0.4, 3, 0);
        var result = PeerEffect.Run(y, [x], Window, Street, 0.95);
        Assert.InRange(result.Rho.Value, 0.3, 0.5);
        Assert.True(result.Interval!.Value.Contains(0.4));
        Assert.True(result.Interval.Value.Contains(result.Rho.Value)); // one instrument: its test is 0 at the estimate
        Assert.True(result.PValue < 1e-6);
        Assert.InRange(result.RobustnessValue, 0.05, 0.9);
        Assert.Equal((1, 100), (result.Instruments, result.Clusters));
        Assert.InRange(result.SingularRatio, 0.05, 1);
    }

    [Fact]
    public void Set_IsTheTestInverted()
    {
        var (x, y) = Draw(Window, 9, 0.2, 3, 0);
        var result = PeerEffect.Run(y, [x], Window, Street, 0.95);
        var wide = PeerEffect.Run(y, [x], Window, Street, 0.999);
        Assert.True(wide.Interval!.Value.Low < result.Interval!.Value.Low && wide.Interval.Value.High > result.Interval.Value.High);

        // p of 0 is above 1 − level exactly where the set holds 0
        var (_, none) = Draw(Window, 10, 0, 3, 0);
        var control = PeerEffect.Run(none, [x], Window, Street, 0.95);
        Assert.Equal(control.PValue > 0.05, control.Interval?.Contains(0) ?? true);
    }

    [Fact]
    public void Sar_UsesNeighboursFeatures_AndIsTheSharper()
    {
        var (x, y) = Draw(Window, 11, 0.4, 3, 0);
        var sar = PeerEffect.Sar(y, [x], Window, Street, 0.95);
        var linear = PeerEffect.Run(y, [x], Window, Street, 0.95);
        Assert.Equal(2, sar.Instruments);
        Assert.True(sar.Interval!.Value.Contains(0.4));
        Assert.True(sar.StandardError < linear.StandardError);
    }

    [Fact]
    public void Run_EqualCompleteGroups_IsRefused()
    {
        var groups = new BlockGraph(Street);
        var (x, y) = Draw(groups, 8, 0.4, 3, 0);
        var result = PeerEffect.Run(y, [x], groups, Street, 0.95);
        Assert.Equal("the features of neighbours' neighbours add nothing to those of neighbours, so peer effects are not identified (complete groups of one size)", result.Rho.Reason);
        Assert.True(result.SingularRatio < PeerEffect.LeastRatio);
    }

    [Fact]
    public void Run_FewClusters_IsRefused()
    {
        var (x, y) = Draw(Window, 8, 0.4, 3, 0);
        Assert.Equal("1 clusters are fewer than 30", PeerEffect.Run(y, [x], Window, new int[3000], 0.95).Rho.Reason);
        Assert.Equal("20 clusters are fewer than 30", PeerEffect.Run(y, [x], Window, [.. Street.Select(s => s % 20)], 0.95).Rho.Reason);
    }

    [Fact]
    public void Run_WeakInstruments_AreRefused()
    {
        // own features hardly move the score, so those of neighbours' neighbours hardly move theirs
        var (x, y) = Draw(Window, 12, 0.4, 0.02, 0);
        var result = PeerEffect.Run(y, [x], Window, Street, 0.95);
        Assert.Matches(@"^the instruments are weak: effective first-stage F \d+\.\d, below 23$", result.Rho.Reason);
        Assert.Null(result.Interval);
        Assert.Equal(1, result.PValue);
    }

    [Fact]
    public void Run_MissingOwnFeature_LooksLikeAPeerEffect()
    {
        // no peer effect at all; an own feature that goes along the street is not among the columns, and goes with the one that is
        var random = Streams.FromSeed(5).Sequence();
        double[] x = new double[3000], y = new double[3000];
        for (var i = 0; i < x.Length; i++)
        {
            var carried = i > 0 && Street[i] == Street[i - 1] ? 0.9 * x[i - 1] : 0;
            x[i] = carried + random.NextUniform() - 0.5;
        }

        var hidden = new double[3000];
        Window.Lag(x, hidden);
        Window.Lag((double[])hidden.Clone(), hidden);
        Window.Lag((double[])hidden.Clone(), hidden);
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = x[i] + (3 * hidden[i]) + (0.2 * (random.NextUniform() - 0.5));
        }

        var result = PeerEffect.Run(y, [x], Window, Street, 0.95);
        Assert.True(!result.Rho.IsDefined || result.PValue < 0.001); // wrong or refused, never a clean 0
    }

    [Theory]
    [InlineData(10, 0.5, 1.1547049441786283, 2.0)]
    [InlineData(10, 0.4, 1.09108979344914, 1.6666666666666667)]
    public void Multiplier_OfARing_IsTheKnownOne(int n, double rho, double direct, double total)
    {
        var ring = KnownGraphs.Undirected(n, Enumerable.Range(0, n).Select(i => (i, (i + 1) % n)), true);
        var multiplier = SarMultiplier.Of(ring, rho, Streams.FromSeed(1));
        Assert.Equal(direct, multiplier.Direct, 1e-12);
        Assert.Equal(total, multiplier.Total, 1e-12);
        Assert.True(multiplier.IsExact);
    }

    [Fact]
    public void Multiplier_OfALargeRing_IsNearItsLimit()
    {
        const int n = 20_000;
        var ring = KnownGraphs.Undirected(n, Enumerable.Range(0, n).Select(i => (i, (i + 1) % n)), true);
        var multiplier = SarMultiplier.Of(ring, 0.5, Streams.FromSeed(1));
        Assert.Equal(1.1547005383792517, multiplier.Direct, 0.01); // probes: standard error about √(2 · .36/(32 n)) = .001
        Assert.Equal(2, multiplier.Total, 1e-12);
        Assert.False(multiplier.IsExact);
        Assert.Throws<ArgumentOutOfRangeException>(() => SarMultiplier.Of(ring, 1, Streams.FromSeed(1)));
    }

    private static (double[] X, double[] Y) Draw(IWeights graph, ulong seed, double rho, double beta, double context)
    {
        var random = Streams.FromSeed(seed).Sequence();
        var n = graph.Nodes;
        double[] x = new double[n], e = new double[n], y = new double[n], lag = new double[n], wx = new double[n];
        for (var i = 0; i < n; i++)
        {
            (x[i], e[i]) = (random.NextUniform() - 0.5, random.NextUniform() - 0.5);
        }

        graph.Lag(x, wx);
        for (var step = 0; step < 80; step++)
        {
            graph.Lag(y, lag);
            for (var i = 0; i < n; i++)
            {
                y[i] = (rho * lag[i]) + (beta * x[i]) + (context * wx[i]) + e[i];
            }
        }

        return (x, y);
    }
}

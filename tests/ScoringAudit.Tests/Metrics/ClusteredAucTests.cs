using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Metrics;

public class ClusteredAucTests
{
    [Fact]
    public void Of_RowsAsClusters_IsDeLong()
    {
        // Adverse 3, 1; others 2, 0, 0: placements of adverse 1, 2/3, of others .5, 1, 1; AUC 5/6.
        // Var = ((1/6)² + (1/6)²)/1/2 + ((1/3)² + 2 (1/6)²)/2/3 = 1/36 + 1/36 = 1/18.
        var result = ClusteredAuc.Of([3, 1, 2, 0, 0], [1, 1, 0, 0, 0], [], 0, 0.95);
        var auc = 5.0 / 6;
        Assert.Equal(auc, result.Value.Value, 1e-15);
        Assert.Equal(Math.Sqrt(1.0 / 18) / (auc * (1 - auc)), result.StandardError!.Value, 1e-12);
        Assert.Equal(1, result.DesignEffect!.Value, 1e-12);
        Assert.Equal("cluster_auc_logit_t", result.Method);
    }

    [Fact]
    public void Of_OutcomesShareClusters_AddsTheirCovariance()
    {
        // As above with streets 0, 1, 0, 1, 2. Adverse u: ±1/12, 2/1 × 2/144 = 1/36. Others u: −1/9, 1/18, 1/18, 3/2 × 6/324 = 1/36.
        // Products −1/108 − 1/216 = −1/72, times 2 × 3/2: −1/24. Var = 1/36 + 1/36 − 1/24 = 1/72.
        var result = ClusteredAuc.Of([3, 1, 2, 0, 0], [1, 1, 0, 0, 0], [0, 1, 0, 1, 2], 3, 0.95);
        var auc = 5.0 / 6;
        Assert.Equal(Math.Sqrt(1.0 / 72) / (auc * (1 - auc)), result.StandardError!.Value, 1e-12);
        Assert.Equal(0.25, result.DesignEffect!.Value, 1e-12);
    }

    [Fact]
    public void Of_CopiesInTheSameCluster_KeepTheIntervalWhereIndependentRowsNarrowIt()
    {
        var (scores, labels) = RocAucTests.Sample();
        int[] ids = [.. Enumerable.Range(0, scores.Length)];
        var once = ClusteredAuc.Of(scores, labels, ids, ids.Length, 0.95).Interval!.Value;
        double[] scores3 = [.. scores, .. scores, .. scores];
        byte[] labels3 = [.. labels, .. labels, .. labels];
        var copied = ClusteredAuc.Of(scores3, labels3, [.. ids, .. ids, .. ids], ids.Length, 0.95);
        Assert.Equal(once.Low, copied.Interval!.Value.Low, 1e-9);
        Assert.Equal(once.High, copied.Interval.Value.High, 1e-9);
        Assert.True(copied.DesignEffect > 2.5);
        Assert.True(ClusteredAuc.Of(scores3, labels3, [], 0, 0.95).Interval!.Value.Width < 0.7 * once.Width);
    }

    [Fact]
    public void Of_PerfectScore_HasALimitFromDisjointPairs()
    {
        // 3 adverse and 4 others in clusters of their own: 3 pairs, low = .025^(1/3).
        var perfect = ClusteredAuc.Of([5, 6, 7, 1, 2, 3, 4], [1, 1, 1, 0, 0, 0, 0], [], 0, 0.95);
        Assert.Equal(Math.Pow(0.025, 1.0 / 3), perfect.Interval!.Value.Low, 1e-12);
        Assert.Equal((1.0, "cluster_auc_disjoint_pairs"), (perfect.Interval.Value.High, perfect.Method));
    }

    [Fact]
    public void Of_ClusteredWorlds_CoversTheTruth()
    {
        // Scores N(0, 1) plus a street effect shared by both outcomes and rows; adverse shifted by d: AUC = Φ(d/√(2 (1 + τ²))).
        // 300 worlds, 60 streets of 10, outcome shared within a street in part. If coverage is 95 %: 285, SD 3.8; below 268 with probability 4e-5.
        const double shift = 1, tau = 1;
        var truth = MathNet.Numerics.Distributions.Normal.CDF(0, 1, shift / Math.Sqrt(2 * (1 + (tau * tau))));
        var covered = 0;
        var naive = 0;
        for (var world = 0; world < 300; world++)
        {
            var stream = Streams.FromSeed(12).Derive("auc").Derive(world);
            double[] scores = new double[600];
            byte[] labels = new byte[600];
            int[] streets = new int[600];
            for (var i = 0; i < 600; i++)
            {
                var street = (ulong)(i / 10);
                streets[i] = i / 10;
                var risky = stream.Uniform(street, 1) < 0.5 ? 0.9 : 0.1;
                labels[i] = (byte)(stream.Uniform(1000 + (ulong)i, 0) < risky ? 1 : 0);
                scores[i] = Gauss(stream.Uniform(1000 + (ulong)i, 1)) + (tau * Gauss(stream.Uniform(street, 0))) + (shift * labels[i]);
            }

            covered += ClusteredAuc.Of(scores, labels, streets, 60, 0.95).Interval!.Value.Contains(truth) ? 1 : 0;
            naive += ClusteredAuc.Of(scores, labels, [], 0, 0.95).Interval!.Value.Contains(truth) ? 1 : 0;
        }

        Assert.InRange(covered, 268, 299);
        Assert.True(naive < 240, $"independent rows covered {naive}");

        static double Gauss(double u) => MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, Math.Max(u, 1e-17));
    }

    [Fact]
    public void Of_OneOutcomeOrOneCluster_SaysWhy()
    {
        Assert.Equal("no row has the adverse outcome", ClusteredAuc.Of([1, 2], [0, 0], [], 0, 0.95).Value.Reason);
        Assert.Null(ClusteredAuc.Of([1, 2, 3, 1], [0, 1, 0, 0], [0, 0, 0, 0], 1, 0.95).Interval);
        Assert.Throws<ArgumentException>(() => ClusteredAuc.Of([1, 2], [0, 1], [0], 1, 0.95));
    }

    [Fact]
    public void KolmogorovSmirnov_Bootstrap_IsRepeatableAndWiderForWholeClusters()
    {
        var stream = Streams.FromSeed(13).Derive("ks");
        // Score and outcome each share a part within the street of 10, so a street is worth fewer than 10 rows.
        double[] scores = [.. Enumerable.Range(0, 600).Select(i => stream.Uniform((ulong)i / 10, 0) + (0.3 * stream.Uniform((ulong)i, 3)))];
        byte[] labels = [.. scores.Select((s, i) => (byte)((0.7 * stream.Uniform((ulong)i / 10, 4)) + (0.3 * stream.Uniform((ulong)i, 5)) < (0.25 + (0.5 * s / 1.3)) ? 1 : 0))];
        int[] streets = [.. Enumerable.Range(0, 600).Select(i => i / 10)];
        var rows = KolmogorovSmirnov.WithBootstrap(scores, labels, [], 0, 0.95, stream);
        var whole = KolmogorovSmirnov.WithBootstrap(scores, labels, streets, 60, 0.95, stream);
        Assert.Equal(whole, KolmogorovSmirnov.WithBootstrap(scores, labels, streets, 60, 0.95, stream));
        Assert.True(whole.Interval!.Value.Contains(whole.Value.Value));
        Assert.True(whole.Interval.Value.Width > 1.3 * rows.Interval!.Value.Width);
        Assert.Equal("cluster_bootstrap_band", whole.Method);
    }

    [Fact]
    public void KolmogorovSmirnov_Bootstrap_NoDifference_HoldsZero()
    {
        // 60 worlds with true distance 0; at 95 % coverage at least 49 hold it but for probability 1e-4. Percentile intervals never do.
        var held = 0;
        for (var world = 0; world < 60; world++)
        {
            var stream = Streams.FromSeed(14).Derive("ks").Derive(world);
            double[] scores = [.. Enumerable.Range(0, 400).Select(i => stream.Uniform((ulong)i / 10, 0) + stream.Uniform((ulong)i, 3))];
            byte[] labels = [.. scores.Select((_, i) => (byte)(stream.Uniform((ulong)i, 5) < 0.3 ? 1 : 0))];
            int[] streets = [.. Enumerable.Range(0, 400).Select(i => i / 10)];
            held += KolmogorovSmirnov.WithBootstrap(scores, labels, streets, 40, 0.95, stream, 100).Interval!.Value.Contains(0) ? 1 : 0;
        }

        Assert.InRange(held, 49, 60);
    }
}

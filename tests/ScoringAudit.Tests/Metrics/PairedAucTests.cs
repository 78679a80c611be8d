using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Metrics;

public class PairedAucTests
{
    [Fact]
    public void Difference_HandExample_IsThreeQuartersLessAHalf()
    {
        // adverse: rows 0 and 1. First score orders 3 of 4 pairs rightly: (4,3) (4,1) (2,1) but not (2,3). Second: (4,1) (4,3) but not (0,1), (0,3).
        byte[] adverse = [1, 1, 0, 0];
        var result = PairedAuc.Difference([4, 2, 3, 1], [4, 0, 3, 1], adverse, [], 0, 0.95);
        Assert.Equal(0.75 - 0.5, result.Value.Value, 12);
    }

    [Fact]
    public void Difference_SameScore_IsExactlyZeroWithNoWidth()
    {
        var result = PairedAuc.Difference([4, 2, 3, 1], [4, 2, 3, 1], [1, 0, 1, 0], [], 0, 0.95);
        Assert.Equal(0.0, result.Value.Value);
        Assert.Equal(new Interval(0, 0, 0.95), result.Interval);
    }

    [Fact]
    public void Difference_Swapped_ChangesSignAndMirrorsTheInterval()
    {
        var (a, b, adverse, clusters) = Draw(400);
        var forward = PairedAuc.Difference(a, b, adverse, clusters, 40, 0.95);
        var back = PairedAuc.Difference(b, a, adverse, clusters, 40, 0.95);
        Assert.Equal(forward.Value.Value, -back.Value.Value, 12);
        Assert.Equal(forward.Interval!.Value.Low, -back.Interval!.Value.High, 12);
        Assert.Equal(RocAuc.Of(a, adverse).Value - RocAuc.Of(b, adverse).Value, forward.Value.Value, 12);
    }

    [Fact]
    public void Difference_RowsDoubledInsideTheirClusters_DoesNotNarrow()
    {
        var (a, b, adverse, clusters) = Draw(400);
        var once = PairedAuc.Difference(a, b, adverse, clusters, 40, 0.95);
        var twice = PairedAuc.Difference([.. a, .. a], [.. b, .. b], [.. adverse, .. adverse], [.. clusters, .. clusters], 40, 0.95);
        Assert.Equal(once.Interval!.Value.Width, twice.Interval!.Value.Width, 9);
    }

    [Fact]
    public void Interval_OverManyDraws_CoversTheTruth()
    {
        // Both scores carry the same signal with independent noise: the true difference is 0. With 400 draws at 95 %, 363 or fewer
        // hits have probability below .001 (binomial), so a correct interval passes.
        var hits = 0;
        for (var draw = 0; draw < 400; draw++)
        {
            var (a, b, adverse, clusters) = Draw(240, (ulong)draw + 10);
            hits += PairedAuc.Difference(a, b, adverse, clusters, 40, 0.95).Interval!.Value.Contains(0) ? 1 : 0;
        }

        Assert.InRange(hits, 364, 400);
    }

    [Fact]
    public void Difference_OneClass_IsUndefined() =>
        Assert.False(PairedAuc.Difference([1, 2], [2, 1], [0, 0], [], 0, 0.95).Value.IsDefined);

    private static (double[] A, double[] B, byte[] Adverse, int[] Clusters) Draw(int n, ulong seed = 1)
    {
        var stream = Streams.FromSeed(seed).Derive("paired auc");
        double[] a = new double[n], b = new double[n];
        var adverse = new byte[n];
        var clusters = new int[n];
        for (var i = 0; i < n; i++)
        {
            clusters[i] = i % 40;
            var shared = stream.Uniform((ulong)clusters[i], 9); // people of a cluster share part of their risk
            adverse[i] = (byte)(stream.Uniform((ulong)i, 0) < 0.2 + (0.3 * shared) ? 1 : 0);
            a[i] = adverse[i] + shared + (2 * stream.Uniform((ulong)i, 1));
            b[i] = adverse[i] + shared + (2 * stream.Uniform((ulong)i, 2));
        }

        return (a, b, adverse, clusters);
    }
}

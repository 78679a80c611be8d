using ScoringAudit.Metrics;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Metrics;

public class RocAucTests
{
    // SciPy 1.10: Mann–Whitney U 91 of 120 pairs; ks_2samp 0.4667.
    internal static readonly double[] First = [612, 655, 701, 588, 640, 720, 533, 690, 604, 671];
    internal static readonly double[] Second = [590, 541, 623, 560, 702, 515, 578, 608, 649, 530, 597, 566];

    [Fact]
    public void Of_TwoSamples_MatchesSciPy()
    {
        var (scores, labels) = Sample();
        Assert.Equal(91.0 / 120, RocAuc.Of(scores, labels).Value, 1e-15);
        Assert.Equal(2 * (91.0 / 120) - 1, Gini.FromAuc(RocAuc.Of(scores, labels)).Value, 1e-15);
        Assert.Equal(0.4666666666666667, KolmogorovSmirnov.Of(scores, labels, new AucScratch()).Value, 1e-15);
    }

    [Fact]
    public void Of_Ties_CountOneHalf()
    {
        // Adverse 2, 1; others 1, 0: pairs 2>1, 2>0, 1=1, 1>0: 3.5 of 4. −0 and 0 are equal.
        Assert.Equal(0.875, RocAuc.Of([2, 1, 1, 0], [1, 1, 0, 0]).Value);
        Assert.Equal(0.5, RocAuc.Of([0.0, -0.0], [1, 0]).Value);

        // Adverse ∞, 3; others 3, −∞: three pairs right and one tied.
        Assert.Equal(0.875, RocAuc.Of([double.PositiveInfinity, 3, 3, double.NegativeInfinity], [1, 0, 1, 0]).Value);
    }

    [Fact]
    public void Of_EveryShapeOfScores_MatchesPairCounting()
    {
        var scratch = new AucScratch();
        var stream = Streams.FromSeed(8).Derive("auc");
        for (var shape = 0; shape < 7; shape++)
        {
            var n = shape == 6 ? 300 : 5000;
            var scores = new double[n];
            var labels = new byte[n];
            for (var i = 0; i < n; i++)
            {
                var u = stream.Uniform((ulong)i, (uint)(2 * shape));
                labels[i] = (byte)(stream.Uniform((ulong)i, (uint)((2 * shape) + 1)) < 0.2 + (0.3 * u) ? 1 : 0);
                scores[i] = shape switch
                {
                    0 => Math.Log(u / (1 - u)), // both signs
                    1 => Math.Round(u, 2), // many ties
                    2 => (float)u, // low bits empty
                    3 => 1 + (u * 1e-13), // few distinct values, far down
                    4 => i == 0 ? -1e300 : 1 + Math.Round(u * 1000) * 1e-12, // one outlier, long runs with equal top bits
                    5 => i % 2 == 0 ? u * 1e-310 : -u, // subnormals
                    _ => u,
                };
            }

            var counted = Pairs(scores, labels);
            Assert.Equal(counted, RocAuc.Of(scores, labels, scratch).Value, 1e-14);
            Assert.Equal(counted, RocAuc.Weighted(scores, labels, Enumerable.Repeat(2.5, n).ToArray()).Value, 1e-12);
            Assert.Equal(counted, ClusteredAuc.Of(scores, labels, [], 0, 0.95).Value.Value, 1e-14);
        }
    }

    [Fact]
    public void Weighted_WholeNumbers_EqualCopiesOfRows()
    {
        double[] copies = [3, 3, 2, 2, 2, 1];
        byte[] labels = [1, 1, 0, 0, 0, 1];
        Assert.Equal(RocAuc.Of(copies, labels).Value, RocAuc.Weighted([3, 2, 1], [1, 0, 1], [2, 3, 1]).Value, 1e-15);
    }

    [Fact]
    public void Of_RisingTransform_ChangesNothingAndNegationMirrors()
    {
        var (scores, labels) = Sample();
        var auc = RocAuc.Of(scores, labels).Value;
        Assert.Equal(auc, RocAuc.Of([.. scores.Select(s => Math.Exp(s / 100))], labels).Value);
        Assert.Equal(1 - auc, RocAuc.Of([.. scores.Select(s => -s)], labels).Value, 1e-15);
    }

    [Fact]
    public void OneOutcome_IsUndefinedWithTheReason()
    {
        Assert.Equal("no row has the adverse outcome", RocAuc.Of([1, 2], [0, 0]).Reason);
        Assert.Equal("all rows have the adverse outcome", RocAuc.Of([1, 2], [1, 1]).Reason);
        Assert.Equal("there are no rows", RocAuc.Of([], []).Reason);
        Assert.Equal("no row has the adverse outcome", KolmogorovSmirnov.Of([1, 2], [0, 0], new AucScratch()).Reason);
        Assert.False(Gini.FromAuc(RocAuc.Of([1, 2], [0, 0])).IsDefined);
        Assert.Throws<ArgumentException>(() => RocAuc.Of([1, double.NaN], [1, 0]));
        Assert.Throws<ArgumentException>(() => RocAuc.Of([1, 2], [1]));
    }

    internal static (double[] Scores, byte[] Labels) Sample() =>
        ([.. First, .. Second], [.. First.Select(_ => (byte)1), .. Second.Select(_ => (byte)0)]);

    private static double Pairs(double[] scores, byte[] labels)
    {
        double right = 0, all = 0;
        var others = scores.Where((_, i) => labels[i] == 0).ToArray();
        foreach (var adverse in scores.Where((_, i) => labels[i] == 1))
        {
            foreach (var other in others)
            {
                right += adverse > other ? 1 : adverse == other ? 0.5 : 0;
                all++;
            }
        }

        return right / all;
    }
}

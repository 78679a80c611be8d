using ScoringAudit.Metrics;
using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Mitigation;

public class DecidedPairTests
{
    // Group 1 of four: two approved before, three after; group 0 of four: three and three. Ratio before (2/4)/(3/4) = 2/3, after (3/4)/(3/4) = 1.
    // Adverse: of the five approved before 1 (200 per 1,000), of the six after 2 (333.3).
    [Fact]
    public void Differences_EightPeople_AreCounted()
    {
        var pair = new DecidedPair([1, 1, 0, 0, 1, 1, 1, 0], [1, 1, 1, 0, 1, 1, 1, 0], [1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 1, 0, 0, 1], [], []);
        Assert.Equal(1 - (2.0 / 3), pair.ImpactRatioDifference(1, 0, 0.95).Value.Value, 1e-12);
        Assert.Equal(0.25, pair.RateDifference(1, 0.95).Value.Value, 1e-12);
        Assert.Equal((1000 * 2.0 / 6) - (1000 * 1.0 / 5), pair.AdversePerThousandDifference(0.95).Value.Value, 1e-9);
        Assert.Equal((4, 2.0, 3.0, 1.0, 0.0), pair.People(1));
        Assert.Equal((8, 5.0, 6.0, 1.0, 0.0), pair.People(-1));
    }

    // A mean over independent rows: the jackknife is the classic standard error. Differences 1, 0, 0, −1, 1: mean 0.2, s² = 0.7, se = √(0.7/5).
    [Fact]
    public void RateDifference_IndependentRows_HasTheClassicStandardError()
    {
        var pair = new DecidedPair([0, 1, 0, 1, 0], [1, 1, 0, 0, 1], [0, 0, 0, 0, 0], [], [], []);
        var estimate = pair.RateDifference(0, 0.95);
        Assert.Equal(0.2, estimate.Value.Value, 1e-12);
        Assert.Equal(Math.Sqrt(0.7 / 5), estimate.StandardError!.Value, 1e-12);
    }

    [Fact]
    public void Intervals_EqualRules_AreNone_ForTheRowsCannotSayHowRarelyTheyDiffer()
    {
        var pair = new DecidedPair([1, 0, 1, 0], [1, 0, 1, 0], [0, 0, 1, 1], [], [], []);
        var estimate = pair.ImpactRatioDifference(1, 0, 0.95);
        Assert.Equal(0, estimate.Value.Value);
        Assert.Null(estimate.Interval);
    }

    [Fact]
    public void Intervals_RowsRepeatedInTheirCluster_AreNotNarrower()
    {
        var (a, b, g) = World(60, 5);
        int[] clusters = [.. Enumerable.Range(0, a.Length).Select(i => i / 5)];
        var once = new DecidedPair(a, b, g, [], [], clusters).ImpactRatioDifference(1, 0, 0.95);
        var twice = new DecidedPair([.. a, .. a], [.. b, .. b], [.. g, .. g], [], [], [.. clusters, .. clusters]).ImpactRatioDifference(1, 0, 0.95);
        Assert.Equal(once.Interval!.Value.Low, twice.Interval!.Value.Low, 1e-12);
        Assert.Equal(once.Interval.Value.High, twice.Interval.Value.High, 1e-12);
    }

    [Fact]
    public void Differences_RulesSwapped_ChangeSign_AndRowOrderChangesNothing()
    {
        var (a, b, g) = World(40, 5);
        int[] clusters = [.. Enumerable.Range(0, a.Length).Select(i => i / 5)];
        var forward = new DecidedPair(a, b, g, [], [], clusters).ImpactRatioDifference(1, 0, 0.95);
        var back = new DecidedPair(b, a, g, [], [], clusters).ImpactRatioDifference(1, 0, 0.95);
        Assert.Equal(-forward.Value.Value, back.Value.Value, 1e-12);
        Assert.Equal(-forward.Interval!.Value.Low, back.Interval!.Value.High, 1e-12);
        var reversed = new DecidedPair([.. a.Reverse()], [.. b.Reverse()], [.. g.Reverse()], [], [], [.. clusters.Reverse()]).ImpactRatioDifference(1, 0, 0.95);
        Assert.Equal(forward.Interval!.Value.Low, reversed.Interval!.Value.Low, 1e-12);
    }

    [Fact]
    public void Differences_WeightsAreRepeats()
    {
        var (a, b, g) = World(30, 5);
        int[] clusters = [.. Enumerable.Range(0, a.Length).Select(i => i / 5)];
        double[] w = [.. Enumerable.Range(0, a.Length).Select(i => 1.0 + (i % 3))];
        int[] at = [.. Enumerable.Range(0, a.Length).SelectMany(i => Enumerable.Repeat(i, 1 + (i % 3)))];
        var weighted = new DecidedPair(a, b, g, [], w, clusters).ImpactRatioDifference(1, 0, 0.95);
        var repeated = new DecidedPair([.. at.Select(i => a[i])], [.. at.Select(i => b[i])], [.. at.Select(i => g[i])], [], [], [.. at.Select(i => clusters[i])]).ImpactRatioDifference(1, 0, 0.95);
        Assert.Equal(repeated.Value.Value, weighted.Value.Value, 1e-12);
        Assert.Equal(repeated.Interval!.Value.Low, weighted.Interval!.Value.Low, 1e-12);
    }

    [Fact]
    public void AucDifference_AgreesWithTheUnweightedPairedAuc_AndWeightsAreRepeats()
    {
        var streams = Streams.FromSeed(5).Derive("paired");
        const int n = 300;
        double[] first = [.. Enumerable.Range(0, n).Select(i => Math.Round(10 * streams.Uniform((ulong)i, 0)))];
        double[] second = [.. Enumerable.Range(0, n).Select(i => first[i] + streams.Uniform((ulong)i, 1))];
        sbyte[] adverse = [.. Enumerable.Range(0, n).Select(i => streams.Uniform((ulong)i, 2) < first[i] / 12 ? (sbyte)1 : (sbyte)0)];
        int[] clusters = [.. Enumerable.Range(0, n).Select(i => i / 6)];
        var ours = PairedAccuracy.AucDifference(first, second, adverse, [], clusters, 0.95);
        var known = PairedAuc.Difference(second, first, [.. adverse.Select(y => (byte)y)], clusters, 50, 0.95);
        Assert.Equal(known.Value.Value, ours.Value.Value, 1e-12);
        Assert.Equal(known.StandardError!.Value, ours.StandardError!.Value, 1e-12);
        Assert.True(ours.Interval!.Value.Width >= known.Interval!.Value.Width - 1e-12); // never more degrees of freedom than clusters − 1
        double[] w = [.. Enumerable.Range(0, n).Select(i => 1.0 + (i % 2))];
        int[] at = [.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Repeat(i, 1 + (i % 2)))];
        var weighted = PairedAccuracy.AucDifference(first, second, adverse, w, clusters, 0.95);
        var repeated = PairedAccuracy.AucDifference([.. at.Select(i => first[i])], [.. at.Select(i => second[i])], [.. at.Select(i => adverse[i])], [], [.. at.Select(i => clusters[i])], 0.95);
        Assert.Equal(repeated.Value.Value, weighted.Value.Value, 1e-12);
        Assert.Equal(repeated.Interval!.Value.High, weighted.Interval!.Value.High, 1e-12);
    }

    // Two rows, probabilities .5 → .8 for an adverse row and .5 → .2 for another: each term falls from ln 2 to −ln .8.
    [Fact]
    public void LogLossDifference_TwoRows_IsTheMeanOfTheTerms()
    {
        var estimate = PairedAccuracy.LogLossDifference([0.5, 0.5], [0.8, 0.2], [1, 0], [], [], 0.95);
        Assert.Equal(-Math.Log(0.8) - Math.Log(2), estimate.Value.Value, 1e-12);
        Assert.Equal("a score is no probability", PairedAccuracy.LogLossDifference([0.5, double.NaN], [0.8, 0.2], [1, 0], [], [], 0.95).Value.Reason);
    }

    [Theory]
    [InlineData(0.0, "the reference group has no favourable decision")]
    [InlineData(-1.0, "A probability of approval lies in [0, 1]. (Parameter 'first')")]
    public void ImpactRatioDifference_NothingToCompare_SaysWhy(double reference, string why)
    {
        if (reference < 0)
        {
            Assert.Equal(why, Assert.Throws<ArgumentException>(() => new DecidedPair([reference], [1], [0], [], [], [])).Message);
            return;
        }

        var pair = new DecidedPair([1, reference], [1, 1], [1, 0], [], [], []);
        Assert.Equal(why, pair.ImpactRatioDifference(1, 0, 0.95).Value.Reason);
        Assert.Equal("the group has no rows", pair.ImpactRatioDifference(2, 0, 0.95).Value.Reason);
        Assert.Equal("no outcome is known", pair.AdversePerThousandDifference(0.95).Value.Reason);
    }

    private static (double[] First, double[] Second, int[] Groups) World(int clusters, int size)
    {
        var streams = Streams.FromSeed(9).Derive("pair");
        var n = clusters * size;
        double[] a = [.. Enumerable.Range(0, n).Select(i => streams.Uniform((ulong)i, 0) < 0.6 ? 1.0 : 0)];
        double[] b = [.. Enumerable.Range(0, n).Select(i => streams.Uniform((ulong)i, 1) < 0.2 ? 1 - a[i] : a[i])];
        return (a, b, [.. Enumerable.Range(0, n).Select(i => streams.Uniform((ulong)i, 2) < 0.4 ? 1 : 0)]);
    }
}

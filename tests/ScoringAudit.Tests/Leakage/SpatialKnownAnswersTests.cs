using System.Globalization;
using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;
using ScoringAudit.Tests.Networks;
using ScoringAudit.Tests.Storage;

namespace ScoringAudit.Tests.Leakage;

/// <summary>Values published with, or computed by, other implementations (esda, spdep, networkx).</summary>
public class SpatialKnownAnswersTests
{
    private static readonly Streams Stream = Streams.FromSeed(5);

    [Fact]
    public void Moran_StLouisHomicides_IsThePublishedValue()
    {
        var graph = SparseWeights.Of(KnownGraphs.ReadGal(File.ReadAllText(SharedData.Require("stl/stl.gal"))));
        double[] rates = [.. File.ReadLines(SharedData.Require("stl/stl_hom.txt")).Skip(2).Select(l => double.Parse(l.Split(',')[2], CultureInfo.InvariantCulture))];
        var result = MoranTest.Run(rates, graph, 199, Stream);
        Assert.Equal(0.2436558262177166, result.I.Value, 1e-12); // esda test_moran.py
        Assert.Equal(0.00013573931385468807, result.Normality.PValue(result.I.Value, Tail.Greater), 1e-12);
        Assert.Equal(0.005, result.PValue, 1e-12);
    }

    [Fact]
    public void Moran_Lattice3_HasTheKnownMoments()
    {
        var result = MoranTest.Analytic([1, 2, 3, 4, 5, 6, 7, 8, 9], KnownGraphs.Rook(3, false));
        Assert.Equal(0.5, result.I.Value, 1e-12);
        Assert.Equal(0.0596875, result.Randomisation.Variance, 1e-12); // esda test_variance
        Assert.Equal(0.053125, result.Normality.Variance, 1e-12);
    }

    [Fact]
    public void JoinCounts_Lattice4_AreTheKnownCounts()
    {
        bool[] marked = [.. Enumerable.Range(0, 16).Select(i => i >= 8)];
        var counts = JoinCounts.Run(marked, KnownGraphs.Rook(4, false), 199, Stream);
        Assert.Equal((10, 4, 10, 24), (counts.BB.Value.Value, counts.BW.Value.Value, counts.WW.Value.Value, counts.Joins)); // esda test_join_counts.py
        Assert.True(counts.BW.PValue < 0.05);
    }

    [Fact]
    public void KarateClub_HasTheKnownClustering()
    {
        var binary = KnownGraphs.KarateClub(false);
        double[] club = [.. KnownGraphs.Clubs.Select(c => (double)c)];
        double[] degree = [.. Enumerable.Range(0, 34).Select(i => (double)binary.ReadBy(i).Length)];
        Assert.Equal(156, binary.Pairs);
        Assert.Equal(0.717530864197531, Assortativity.OfGroups(KnownGraphs.Clubs, binary).Value, 1e-12);
        Assert.Equal(-0.47561309768461413, Assortativity.OfValues(degree, binary).Value, 1e-12);
        Assert.Equal(0.717948717948718, MoranTest.Analytic(club, binary).I.Value, 1e-12);
        Assert.Equal(0.776465782391388, MoranTest.Analytic(club, KnownGraphs.KarateClub(true)).I.Value, 1e-12);
    }

    [Fact]
    public void Assortativity_Newman2003_IsTheKnownValue()
    {
        double[,] couples = { { 0.258, 0.016, 0.035, 0.013 }, { 0.012, 0.157, 0.058, 0.019 }, { 0.013, 0.023, 0.306, 0.035 }, { 0.005, 0.007, 0.024, 0.016 } };
        Assert.Equal(0.6229790501899505, Assortativity.OfMixing(couples).Value, 1e-12);
        Assert.Equal("all links end in one group", Assortativity.OfMixing(new double[,] { { 3 } }).Reason);
    }

    [Fact]
    public void Moments_OverAllOrders_AreThoseOfTheFormulas()
    {
        // 5 nodes, asymmetric weights, an island: all 120 orders give the randomisation moments exactly
        var graph = KnownGraphs.Directed(5, [(0, 1, 2), (1, 2, 1), (2, 0, 0.5), (0, 3, 1), (3, 1, 4)], false);
        double[] values = [1, 4, 9, 2, 7];
        bool[] marked = [true, false, true, false, false];
        List<double> moran = [], geary = [], bb = [], bw = [];
        foreach (var order in Orders(5))
        {
            double[] v = [.. order.Select(i => values[i])];
            bool[] m = [.. order.Select(i => marked[i])];
            moran.Add(MoranTest.Analytic(v, graph).I.Value);
            geary.Add(GearyTest.Run(v, graph, 0, Stream).Value.Value);
            var counts = JoinCounts.Run(m, graph, 0, Stream);
            bb.Add(counts.BB.Value.Value);
            bw.Add(counts.BW.Value.Value);
        }

        Check(moran, MoranTest.Analytic(values, graph).Randomisation);
        Check(geary, GearyTest.Run(values, graph, 0, Stream).Randomisation);
        Check(bb, JoinCounts.Run(marked, graph, 0, Stream).BB.Randomisation);
        Check(bw, JoinCounts.Run(marked, graph, 0, Stream).BW.Randomisation);
        Assert.Equal(1, graph.Nodes - 4); // node 4 has no links at all
    }

    [Fact]
    public void LocalMoran_ConditionalMoments_AreThoseOverAllOrdersOfTheOthers()
    {
        // node 0 fixed, the other four in all 24 orders: its p is the normal tail at the exact mean and variance
        var graph = KnownGraphs.Directed(5, [(0, 1, 2), (0, 2, 1), (1, 0, 1), (2, 3, 1), (3, 4, 1), (4, 0, 1)], false);
        double[] values = [8, 4, 9, 2, 7];
        var all = Orders(4).Select(o => LocalMoran.Run([values[0], .. o.Select(i => values[i + 1])], graph).I[0]).ToList();
        var mean = all.Average();
        var moments = new Moments(mean, all.Average(x => (x - mean) * (x - mean)));
        var local = LocalMoran.Run(values, graph);
        Assert.Equal(moments.PValue(local.I[0], Tail.Greater), local.PValue[0], 1e-9);
    }

    [Fact]
    public void LocalMoran_SumOverNodes_IsTheGlobalStatistic()
    {
        var graph = KnownGraphs.KarateClub(true);
        double[] values = [.. Enumerable.Range(0, 34).Select(i => (double)((i * 7) % 11))];
        Assert.Equal(34 * MoranTest.Analytic(values, graph).I.Value, LocalMoran.Run(values, graph).I.Sum(), 1e-9);
    }

    [Fact]
    public void Bivariate_OfAVariableWithItself_IsMoran()
    {
        var graph = KnownGraphs.KarateClub(true);
        double[] values = [.. Enumerable.Range(0, 34).Select(i => (double)((i * 7) % 11))];
        Assert.Equal(MoranTest.Analytic(values, graph).I.Value, BivariateMoran.Run(values, values, graph, 0, Stream).Value.Value, 1e-12);
    }

    [Fact]
    public void Residual_OnTheConstantAlone_HasThePlainMoments()
    {
        // with the constant as only column, Cliff–Ord moments reduce to those under normality
        var graph = KnownGraphs.Directed(14, [.. Enumerable.Range(0, 13).Select(i => (i, (i * 3) % 14 == i ? i + 1 : (i * 3) % 14, 1.0 + i))], false);
        double[] values = [.. Enumerable.Range(0, 14).Select(i => (double)((i * 5) % 9))];
        var plain = MoranTest.Analytic(values, graph);
        var residual = ResidualMoranTest.CliffOrd(values, new OwnFit(14, []), graph);
        Assert.Equal(plain.I.Value, residual.Value.Value, 1e-12);
        Assert.Equal(plain.Normality.Expected, residual.Normality.Expected, 1e-12);
        Assert.Equal(plain.Normality.Variance, residual.Normality.Variance, 1e-12);
    }

    [Fact]
    public void Residual_OfNormalErrors_HasTheMomentsOfCliffAndOrd()
    {
        // 4,000 draws of normal errors: mean within 4 standard errors; variance within 4 · √(2/4000) = 9 %
        var graph = KnownGraphs.Rook(5, true);
        double[] x = [.. Enumerable.Range(0, 25).Select(i => (double)(i / 5))];
        var own = new OwnFit(25, [x, [.. x.Select(v => v * v)], [.. x.Select(v => 3 * v)]]);
        Assert.Equal((3, 1), (own.Rank, own.Dropped));
        var sequence = Stream.Derive("errors").Sequence();
        var values = new double[25];
        double sum = 0, squares = 0;
        SpatialStatistic last = SpatialStatistic.Undefined("none");
        for (var r = 0; r < 4000; r++)
        {
            for (var i = 0; i < 25; i++)
            {
                values[i] = Math.Sqrt(-2 * Math.Log(1 - sequence.NextUniform())) * Math.Cos(2 * Math.PI * sequence.NextUniform());
            }

            last = ResidualMoranTest.CliffOrd(values, own, graph);
            sum += last.Value.Value;
            squares += last.Value.Value * last.Value.Value;
        }

        var mean = sum / 4000;
        Assert.Equal(last.Normality.Expected, mean, 4 * last.Normality.Deviation / Math.Sqrt(4000));
        Assert.InRange(((squares / 4000) - (mean * mean)) / last.Normality.Variance, 0.91, 1.09);
        Assert.True(last.Normality.Expected < 2 * (-1.0 / 24)); // the plain expectation would be wrong by more than half
    }

    private static void Check(List<double> values, Moments moments)
    {
        var mean = values.Average();
        Assert.Equal(mean, moments.Expected, 1e-10);
        Assert.Equal(values.Average(v => (v - mean) * (v - mean)), moments.Variance, 1e-10);
    }

    private static IEnumerable<int[]> Orders(int n)
    {
        if (n == 0)
        {
            yield return [];
            yield break;
        }

        foreach (var shorter in Orders(n - 1))
        {
            for (var at = 0; at < n; at++)
            {
                yield return [.. shorter[..at], n - 1, .. shorter[at..]];
            }
        }
    }
}

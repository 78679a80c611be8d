using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Privacy;

public class AreaClusteringTests
{
    // Mean rate 0.6, 60 areas of 150 rows; noise of a plan that spends rho 0.002 on the table. Rates of areas lie d on either side of 0.6, with ICC = d² / (0.6 · 0.4);
    // or, extreme, a share ICC of areas decides for all alike: few such areas make a skew law, on which the intervals are too short. 300 worlds at 95 %: a deviation of 1.3 %.
    [Theory]
    [InlineData(0.0, 0.0, false, 0.91)]
    [InlineData(0.05, 0.0, false, 0.91)]
    [InlineData(0.0, 0.002, false, 0.91)]
    [InlineData(0.05, 0.002, false, 0.91)]
    [InlineData(0.2, 0.002, false, 0.91)]
    [InlineData(0.05, 0.0, true, 0.75)]
    [InlineData(0.05, 0.002, true, 0.75)]
    [InlineData(0.2, 0.002, true, 0.75)]
    public void Of_PlantedAreas_IsRightOnAverageAndCovers(double icc, double rho, bool extreme, double least)
    {
        var law = rho > 0 ? new DiscreteGaussianLaw((Rational)1 / (2 * Rational.FloorOf(rho, 30))) : null;
        var sequence = Streams.FromSeed(12).Derive("areas").Derive((int)(1000 * icc)).Derive((int)(1e4 * rho)).Sequence();
        var sampler = new ExactSampler(new ExactSamplerTests.StreamBits((ulong)(1000 * icc) + 5));
        const int Worlds = 300, Areas = 60, Rows = 150;
        double sum = 0;
        var covered = 0;
        for (var w = 0; w < Worlds; w++)
        {
            double[] yes = new double[Areas], no = new double[Areas];
            for (var a = 0; a < Areas; a++)
            {
                var u = sequence.NextUniform();
                var p = !extreme ? 0.6 + (Math.Sqrt(icc * 0.24) * (u < 0.5 ? 1 : -1)) : u < 0.6 * icc ? 1 : u < icc ? 0 : 0.6;
                var x = BinomialSampler.Draw(ref sequence, Rows, p);
                yes[a] = x + (law?.Draw(sampler) ?? 0);
                no[a] = Rows - x + (law?.Draw(sampler) ?? 0);
            }

            var found = AreaClustering.Of(yes, no, law?.Variance ?? 0, 0.95)!;
            sum += found.Median;
            covered += found.Interval.Contains(icc) ? 1 : 0;
        }

        Assert.InRange(sum / Worlds, (0.93 * icc) - 0.003, (1.07 * icc) + 0.003);
        Assert.True(covered >= least * Worlds, $"{covered} of {Worlds}");
    }

    [Fact]
    public void Of_TooLittle_SaysNothing()
    {
        Assert.Null(AreaClustering.Of([5, 5], [5, 5], 0, 0.95));
        Assert.Null(AreaClustering.Of([.. Enumerable.Repeat(1.0, 20)], [.. Enumerable.Repeat(1.0, 20)], 400, 0.95));
        Assert.Null(AreaClustering.Of([.. Enumerable.Repeat(0.0, 20)], [.. Enumerable.Repeat(100.0, 20)], 0, 0.95));
    }
}

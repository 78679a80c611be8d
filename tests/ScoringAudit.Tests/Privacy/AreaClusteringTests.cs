using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Privacy;

public class AreaClusteringTests
{
    // Rates of areas from a Beta law with mean 0.6: ICC = 1 / (a + b + 1). 60 areas of 150 rows; noise of a plan that spends rho 0.002 on the table.
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.05, 0.0)]
    [InlineData(0.0, 0.002)]
    [InlineData(0.05, 0.002)]
    [InlineData(0.2, 0.002)]
    public void Of_PlantedAreas_IsRightOnAverageAndCovers(double icc, double rho)
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
                // A mixture with the same first two moments as the Beta law: a share ICC of areas decides for all alike.
                var p = icc > 0 && sequence.NextUniform() < icc ? sequence.NextUniform() < 0.6 ? 1 : 0.0 : 0.6;
                var x = BinomialSampler.Draw(ref sequence, Rows, p);
                yes[a] = x + (law?.Draw(sampler) ?? 0);
                no[a] = Rows - x + (law?.Draw(sampler) ?? 0);
            }

            var found = AreaClustering.Of(yes, no, law?.Variance ?? 0, 0.95)!;
            sum += found.Median;
            covered += found.Interval.Contains(icc) ? 1 : 0;
        }

        // Right on average; few areas with extreme rates make a skew law, whose intervals cover 85 % and more.
        Assert.InRange(sum / Worlds, (0.93 * icc) - 0.003, (1.07 * icc) + 0.003);
        Assert.True(covered >= (icc > 0 ? 0.75 : 0.9) * Worlds, $"{covered} of {Worlds}");
    }

    [Fact]
    public void Of_TooLittle_SaysNothing()
    {
        Assert.Null(AreaClustering.Of([5, 5], [5, 5], 0, 0.95));
        Assert.Null(AreaClustering.Of([.. Enumerable.Repeat(1.0, 20)], [.. Enumerable.Repeat(1.0, 20)], 400, 0.95));
        Assert.Null(AreaClustering.Of([.. Enumerable.Repeat(0.0, 20)], [.. Enumerable.Repeat(100.0, 20)], 0, 0.95));
    }
}

using ScoringAudit.Leakage;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

public class AreaValueTests
{
    private static readonly Streams Stream = Streams.FromSeed(3);

    [Fact]
    public void Correlation_IsThatOverPeople()
    {
        // 12 areas of 1 to 12 people
        int[] area = [.. Enumerable.Range(0, 12).SelectMany(a => Enumerable.Repeat(a, a + 1))];
        double[] y = [.. area.Select((a, i) => (3 * a) + (i % 5))];
        double[] v = [.. Enumerable.Range(0, 12).Select(a => (double)((a * 7) % 12))];
        double[] x = [.. area.Select(a => v[a])];
        double my = y.Average(), mx = x.Average();
        var r = y.Zip(x, (a, b) => (a - my) * (b - mx)).Sum() / Math.Sqrt(y.Sum(a => (a - my) * (a - my)) * x.Sum(b => (b - mx) * (b - mx)));
        var result = AreaCorrelation.Run(y, area, v, 199, Stream);
        Assert.Equal(r, result.Correlation.Value, 1e-12);
        Assert.Equal((12, 78), (result.Areas, result.People));
    }

    [Fact]
    public void Correlation_AreasThatDifferByChance_RejectsAtItsLevel()
    {
        // 40 areas of 50 people with a common part each: people are no independent witnesses; a test over people would reject nearly always
        var rejected = Enumerable.Range(0, 200).Count(seed =>
        {
            var random = Streams.FromSeed((ulong)seed).Sequence();
            double[] part = [.. Enumerable.Range(0, 40).Select(_ => random.NextUniform())];
            double[] v = [.. Enumerable.Range(0, 40).Select(_ => random.NextUniform())];
            double[] y = [.. Enumerable.Range(0, 2000).Select(i => part[i / 50] + random.NextUniform())];
            return AreaCorrelation.Run(y, [.. Enumerable.Range(0, 2000).Select(i => i / 50)], v, 199, Stream).PValue <= 0.05;
        });
        Assert.InRange(rejected, 0, 19); // 10 expected; more than 19 has probability .003
    }

    [Fact]
    public void Correlation_FewAreasOrConstantValues_AreRefused()
    {
        int[] area = [.. Enumerable.Range(0, 100).Select(i => i / 10)];
        double[] y = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        Assert.Equal("9 areas have people and a value, fewer than 10", AreaCorrelation.Run(y, area, [1, 2, 3, 4, 5, 6, 7, 8, 9, double.NaN], 19, Stream).Correlation.Reason);
        Assert.Equal("a variable is constant", AreaCorrelation.Run(y, area, [.. Enumerable.Repeat(1.0, 10)], 19, Stream).Correlation.Reason);
    }

    [Fact]
    public void Means_OfUnequalAreas_HaveOneVariance()
    {
        // areas differ with a variance of 1/12, as their people do: means of 2 people have a variance of 1/12 + 1/24, those of 100 of 1/12 + 1/1200
        double small = 0, large = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var random = Streams.FromSeed((ulong)seed).Sequence();
            double[] part = [.. Enumerable.Range(0, 200).Select(_ => random.NextUniform())];
            int[] area = [.. Enumerable.Range(0, 200).SelectMany(a => Enumerable.Repeat(a, a < 100 ? 2 : 100))];
            var z = AreaMeans.Standardised([.. area.Select(a => part[a] + random.NextUniform())], area, 201);
            small += z[..100].Sum(v => v * v);
            large += z[100..200].Sum(v => v * v);
            Assert.Equal(0, z[200]); // nobody there
        }

        Assert.Equal(1, small / 2000, 0.15); // 2,000 squares of about unit mean: standard error about √(1/2000) = .022, and the moments' own
        Assert.Equal(1, large / 2000, 0.15);
    }
}

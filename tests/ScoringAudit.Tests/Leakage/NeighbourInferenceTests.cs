using ScoringAudit.Leakage;
using ScoringAudit.Networks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Leakage;

public class NeighbourInferenceTests
{
    // 4,000 people in streets of 10, two neighbours on each side; score = own + strength · mean record of the neighbours + noise of 0.05. One record of at most four moves the score by strength / 4
    // or more: the two normals lie d = strength / 4 / 0.05 apart and the AUC of their likelihood ratio is Φ(d / √2): 0.2 gives d = 1 (ends of streets more), Φ(0.71) = 0.76.
    [Theory]
    [InlineData(0.0, 0.48, 0.52)] // 1,500 or so adverse of 16,000 pairs, each record in four of them: standard error about 0.01
    [InlineData(0.2, 0.73, 0.82)]
    [InlineData(1.0, 0.99, 1.0)]
    public void Auc_GrowsWithWhatTheScoreReads(double strength, double least, double most)
    {
        var (auc, beta) = Run(4_000, strength);
        Assert.InRange(auc.Value.Value, least, most);
        Assert.Equal(strength, beta, 0.02);
        if (strength > 0)
        {
            Assert.True(auc.Interval!.Value.Low > 0.5);
        }
    }

    [Fact]
    public void FewPairs_AreRefused() =>
        Assert.Equal("only 34 pairs of people stand behind it, at least 100 are needed", Run(10, 0.2).Auc.Value.Reason);

    private static (ScoringAudit.Statistics.IntervalEstimate Auc, double Beta) Run(int n, double strength)
    {
        var random = Streams.FromSeed(4).Derive("neighbours").Sequence();
        var street = new int[n];
        var record = new byte[n];
        var own = new double[n];
        for (var i = 0; i < n; i++)
        {
            street[i] = i / 10;
            record[i] = random.NextUniform() < 0.2 ? (byte)1 : (byte)0;
            own[i] = random.NextUniform();
        }

        var reads = new WindowGraph(street, [], 2).Edges().ToList();
        var score = new double[n];
        foreach (var (from, to, weight) in reads)
        {
            score[from] += strength * weight * record[to];
        }

        for (var i = 0; i < n; i++)
        {
            // sum of 12 uniforms: close to a normal of variance 1
            var noise = -6.0;
            for (var k = 0; k < 12; k++)
            {
                noise += random.NextUniform();
            }

            score[i] += own[i] + (0.05 * noise);
        }

        return NeighbourInference.Of(score, new OwnFit(n, [own]), reads, record, street, ((n - 1) / 10) + 1, 0.95);
    }
}

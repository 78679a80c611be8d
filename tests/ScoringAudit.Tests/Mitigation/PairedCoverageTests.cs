using ScoringAudit.Mitigation;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Mitigation;

/// <summary>The small version of the command "calibrate alternatives": people in streets under two fixed rules.</summary>
public class PairedCoverageTests
{
    // 400 worlds of 50 streets with 60 people. Rules: approve x + 1.5 z > −0.5 and x > −0.5, x and z standardised uniforms, z common to a street; group B with chance 0.3 − 0.15 z.
    // Truth by integration over a fine grid. A perfect 95 % method has its 99.9 % limits below 92.5 % with negligible chance; row-independent intervals cover far less.
    [Fact]
    public void ImpactRatioDifference_PeopleInStreets_CoversTheTruth()
    {
        var truth = Truth();
        var root = Streams.FromSeed(17).Derive("paired coverage");
        long covered = 0, naive = 0, above = 0;
        const int worlds = 400;
        for (var w = 0; w < worlds; w++)
        {
            var (clustered, rows) = World(root.Derive(w));
            var limits = clustered.ImpactRatioDifference(1, 0, 0.95).Interval!.Value;
            covered += limits.Contains(truth) ? 1 : 0;
            above += limits.Low > truth ? 1 : 0;
            naive += rows.ImpactRatioDifference(1, 0, 0.95).Interval!.Value.Contains(truth) ? 1 : 0;
        }

        Assert.True(BinomialInterval.ClopperPearson(covered, worlds, 0.999).High >= 0.925, $"covered {covered}");
        Assert.True(BinomialInterval.ClopperPearson(above, worlds, 0.999).Low <= 0.05, $"claimed too much {above}");
        Assert.True(naive < 0.85 * worlds, $"rows taken as independent cover {naive}"); // else the test could not tell
    }

    private static (DecidedPair Clustered, DecidedPair Rows) World(Streams streams)
    {
        const int n = 3_000;
        double[] first = new double[n], second = new double[n];
        int[] group = new int[n], street = new int[n];
        for (var i = 0; i < n; i++)
        {
            street[i] = i / 60;
            var z = Centred(streams.Uniform((ulong)street[i], 7));
            var x = Centred(streams.Uniform((ulong)i, 0));
            group[i] = streams.Uniform((ulong)i, 1) < 0.3 - (0.15 * z) ? 1 : 0;
            first[i] = x + (1.5 * z) > -0.5 ? 1 : 0;
            second[i] = x > -0.5 ? 1 : 0;
        }

        return (new DecidedPair(first, second, group, [], [], street), new DecidedPair(first, second, group, [], [], []));
    }

    private static double Truth()
    {
        double b = 0, a = 0, yesB = 0, yesA = 0;
        const int grid = 10_000;
        for (var k = 0; k < grid; k++)
        {
            var z = Centred((k + 0.5) / grid);
            var share = 0.3 - (0.15 * z);
            var rate = Math.Clamp((Math.Sqrt(3) - (-0.5 - (1.5 * z))) / (2 * Math.Sqrt(3)), 0, 1);
            b += share;
            a += 1 - share;
            yesB += share * rate;
            yesA += (1 - share) * rate;
        }

        return 1 - (yesB / b / (yesA / a)); // the second rule does not read z: its ratio is 1
    }

    private static double Centred(double u) => Math.Sqrt(3) * ((2 * u) - 1);
}

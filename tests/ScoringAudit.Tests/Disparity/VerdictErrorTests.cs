using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Disparity;

/// <summary>A small version of the table that "calibrate air-verdicts" writes.</summary>
public class VerdictErrorTests
{
    [Theory]
    [InlineData(100, 100, 0.5)]
    [InlineData(50, 200, 0.3)]
    [InlineData(200, 200, 0.1)]
    public void FalseNotMet_AtTheLimit_IsNearItsTail(int n, int m, double rate)
    {
        // exact: P(upper limit < .8) when the true ratio is .8; nominal tail 2.5 %, a tail of one side may lean to about 4 % where counts are thin
        const double limit = 0.8;
        double notMet = 0;
        for (var x = 0; x <= n; x++)
        {
            for (var y = 0; y <= m; y++)
            {
                var mass = MathNet.Numerics.Distributions.Binomial.PMF(limit * rate, n, x) * MathNet.Numerics.Distributions.Binomial.PMF(rate, m, y);
                if (mass > 1e-9)
                {
                    notMet += Mover.Ratio(Rate.Of(x, n), Rate.Of(y, m), 0.95).Interval!.Value.High < limit ? mass : 0;
                }
            }
        }

        Assert.InRange(notMet, 0.005, 0.03);
    }

    [Fact]
    public void FalseNotMet_OfAFamilyWithADataChosenReference_IsRare()
    {
        // eight equal groups of 100 at 10 %: a p-and-ratio rule flags some group in 51 % of the worlds; 400 worlds at a family level of .05: 20 expected at most, 4 standard errors above is 37
        var grouping = new Grouping("g", [.. Enumerable.Range(0, 8).Select(g => "g" + g)], ProtectedRole.HighestRate, [0], [8]);
        var streams = Streams.FromSeed(6).Derive("family");
        int notMet = 0, screened = 0;
        for (var w = 0; w < 400; w++)
        {
            var random = streams.Derive(w).Sequence();
            var tally = new ConfusionTally(0, 8, false, false);
            int[] codes = [.. Enumerable.Range(0, 800).Select(i => i / 100)];
            var favourable = new sbyte[800];
            for (var i = 0; i < 800; i++)
            {
                favourable[i] = random.NextUniform() < 0.1 ? (sbyte)1 : (sbyte)0;
            }

            tally.Add(new ScoredBatch { Rows = 800, Favourable = favourable, Groups = codes });
            var ratios = GroupRates.Of(tally, grouping, RateMetrics.SelectionRate, 0.95).Where(r => r.Measure == "adverse_impact_ratio").ToList();
            notMet += ratios.Any(r => r.Simultaneous!.Value.High < 0.8) ? 1 : 0;
            screened += ratios.Any(r => new ImpactScreen().Flags(Rate.Of(r.Of.FavourableRows, r.Of.Rows), Rate.Of(r.Against.FavourableRows, r.Against.Rows)) == true) ? 1 : 0;
        }

        Assert.InRange(notMet, 0, 20);
        Assert.InRange(screened, 80, 300); // why the verdict does not rest on the screen
    }
}

using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Statistics;

namespace ScoringAudit.Tests.Disparity;

/// <summary>A small version of the table that "calibrate air-verdicts" writes.</summary>
public class VerdictErrorTests
{
    [Theory]
    [InlineData(30, 5000, 0.2, 0.8)] // the worst cell of the printed interval: 3.3 %
    [InlineData(30, 5000, 0.2, 0.5)] // 4.1 % there
    [InlineData(200, 50, 0.02, 0.8)]
    [InlineData(100, 100, 0.5, 0.8)]
    [InlineData(50, 200, 0.3, 1)]
    [InlineData(1000, 1000, 0.4, 0.8)]
    public void FalseVerdict_AtTheLimit_IsAtMostItsTail(int n, int m, double rate, double limit)
    {
        // exact: P(verdict's interval wholly below the limit) and wholly above it, when the true ratio is the limit
        Interval[] of = [.. Enumerable.Range(0, n + 1).Select(x => BinomialInterval.ClopperPearson(x, n, 0.95))], against = [.. Enumerable.Range(0, m + 1).Select(y => BinomialInterval.ClopperPearson(y, m, 0.95))];
        double[] px = [.. of.Select((_, x) => MathNet.Numerics.Distributions.Binomial.PMF(limit * rate, n, x))], py = [.. against.Select((_, y) => MathNet.Numerics.Distributions.Binomial.PMF(rate, m, y))];
        double notMet = 0, met = 0;
        for (var x = 0; x <= n; x++)
        {
            for (var y = 0; y <= m; y++)
            {
                if (px[x] * py[y] > 1e-10)
                {
                    var interval = Mover.Ratio((double)x / n, of[x], (double)y / m, against[y]);
                    notMet += interval.High < limit - 1e-12 ? px[x] * py[y] : 0;
                    met += interval.Low >= limit - 1e-12 ? px[x] * py[y] : 0;
                }
            }
        }

        Assert.InRange(notMet, 0, 0.025);
        Assert.InRange(met, 0, 0.025);
    }

    [Fact]
    public void Engine_IndependentRows_JudgesByExactLimitsAndPrintsMidP()
    {
        var tally = RateMetricsTests.Decisions((9, 30), (30, 100), (50, 100));
        Rate a = Rate.Of(9, 30), c = Rate.Of(50, 100);
        RateResult Of(Grouping grouping, string measure) => GroupRates.Of(tally, grouping, RateMetrics.SelectionRate, 0.95).Single(r => r.Measure == measure && r.Group == 0);
        var two = new Grouping("g", ["a", "b", "c"], "c", [0], [3]);
        var ratio = Of(two, "adverse_impact_ratio");
        Assert.Equal(Mover.Ratio(a, c, 0.95).Interval, ratio.Estimate.Interval);
        Assert.Equal("mover_midp", ratio.Estimate.Method);
        var level = 1 - (0.05 / 2); // two comparisons
        Assert.Equal(Mover.Ratio(a.Value, BinomialInterval.ClopperPearson(9, 30, level), c.Value, BinomialInterval.ClopperPearson(50, 100, level)), ratio.Simultaneous);
        Assert.Equal("mover_clopper_pearson", ratio.SimultaneousMethod);
        Assert.Equal(
            Mover.Difference(a.Value, BinomialInterval.ClopperPearson(9, 30, level), c.Value, BinomialInterval.ClopperPearson(50, 100, level)),
            Of(two, "demographic_parity_difference").Simultaneous);
        var one = GroupRates.Of(RateMetricsTests.Decisions((9, 30), (50, 100)), new Grouping("g", ["a", "b"], "b", [0], [2]), RateMetrics.SelectionRate, 0.95).Single(r => r.Measure == "adverse_impact_ratio");
        Assert.Equal(Mover.Ratio(a.Value, BinomialInterval.ClopperPearson(9, 30, 0.95), c.Value, BinomialInterval.ClopperPearson(50, 100, 0.95)), one.Simultaneous);
    }

    [Fact]
    public void Audit_BetweenThePrintedAndTheExactLimit_IsUndetermined()
    {
        // 24 of 100 against 45 of 100: the printed upper limit is .797, the exact one .812
        var evidence = ScoringAudit.Auditing.Audit.Run(
            ScoringAudit.Tests.Auditing.AuditTests.Decisions((45, 100, "A"), (24, 100, "B")), ScoringAudit.Tests.Auditing.AuditTests.Plan("A"), new ScoringAudit.Auditing.AuditInputs());
        var air = evidence.Findings.Single(f => f.Id == "disparity/adverse_impact_ratio/race/B");
        Assert.True(air.Interval!.Limits.High < 0.8 && air.Simultaneous!.Value.High >= 0.8);
        Assert.Equal(ScoringAudit.Evidence.Verdict.Undetermined, air.Verdict);
    }

    [Fact]
    public void Engine_Clustered_KeepsItsOneInterval()
    {
        var tally = ConfusionData.Of([.. Enumerable.Repeat(-1, 400)], [.. Enumerable.Range(0, 400).Select(i => i % 3 == 0 ? 1 : 0)], [.. Enumerable.Range(0, 400).Select(i => i % 2)], 2, null, [.. Enumerable.Range(0, 400).Select(i => i / 4)]);
        var ratio = GroupRates.Of(tally, new Grouping("g", ["a", "b"], "b", [0], [2]), RateMetrics.SelectionRate, 0.95).Single(r => r.Measure == "adverse_impact_ratio");
        Assert.Null(ratio.Simultaneous);
        Assert.Null(ratio.SimultaneousMethod);
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
